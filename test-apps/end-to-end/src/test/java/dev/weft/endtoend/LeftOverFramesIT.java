// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** javac leaves the class file of an inner class that is no longer there, and so that of a frame. */
class LeftOverFramesIT {
    private static final String PROGRAM = """
            import static dev.weft.Weft.*;
            import dev.weft.*;

            class Program {
                public static void main(String[] args) {
                    System.out.print(run(sum(7)));
                }

                @Async static Task<String> sum(int n) {
            %s
                }
            %s}
            """;
    private static final String TWO_METHODS = PROGRAM.formatted("return Task.of(n + await(text(yieldNow())));", """
                @Async static Task<String> text(Awaitable<?> first) {
                    return Task.of(" and " + await(first));
                }
            """);
    private static final String ONE_METHOD = PROGRAM.formatted("""
                    await(yieldNow());
                    String text = n + " alone";
                    await(yieldNow());
                    return Task.of(text);
            """, "");

    @TempDir
    Path classes;

    @ParameterizedTest
    @MethodSource("dev.weft.support.Scale#jdks")
    void aFrameOfAMethodThatIsGoneIsNoHarm(Path jdk) throws Exception {
        compile(jdk, TWO_METHODS);
        assertEquals("7 and null", run(jdk));
        compile(jdk, ONE_METHOD);
        assertTrue(Files.exists(classes.resolve("Program$weft$text.class")));
        assertEquals(new Subprocess.Result(0, ""), weft(jdk, "verify", classes.toString()));
        assertEquals("7 alone", run(jdk));
        assertEquals("7 alone", run(jdk, agent()));
        assertEquals(List.of(), dumped(), "nothing is woven twice");
    }

    /** The agent defines its own frames before anybody could load those that are there. */
    @ParameterizedTest
    @MethodSource("dev.weft.support.Scale#jdks")
    void framesBesideAnUnwovenClassAreNoHarm(Path jdk) throws Exception {
        compile(jdk, TWO_METHODS);
        compile(jdk, ONE_METHOD, "-Aweft.weave=false");
        assertTrue(Files.exists(classes.resolve("Program$weft$sum.class")));
        Subprocess.Result verified = weft(jdk, "verify", classes.toString());
        assertEquals(1, verified.exitCode());
        assertTrue(verified.output().contains("Program is not woven"), verified::output);
        assertEquals("7 alone", run(jdk, agent()));
    }

    private void compile(Path jdk, String source, String... options) throws Exception {
        Path file = Files.writeString(classes.resolve("Program.java"), source);
        Stream<String> command = Stream.of(
                "-processorpath",
                Built.compilerPlugin().toString(),
                "-cp",
                Built.runtimeJar().toString(),
                "-d",
                classes.toString(),
                file.toString());
        Subprocess.Result javac =
                Jvm.javac(jdk, Stream.concat(command, Stream.of(options)).toList());
        assertEquals(new Subprocess.Result(0, ""), javac);
    }

    private String run(Path jdk, String... options) throws Exception {
        String classPath = Built.classPath(classes, Built.runtimeJar());
        List<String> command = new ArrayList<>(Jvm.BRIEF);
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, "Program"));
        return Jvm.run(jdk, command).output();
    }

    private static Subprocess.Result weft(Path jdk, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(Jvm.BRIEF);
        command.addAll(List.of("-jar", Built.agentJar().toString()));
        command.addAll(List.of(arguments));
        return Jvm.run(jdk, command);
    }

    private String agent() {
        return Built.agentOption() + "=dump=" + classes.resolve("dump");
    }

    private List<Path> dumped() throws Exception {
        try (Stream<Path> files = Files.list(classes.resolve("dump"))) {
            return files.toList();
        }
    }
}
