// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import static dev.weft.debug.Sample.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StuckTest {
    private static Verdict stuck(Sample... tasks) {
        return Dumps.later(5, tasks).stuckSince(Dumps.of(tasks), DumpOptions.DEFAULT);
    }

    /** The names of the tasks that are listed, and why others are not. */
    private static String found(Verdict verdict) {
        List<String> found = new ArrayList<>();
        Pattern.compile("(?m)^#\\S+ (\\w+)  ")
                .matcher(verdict.text())
                .results()
                .forEach(match -> found.add(match.group(1)));
        verdict.text().lines().filter(line -> line.startsWith("not stuck")).forEach(found::add);
        assertEquals(verdict.text().contains("\n#") ? Verdict.FOUND : Verdict.FINE, verdict.status());
        return String.join(" ", found);
    }

    @Test
    void listsTheTwoOfTenThatHang() {
        List<Sample> before = new ArrayList<>();
        List<Sample> after = new ArrayList<>();
        for (List<Sample> tasks : List.of(before, after)) {
            boolean isAfter = tasks == after;
            tasks.add(task(1, "main", 10).awaits("gather", "9 of 9 running", 2, 3, 4, 5, 6, 7, 8, 9, 10));
            tasks.add(task(2, "wedged-a", 20).awaits("mutex", "\"y\"", 3).parent(1));
            tasks.add(task(3, "wedged-b", 21).awaits("mutex", "\"x\"", 2).parent(1));
            tasks.add(task(4, "sleeper", 30).awaits("sleep", "PT1H").dueInMillis(isAfter ? 10_000 : 15_000));
            tasks.add(task(5, "reader", 40).awaits("read", "10.0.0.7:443"));
            tasks.add(task(6, "acceptor", 41).awaits("accept", "0.0.0.0:80"));
            tasks.add(task(7, "limited", 42).awaits("waitFor", "PT1M", 8).dueInMillis(20_000));
            tasks.add(task(8, "part", 43).awaits("channel", "empty"));
            tasks.add(task(9, "ticker", 44)
                    .awaits("sleep", "PT1S")
                    .dueInMillis(500)
                    .steps(isAfter ? 9 : 4));
            tasks.add(task(10, "worker", 45).awaits("blocking", "a lambda").onThreadAt(isAfter ? 90 : 91));
        }
        Verdict verdict =
                Dumps.later(5, after.toArray(new Sample[0])).stuckSince(Dumps.of(before), DumpOptions.DEFAULT);
        assertEquals("""
                stuck  pid 4711  2 of 10 tasks did not move for 5 s
                DEADLOCK  #1.2 wedged-a → #1.3 wedged-b → #1.2 wedged-a; 1 task waits for them
                    #1.2 wedged-a awaits mutex "y", held by #1.3 wedged-b, at demo.Demo.run(Demo.java:20)
                    #1.3 wedged-b awaits mutex "x", held by #1.2 wedged-a, at demo.Demo.run(Demo.java:21)

                #1.2 wedged-a  SUSPENDED 4 s  awaits mutex "y", held by #1.3 wedged-b
                    at demo.Demo.run(Demo.java:20)
                #1.3 wedged-b  SUSPENDED 4 s  awaits mutex "x", held by #1.2 wedged-a
                    at demo.Demo.run(Demo.java:21)
                not stuck: 1 await stuck ones; 1 moved; 3 wait for a time that is to come; 2 wait for what comes from outside; 1 have work \
                done on a thread that moves
                """, verdict.text());
        assertEquals(1, verdict.status());
    }

    @Test
    void whoWantsALockOfAStuckTaskIsStuckAndWhoAwaitsItIsNot() {
        assertEquals(
                "holder wants not stuck: 1 await stuck ones",
                found(stuck(
                        task(1, "main", 10).awaits("task", "holder", 2),
                        task(2, "holder", 20).awaits("event", "not set"),
                        task(3, "wants", 30).awaits("mutex", "\"m\"", 2))));
    }

    @Test
    void whoWaitsForOneThatSleepsIsNotStuck() {
        assertEquals(
                "not stuck: 1 wait for a time that is to come; 1 wait for tasks that are not stuck",
                found(stuck(
                        task(1, "holder", 20).awaits("sleep", "PT1S").dueInMillis(700),
                        task(2, "wants", 30).awaits("mutex", "\"m\"", 1))));
    }

    @Test
    void aRaceIsStuckWithAllOfItsParts() {
        Sample race = task(1, "race", 10).awaits("race", "2 of 2 running", 2, 3);
        Sample part = task(2, "part", 20).awaits("event", "not set");
        assertEquals(
                "part not stuck: 1 wait for a time that is to come; 1 wait for tasks that are not stuck",
                found(stuck(
                        race, part, task(3, "other", 30).awaits("sleep", "PT1S").dueInMillis(700))));
        assertEquals(
                "part other not stuck: 1 await stuck ones",
                found(stuck(race, part, task(3, "other", 30).awaits("event", "not set"))));
    }

    @Test
    void aSelectIsStuckWithAllOfItsTasks() {
        Sample select = task(1, "select", 10).awaits("select", "task chosen | receive", 2);
        assertEquals(
                "not stuck: 1 wait for a time that is to come; 1 wait for tasks that are not stuck",
                found(stuck(
                        select, task(2, "chosen", 20).awaits("sleep", "PT1S").dueInMillis(700))));
        assertEquals("select chosen", found(stuck(select, task(2, "chosen", 20).awaits("event", "not set"))));
        assertEquals("select chosen", found(stuck(select, task(2, "chosen", 20).awaits("mutex", "\"m\"", 1))));
    }

    @Test
    void whatComesFromOutsideMayComeAsLateAsItLikes() {
        Sample group = task(9, "group", 90).awaits("group", "with 2 running", 1, 2);
        assertEquals(
                "not stuck: 9 wait for what comes from outside; 1 wait for tasks that are not stuck",
                found(stuck(
                        task(1, "signal", 10).awaits("signal", "SIGHUP"),
                        task(2, "end", 20).awaits("shutdown", "of the JVM"),
                        task(3, "loop", 30).awaits("end", "of group \"loops\""),
                        task(4, "folder", 40).awaits("directory", "/tmp"),
                        task(5, "child", 50).awaits("process", "cat"),
                        task(6, "datagrams", 60).awaits("receive", "0.0.0.0:7777"),
                        task(7, "channel", 70).awaits("readable", "a pipe"),
                        task(8, "server", 80).awaits("closed", "server 127.0.0.1:80"),
                        task(10, "handlers", 85).awaits("idle", "server 127.0.0.1:80"),
                        group)));
        assertEquals(
                "child not stuck: 1 await stuck ones; 1 wait for what comes from outside",
                found(stuck(
                        task(1, "signal", 10).awaits("signal", "SIGHUP"),
                        task(2, "child", 20).awaits("event", "not set"),
                        group)));
    }

    /** Whoever fills a channel is a task. */
    @Test
    void whoReceivesFromAChannelIsStuck() {
        assertEquals(
                "receiver",
                found(stuck(task(1, "receiver", 10)
                        .awaits(new WaitInfo(
                                "receive", "Channel@1", "channel (empty)", null, List.of(), null, List.of())))));
    }

    @Test
    void aSelectOfWhatComesFromOutsideIsNotStuck() {
        assertEquals(
                "not stuck: 1 wait for what comes from outside",
                found(stuck(task(1, "select", 10).awaits("select", "receive channel (empty) | shutdown of the JVM"))));
        assertEquals(
                "select", found(stuck(task(1, "select", 10).awaits("select", "receive channel (empty) | event e"))));
    }

    @Test
    void aDeadlineThatIsLongOverIsNone() {
        assertEquals(
                "late", found(stuck(task(1, "late", 10).awaits("sleep", "PT1S").dueInMillis(-2_000))));
    }

    @Test
    void theLimitOfAWholeRunIsNoComfortToThoseBelowIt() {
        Sample main = task(1, "main", 10).awaits("waitFor", "PT30M", 2, 3, 4).dueInMillis(1_700_000);
        assertEquals(
                "forsaken not stuck: 4 wait for a time that is to come",
                found(stuck(
                        main,
                        task(2, "forsaken", 20).awaits("rwlock", "\"pages\", 1 reading"),
                        task(3, "sleeper", 30).awaits("sleep", "PT1H").dueInMillis(3_000_000),
                        task(4, "hurried", 40).awaits("waitFor", "PT5S", 5).dueInMillis(4_000),
                        task(5, "part", 50).awaits("event", "not set"))));
    }

    @Test
    void aCircleBelowAFarLimitIsStuckAndFailsTheCheck() {
        Sample[] tasks = {
            task(1, "main", 10).awaits("waitFor", "PT30M", 2, 3).dueInMillis(1_700_000),
            task(2, "a", 20).awaits("rwlock", "\"x\"", 3),
            task(3, "b", 30).awaits("rwlock", "\"y\"", 2),
            task(4, "wants", 40).awaits("rwlock", "\"x\"", 3)
        };
        assertEquals("a b wants not stuck: 1 wait for a time that is to come", found(stuck(tasks)));
        assertEquals(Verdict.FOUND, Dumps.of(tasks).check(DumpOptions.DEFAULT).status());
    }

    @Test
    void aCircleThatSoonBreaksIsNotStuckAndFailsNoCheck() {
        Sample[] tasks = {
            task(1, "main", 10).awaits("waitFor", "PT5S", 2, 3).dueInMillis(4_000),
            task(2, "a", 20).awaits("mutex", "\"x\"", 3),
            task(3, "b", 30).awaits("mutex", "\"y\"", 2)
        };
        assertEquals("not stuck: 3 wait for a time that is to come", found(stuck(tasks)));
        assertEquals(Verdict.FINE, Dumps.of(tasks).check(DumpOptions.DEFAULT).status());
    }

    @Test
    void oneStepThatLastsIsStuckAndTheOthersOfItsLoopCannotRun() {
        List<Sample> tasks = List.of(
                task(1, "spinner", 10).state(TaskInfo.State.RUNNING),
                task(2, "ready", 20).state(TaskInfo.State.READY),
                task(3, "waiter", 30).awaits("event", "not set"),
                task(4, "a", 40).awaits("task", "b", 5),
                task(5, "b", 50).awaits("task", "a", 4));
        TaskDump before = Dumps.at(Dumps.NINE, LoopInfo.State.BLOCKED, LoopInfo.Mode.OUTSIDE, tasks);
        TaskDump after = Dumps.at(Dumps.NINE.plusSeconds(5), LoopInfo.State.BLOCKED, LoopInfo.Mode.OUTSIDE, tasks);
        assertEquals(
                "spinner a b not stuck: 2 cannot run, as their loop is blocked or nobody runs it",
                found(after.stuckSince(before, DumpOptions.DEFAULT)));
    }

    @Test
    void aThreadThatStandsWorksForAStuckTask() {
        assertEquals(
                "worker",
                found(stuck(task(1, "worker", 10).awaits("blocking", "a lambda").onThreadAt(90))));
    }

    @Test
    void whoCameOrMovedOrIsNotToldApartIsNotStuck() {
        TaskDump before = Dumps.of(
                task(1, "moved", 10).awaits("event", "not set").steps(1),
                task(2, "woken", 20).awaits("event", "not set"),
                task(3, "many", 30).awaits("event", "not set").count(9));
        TaskDump after = Dumps.later(
                5,
                task(1, "moved", 10).awaits("event", "not set").steps(2),
                task(2, "woken", 20).state(TaskInfo.State.READY),
                task(3, "many", 30).awaits("event", "not set").count(9),
                task(4, "new", 40).awaits("event", "not set"));
        assertEquals(
                "not stuck: 1 came meanwhile; 2 moved; 9 are not told apart in the dumps",
                found(after.stuckSince(before, DumpOptions.DEFAULT)));
    }

    @Test
    void looksAtWhatTheFilterMatches() {
        Sample[] tasks = {
            task(1, "a", 10).awaits("event", "not set"), task(2, "b", 20).awaits("event", "not set")
        };
        Verdict verdict = Dumps.later(5, tasks)
                .stuckSince(Dumps.of(tasks), DumpOptions.DEFAULT.withFilter(Pattern.compile("^b$")));
        assertEquals("b", found(verdict));
        assertTrue(verdict.text().contains("left out: 1 task that the filter does not match"), verdict.text());
    }
}
