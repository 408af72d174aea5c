// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.support.Jvm;
import dev.weft.support.SourceLines;
import dev.weft.support.Subprocess;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each sample as a process of its own under the built agent: all it prints, line by line. */
class SamplesIT {
    private static final String WAYS = "dev.weft.endtoend.Way#all";

    @ParameterizedTest
    @MethodSource(WAYS)
    void helloWorldWaitsBetweenItsWords(Way way) throws Exception {
        assertPrints(List.of("hello", "world"), way, "HelloWorld");
    }

    @ParameterizedTest
    @MethodSource(WAYS)
    void factorialPrintsTenFramesWithTheirLines(Way way) throws Exception {
        int dump = lineOf("Factorial", "await(dumpCallStack())");
        int call = lineOf("Factorial", "await(factorial(n - 1))");
        String frame = "] com.example.Factorial.factorial(Factorial.java:";
        assertPrints(
                List.of(
                        "[0" + frame + dump + ")",
                        "[1" + frame + call + ")",
                        "[2" + frame + call + ")",
                        "[3" + frame + call + ")",
                        "[4" + frame + call + ")",
                        "[5" + frame + call + ")",
                        "[6" + frame + call + ")",
                        "[7" + frame + call + ")",
                        "[8" + frame + call + ")",
                        "[9" + frame + call + ")",
                        "",
                        "run result: 3628800"),
                way,
                "Factorial");
    }

    @ParameterizedTest
    @MethodSource(WAYS)
    void gatherInterleavesInArgumentOrder(Way way) throws Exception {
        assertPrints(
                List.of(
                        "Task A: Compute factorial(2), currently i=2...",
                        "Task B: Compute factorial(3), currently i=2...",
                        "Task C: Compute factorial(4), currently i=2...",
                        "this is a void value",
                        "Task A: factorial(2) = 2",
                        "Task B: Compute factorial(3), currently i=3...",
                        "Task C: Compute factorial(4), currently i=3...",
                        "Task B: factorial(3) = 6",
                        "Task C: Compute factorial(4), currently i=4...",
                        "Task C: factorial(4) = 24",
                        "results: 2, 6, 24"),
                way,
                "Gather");
    }

    @ParameterizedTest
    @MethodSource(WAYS)
    void waitForEndsInTimeAndTooLate(Way way) throws Exception {
        assertPrints(
                List.of(
                        "work ends",
                        "in time: done after 12 ms",
                        "work ends",
                        "too late: task com.example.WaitFor.work did not end within PT0.1S:"
                                + " it awaited sleep PT10S at com.example.WaitFor.work(WaitFor.java:22)"),
                way,
                "WaitFor");
    }

    @ParameterizedTest
    @MethodSource(WAYS)
    void scheduleAndCancelSaysOnlyTheFirstGreeting(Way way) throws Exception {
        assertPrints(List.of("hello", "world was cancelled"), way, "ScheduleAndCancel");
    }

    private static void assertPrints(List<String> lines, Way way, String sample) throws Exception {
        Subprocess.Result result = Jvm.run(way.jdk(), way.arguments(sample));
        String expected = String.join(System.lineSeparator(), lines) + System.lineSeparator();
        assertEquals(expected, result.output());
        assertEquals(0, result.exitCode());
    }

    private static int lineOf(String sample, String code) {
        return SourceLines.with(Samples.source(sample), code);
    }
}
