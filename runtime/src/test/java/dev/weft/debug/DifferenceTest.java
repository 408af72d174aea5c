// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import static dev.weft.debug.Sample.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    @Test
    void saysWhoCameEndedMovedAndStands() {
        TaskDump before = Dumps.of(
                task(1, "stands", 10).awaits("event", "not set"),
                task(2, "ends", 20).awaits("event", "not set"),
                task(3, "loops", 30).awaits("sleep", "PT1S").dueInMillis(700).steps(4),
                task(4, "turns", 40).awaits("sleep", "PT1S").dueInMillis(700).steps(4));
        TaskDump after = Dumps.later(
                5,
                task(1, "stands", 10).awaits("event", "not set"),
                task(3, "loops", 30).awaits("sleep", "PT1S").dueInMillis(300).steps(9),
                task(4, "turns", 41).awaits("read", "10.0.0.7:443").steps(9),
                task(5, "comes", 50).state(TaskInfo.State.READY));
        Verdict verdict = after.difference(before, DumpOptions.DEFAULT);
        assertEquals("""
                difference  pid 4711  from 2026-11-21T09:00:00Z to 2026-11-21T09:00:05Z, 5 s

                came: 1
                #1.5 comes  READY 4 s
                    at demo.Demo.run(Demo.java:50)

                ended: 1
                #1.2 ends  SUSPENDED 4 s  awaits event not set
                    at demo.Demo.run(Demo.java:20)

                moved, and waits for something else: 1
                #1.4 turns  SUSPENDED 4 s  awaits read 10.0.0.7:443
                    at demo.Demo.run(Demo.java:41)

                moved, and is where it was: 1
                #1.3 loops  SUSPENDED 4 s  awaits sleep 1 s, due in 300 ms
                    at demo.Demo.run(Demo.java:30)

                did not move: 1
                #1.1 stands  SUSPENDED 4 s  awaits event not set
                    at demo.Demo.run(Demo.java:10)

                """, verdict.text());
        assertEquals(1, verdict.status());
    }

    @Test
    void nothingStandsWhereAllMoved() {
        Verdict verdict = Dumps.later(
                        5, task(1, "a", 10).awaits("event", "not set").steps(3))
                .difference(Dumps.of(task(1, "a", 10).awaits("event", "not set").steps(2)), DumpOptions.DEFAULT);
        assertEquals(0, verdict.status());
    }

    /** Whose number has changed is what leaks, and who came or ended nobody knows. */
    @Test
    void whereTasksAreTooManyToBeToldApartTheirNumbersAreCompared() {
        String text = Dumps.later(
                        5,
                        task(1, "audit-1", 10).count(12_000),
                        task(9, "gone", 20),
                        task(30, "same", 30).count(2),
                        task(4, "told apart", 40).steps(7))
                .difference(
                        Dumps.of(
                                task(1, "audit-1", 10),
                                task(2, "audit-2", 10),
                                task(8, "gone", 20).count(3),
                                task(3, "same", 30).count(2),
                                task(4, "told apart", 40).steps(6)),
                        DumpOptions.DEFAULT)
                .text();
        assertTrue(text.contains("""

                more or fewer, where a loop has too many to tell them apart: 2
                +11,998  audit-*  2 before, 12,000 now
                    at demo.Demo.run(Demo.java:10)
                -2  gone  3 before, 1 now
                    at demo.Demo.run(Demo.java:20)

                came: 0

                ended: 0

                moved, and waits for something else: 0

                moved, and is where it was: 1
                #1.4 told apart"""), text);
        assertTrue(text.contains("did not move: 0\n"), text);
    }

    @Test
    void saysThatTwoProcessesAreCompared() {
        TaskDump other = new TaskDump(null, null, 12, "25", "1.0", Dumps.NINE, List.of(), List.of());
        String text = Dumps.of().difference(other, DumpOptions.DEFAULT).text();
        assertTrue(
                text.contains("the earlier dump is of another process, 12, so equal ids do not mean equal tasks\n"),
                text);
    }
}
