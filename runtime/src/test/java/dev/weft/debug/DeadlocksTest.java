// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import static dev.weft.debug.Sample.frame;
import static dev.weft.debug.Sample.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DeadlocksTest {
    private static final Sample MAIN = task(1, "main", 10);

    /** The circles of a dump, each as the numbers of its tasks in order, with what is said of it. */
    private static List<String> found(Sample... tasks) {
        return found(Dumps.of(tasks));
    }

    private static List<String> found(TaskDump dump) {
        return dump.deadlocks().stream()
                .map(deadlock -> deadlock.edges().stream()
                                .map(edge -> edge.task().replace("1.", ""))
                                .collect(Collectors.joining(" "))
                        + (deadlock.untilNanos() == null ? "" : " until " + deadlock.untilNanos() / 1_000_000)
                        + (deadlock.certain() ? "" : " perhaps")
                        + (deadlock.waiting() == 0 ? "" : " +" + deadlock.waiting()))
                .toList();
    }

    @Test
    void findsTwoTasksThatWantTheLocksOfEachOther() {
        assertEquals(
                List.of("2 3 +1"),
                found(
                        task(1, "main", 10).awaits("gather", "2 of 2 running", 2, 3),
                        task(2, "a", 20).awaits("mutex", "\"y\", locked", 3),
                        task(3, "b", 30).awaits("mutex", "\"x\", locked", 2)));
    }

    @Test
    void findsTwoTasksThatAwaitOneAnother() {
        assertEquals(
                List.of("1 2"),
                found(task(1, "a", 10).awaits("task", "b", 2), task(2, "b", 20).awaits("task", "a", 1)));
    }

    @Test
    void findsATaskWhoseOwnPartWantsALockOfIt() {
        assertEquals(
                List.of("1 2"),
                found(
                        task(1, "a", 10).awaits("gather", "1 of 1 running", 2),
                        task(2, "part", 20).awaits("mutex", "\"m\"", 1)));
    }

    @Test
    void findsATaskThatWaitsForItself() {
        assertEquals(List.of("1"), found(task(1, "a", 10).awaits("task", "a", 1)));
    }

    @Test
    void goesThroughTheOwnerOfAChannel() {
        assertEquals(
                List.of("1 2"),
                found(
                        task(1, "a", 10).awaits("channel", "64/64", 2),
                        task(2, "b", 20).awaits("rwlock", "written", 1)));
    }

    @Test
    void saysNothingOfAChainThatEndsInASleep() {
        assertEquals(
                List.of(),
                found(
                        task(1, "a", 10).awaits("mutex", "\"m\"", 2),
                        task(2, "b", 20).awaits("gather", "1 of 1 running", 3),
                        task(3, "c", 30).awaits("sleep", "PT1H").dueInMillis(1_000)));
    }

    @Test
    void aDeadlineInTheCircleIsNotForEver() {
        TaskDump dump = Dumps.of(
                task(1, "a", 10).awaits("waitFor", "PT5S", 2).dueInMillis(800),
                task(2, "b", 20).awaits("mutex", "\"m\"", 1));
        assertEquals(List.of("1 2 until 800"), found(dump));
        assertFalse(dump.deadlocks().get(0).isForEver());
        assertEquals(0, dump.check(DumpOptions.DEFAULT).status());
    }

    @Test
    void aDeadlineAroundATaskOfTheCircleEndsItToo() {
        assertEquals(
                List.of("3 4 until 700 +2"),
                found(
                        task(1, "main", 10).awaits("waitFor", "PT5S", 2).dueInMillis(700),
                        task(2, "whole", 20).awaits("gather", "2 of 2 running", 3, 4),
                        task(3, "a", 30).awaits("mutex", "\"y\"", 4),
                        task(4, "b", 40).awaits("mutex", "\"x\"", 3)));
    }

    @Test
    void aDeadlineDoesNotReachWhatIsShielded() {
        assertEquals(
                List.of("3 4"),
                found(
                        task(1, "main", 10).awaits("waitFor", "PT5S", 2).dueInMillis(700),
                        task(2, "whole", 20).awaits("shield", "", 3),
                        task(3, "a", 30).awaits("mutex", "\"y\"", 4),
                        task(4, "b", 40).awaits("mutex", "\"x\"", 3)));
    }

    @Test
    void aDeadlineOfSomebodyWhoWantsALockDoesNotReachItsHolder() {
        assertEquals(
                List.of("2 3"),
                found(
                        task(1, "hurried", 10).awaits("mutex", "\"x\"", 2).dueInMillis(700),
                        task(2, "a", 30).awaits("mutex", "\"y\"", 3),
                        task(3, "b", 40).awaits("mutex", "\"x\"", 2)));
    }

    /** Another clause of it, which waits for no task, may be ready first. */
    @Test
    void aSelectIsInNoCircleForATaskThatItWaitsFor() {
        assertEquals(
                List.of(),
                found(
                        task(1, "a", 10).awaits("select", "task b | receive", 2),
                        task(2, "b", 20).awaits("mutex", "\"m\"", 1)));
    }

    @Test
    void aRaceGoesOnWithAnyOfItsParts() {
        Sample race = task(1, "a", 10).awaits("race", "2 of 2 running", 2, 3);
        Sample part = task(2, "part", 20).awaits("mutex", "\"m\"", 1);
        assertEquals(
                List.of(),
                found(race, part, task(3, "sleeper", 30).awaits("sleep", "PT1S").dueInMillis(500)));
        assertEquals(
                List.of("1 2", "1 3"), found(race, part, task(3, "other", 30).awaits("mutex", "\"m\"", 1)));
    }

    @Test
    void aGatherNeedsAllOfItsParts() {
        assertEquals(
                List.of("1 2"),
                found(
                        task(1, "a", 10).awaits("gather", "2 of 2 running", 3, 2),
                        task(2, "part", 20).awaits("mutex", "\"m\"", 1),
                        task(3, "sleeper", 30).awaits("sleep", "PT1S").dueInMillis(500)));
    }

    @Test
    void whoIsAboutToGoOnIsInNoDeadlock() {
        assertEquals(
                List.of(),
                found(
                        task(1, "a", 10).awaits("mutex", "\"y\"", 2),
                        task(2, "b", 20).awaits("mutex", "\"x\"", 1).state(TaskInfo.State.READY)));
    }

    @Test
    void entriesThatStandForSeveralTasksAreInNoDeadlock() {
        assertEquals(
                List.of(), found(task(1, "a", 10).awaits("mutex", "\"y\"", 1).count(2)));
    }

    @Test
    void eachCircleOfAKnotIsNamedOnce() {
        assertEquals(
                List.of("1 2 +1", "1 3"),
                found(
                        task(1, "a", 10).awaits("gather", "2 of 2 running", 2, 3),
                        task(2, "b", 20).awaits("mutex", "\"m\"", 1),
                        task(3, "c", 30).awaits("mutex", "\"m\"", 1),
                        task(4, "d", 40).awaits("task", "b", 2)));
    }

    @Test
    void waitsOfSeveralMomentsAreCertainAfterASecond() {
        List<Sample> fresh = List.of(
                task(1, "a", 10).awaits("mutex", "\"y\"", 2).sinceMillis(400),
                task(2, "b", 20).awaits("mutex", "\"x\"", 1));
        TaskDump dump = Dumps.at(Dumps.NINE, LoopInfo.State.WAITING, LoopInfo.Mode.SLICED, fresh);
        assertEquals(List.of("1 2 perhaps"), found(dump));
        assertEquals(0, dump.check(DumpOptions.DEFAULT).status());
        fresh.get(0).sinceMillis(1_000);
        assertEquals(List.of("1 2"), found(Dumps.at(Dumps.NINE, LoopInfo.State.BLOCKED, LoopInfo.Mode.OUTSIDE, fresh)));
        fresh.get(0).moving();
        assertEquals(
                List.of("1 2 perhaps"),
                found(Dumps.at(Dumps.NINE, LoopInfo.State.BLOCKED, LoopInfo.Mode.OUTSIDE, fresh)));
    }

    @Test
    void tasksOfTwoLoopsAreOfTwoMoments() {
        assertEquals(
                List.of("1 2.1 perhaps"),
                found(
                        task(1, "a", 10).awaits("task", "b", "2.1").sinceMillis(10),
                        task("2.1", "b", 20).awaits("task", "a", "1.1")));
    }

    @Test
    void saysWhoHasCalledWhereSeveralWaitAtOneLine() {
        String text = Dumps.of(
                        task(1, "a", 7)
                                .stack(List.of(frame(7), frame(20), frame(21), frame(22), frame(23)))
                                .awaits("mutex", "\"x\"", 2),
                        task(2, "b", 7).stack(List.of(frame(7), frame(30))).awaits("mutex", "\"y\"", 1),
                        task(3, "c", 7).stack(List.of(frame(7), frame(40))).awaits("mutex", "\"z\"", 4),
                        task(4, "d", 7).stack(List.of(frame(7), frame(41))).awaits("mutex", "\"u\"", 3))
                .check(DumpOptions.DEFAULT)
                .text();
        String line = "demo.Demo.run(Demo.java:%d)";
        String begin = ", at " + line.formatted(7) + ", from " + line;
        assertTrue(
                text.contains(begin.formatted(20) + ", " + line.formatted(21) + ", " + line.formatted(22) + '\n'),
                text);
        assertTrue(text.contains(begin.formatted(30) + '\n'), text);
        assertTrue(text.contains(begin.formatted(41) + '\n'), text); // another circle, and not one more like it
    }

    @Test
    void saysFileAndLineOfEachWait() {
        Verdict verdict = Dumps.of(
                        MAIN.awaits("gather", "2 of 2 running", 2, 3),
                        task(2, "transfer-a", 74).awaits("mutex", "\"acct-2\", locked, 1 waiting", 3),
                        task(3, "transfer-b", 81).awaits("mutex", "\"acct-1\", locked, 1 waiting", 2))
                .check(DumpOptions.DEFAULT);
        assertEquals(3, verdict.status());
        assertEquals("""
                weft-dump/1  pid 4711  jdk 25  weft 1.0  2026-11-21T09:00:00Z  mode=consistent  tasks=3  loops=1  lag=0.2ms
                DEADLOCK  #1.2 transfer-a → #1.3 transfer-b → #1.2 transfer-a; 1 task waits for them
                    #1.2 transfer-a awaits mutex "acct-2", locked, 1 waiting, held by #1.3 transfer-b, at demo.Demo.run(Demo.java:74)
                    #1.3 transfer-b awaits mutex "acct-1", locked, 1 waiting, held by #1.2 transfer-a, at demo.Demo.run(Demo.java:81)
                """, verdict.text());
    }

    @Test
    void countsCirclesThatAreAlike() {
        List<Sample> pairs = new ArrayList<>();
        for (int number = 1; number < 100_000; number += 2) {
            pairs.add(task(number, "a", 10).awaits("mutex", "\"y\"", number + 1));
            pairs.add(task(number + 1, "b", 20).awaits("mutex", "\"x\"", number));
        }
        String text = Dumps.of(pairs).check(DumpOptions.DEFAULT).text();
        assertTrue(text.contains("DEADLOCK  #1.1 a → #1.2 b → #1.1 a; 49999 more like it\n"), text);
        assertEquals(4, text.lines().count());
    }

    @Test
    void aCircleOfAMillionTakesNoJavaStack() {
        int length = 1_000_000;
        List<TaskInfo> tasks = new ArrayList<>(length);
        List<FrameInfo> stack = List.of(Sample.frame(10));
        for (int number = 1; number <= length; number++) {
            Sample link = task(number, "link", 10).awaits("task", "link", number % length + 1);
            tasks.add(link.stack(stack).make());
        }
        TaskDump dump = new TaskDump(null, null, 1, "25", "1.0", Dumps.NINE, List.of(), tasks);
        List<Deadlock> circle = dump.deadlocks();
        assertEquals(1, circle.size());
        assertEquals(length, circle.get(0).edges().size());
    }

    @Test
    void aChainThatEndsIsNoCircle() {
        List<Sample> chain = new ArrayList<>();
        for (int number = 1; number < 10_000; number++) {
            chain.add(task(number, "link", 10).awaits("task", "link", number + 1));
        }
        chain.add(task(10_000, "last", 20).awaits("event", "not set"));
        assertEquals(List.of(), Dumps.of(chain).deadlocks());
    }
}
