// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import dev.weft.support.Document;
import dev.weft.support.Jvm;
import dev.weft.support.SourceLines;
import dev.weft.support.Subprocess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a program says of work that it forgets, and how it ends if it is told to be strict (decision 54). */
class ForgottenWorkIT {
    private static final String JDKS = "dev.weft.support.Scale#jdks";
    private static final Path SOURCE = Document.ROOT.resolve(
            Path.of("test-apps", "samples", "src", "main", "java", "com", "example", "zoo", "Forgetful.java"));

    private static Subprocess.Result run(Path jdk, boolean strict, String... kinds) throws Exception {
        List<String> arguments = new ArrayList<>(Jvm.BRIEF);
        arguments.addAll(List.of(Built.agentOption(), "-Dweft.strict=" + strict));
        arguments.addAll(List.of("-cp", Built.classPath(Built.runtimeJar(), Built.samples())));
        arguments.add("com.example.zoo.Forgetful");
        arguments.addAll(List.of(kinds));
        return Jvm.run(jdk, arguments);
    }

    private static void assertNames(String output, String what, String code) {
        String line = "(Forgetful.java:" + SourceLines.with(SOURCE, code) + ")";
        assertTrue(output.contains(what), output);
        assertTrue(output.contains(line), () -> line + " in\n" + output);
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void eachKindIsAFailureWithTheLineThatStartedIt(Path jdk) throws Exception {
        Subprocess.Result result = run(jdk, true, "dropped", "unseen", "left");
        assertEquals(1, result.exitCode(), result.output());
        String thrown = result.output().substring(result.output().indexOf("Exception in thread \"main\""));
        assertTrue(thrown.contains("has forgotten 3 things"), thrown);
        assertNames(thrown, "A task was never awaited", "send(\"a letter\")");
        assertNames(thrown, "Task refused, spawned at ", "send(\"\")");
        assertNames(thrown, "Task sleeper, spawned at ", "sleepLong())");
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void soItIsOnAGroupByTheEndOfTheRunAndThatOfTheGroup(Path jdk) throws Exception {
        Subprocess.Result result = run(jdk, true, "group", "dropped", "unseen", "left");
        assertEquals(1, result.exitCode(), result.output());
        String thrown = result.output().substring(result.output().indexOf("Exception in thread \"main\""));
        assertNames(thrown, "A task was never awaited", "send(\"a letter\")");
        assertNames(thrown, "Task refused, spawned at ", "send(\"\")");
        assertNames(thrown, "The group \"post\" has ended, and a task has not", "sleepLong())");
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void aProgramThatForgetsNothingSaysNothing(Path jdk) throws Exception {
        Subprocess.Result nothing = new Subprocess.Result(0, "nothing is forgotten" + System.lineSeparator());
        assertEquals(nothing, run(jdk, true));
        assertEquals(nothing, run(jdk, true, "group"));
    }

    @ParameterizedTest
    @MethodSource(JDKS)
    void withoutBeingStrictAllButTheTasksThatAreLeftIsAWarning(Path jdk) throws Exception {
        Subprocess.Result result = run(jdk, false, "dropped", "unseen", "left");
        assertEquals(0, result.exitCode(), result.output());
        assertNames(result.output(), "A task was never awaited", "send(\"a letter\")");
        assertNames(result.output(), "Task refused, spawned at ", "send(\"\")");
        assertTrue(result.output().endsWith("nothing is forgotten" + System.lineSeparator()), result.output());
    }
}
