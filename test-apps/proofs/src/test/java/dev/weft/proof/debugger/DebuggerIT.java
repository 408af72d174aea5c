// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.debugger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import dev.weft.support.Counts;
import dev.weft.support.Jdks;
import dev.weft.support.Jdwp;
import dev.weft.support.Jvm;
import dev.weft.support.Scale;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All shapes, each await suspending, in a debugger, beside a blocking run of the same source: breakpoints, steps, and variables.
 * On the tests' JDK, and in a full run on the other one, there woven for debuggers. Only an exhaustive run takes all shapes. Holds off (docs/weaving-limits.md): Debuggers.
 */
class DebuggerIT {
    static Stream<Path> jdks() {
        return Scale.isFull() ? Jdks.available() : Stream.of(Jdks.current());
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void showsWhatItShowsOfABlockingProgram(Path jdk) throws Exception {
        String onThis = Scale.isExhaustive()
                ? ".*"
                : Scale.isFull() ? "(Loop|ModernGenerator|Switch)" : "(Loop|ModernGenerator)";
        String onOther = Scale.isExhaustive() ? "(Try|ModernGenerator)" : "Try";
        Shapes shapes = Shapes.compile((jdk.equals(Jdks.current()) ? onThis : onOther) + "Shapes");
        boolean forDebuggers = !jdk.equals(Jdks.current());
        String options = forDebuggers ? "=debug=true,step=false" : "";
        try (Session woven = start(jdk, shapes, "async", shapes.async(), options);
                Session blocking = start(jdk, shapes, "blocking", shapes.blocking(), "")) {
            woven.stepThroughAll();
            blocking.stepThroughAll();
            Breakpoints breakpoints = Breakpoints.compare(woven, blocking);
            Steps steps = Steps.compare(woven, blocking, shapes.handlerLines());
            List<String> problems = new ArrayList<>(breakpoints.problems());
            problems.addAll(steps.problems());
            if (forDebuggers) {
                problems.addAll(steps.defaults());
            }
            assertEquals("", String.join("\n", problems));
            if (jdk.equals(Jdks.current())) {
                List<List<String>> rows = new ArrayList<>(breakpoints.rows());
                rows.addAll(steps.rows());
                String name = "JDK " + Runtime.version().feature();
                List<List<String>> table = rows.stream()
                        .map(row -> List.of(name, row.get(0), row.get(1)))
                        .toList();
                Counts.publishAll("debugger", List.of("", "counted", "number"), table);
            }
        }
    }

    private static Session start(Path jdk, Shapes shapes, String mode, Path classes, String options) throws Exception {
        List<String> command = new ArrayList<>(Jvm.BRIEF);
        command.add(Jdwp.OPTION);
        command.add(Built.agentOption() + options);
        command.addAll(List.of("-cp", classes + File.pathSeparator + System.getProperty("java.class.path")));
        command.addAll(List.of(Debuggee.class.getName(), mode));
        command.addAll(shapes.names());
        Process process = Jvm.start(jdk, command);
        assertTrue(process.isAlive());
        return Session.attach(process);
    }
}
