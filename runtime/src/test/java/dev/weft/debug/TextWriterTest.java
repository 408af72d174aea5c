// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import static dev.weft.debug.Sample.frame;
import static dev.weft.debug.Sample.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TextWriterTest {
    @Test
    void tellsWhatIsWrongBeforeAllTasks() {
        TaskDump dump = Dumps.of(
                task(1, "main", 91).awaits("gather", "2 of 2 running", 2, 3).spawnedAt(88),
                task(2, "transfer-a", 74)
                        .awaits("mutex", "\"acct-2\", locked, 1 waiting", 3)
                        .parent(1)
                        .spawnedAt(90),
                task(3, "transfer-b", 74)
                        .awaits("mutex", "\"acct-1\", locked, 1 waiting", 2)
                        .parent(1)
                        .spawnedAt(90));
        assertEquals("""
                weft-dump/1  pid 4711  jdk 25  weft 1.0  2026-11-21T09:00:00Z  mode=consistent  tasks=3  loops=1  lag=0.2ms
                DEADLOCK  #1.2 transfer-a → #1.3 transfer-b → #1.2 transfer-a; 1 task waits for them
                    #1.2 transfer-a awaits mutex "acct-2", locked, 1 waiting, held by #1.3 transfer-b, at demo.Demo.run(Demo.java:74)
                    #1.3 transfer-b awaits mutex "acct-1", locked, 1 waiting, held by #1.2 transfer-a, at demo.Demo.run(Demo.java:74)
                loop 1 on thread main  WAITING 4.2 s  3 tasks, 0 ready, 3 timers, lag 0.2 ms

                #1.1 main  SUSPENDED 4 s  awaits gather 2 of 2 running, for #1.2 transfer-a #1.3 transfer-b
                    age 5 s, 2 steps, spawned at demo.Demo.main(Demo.java:88)
                    at demo.Demo.run(Demo.java:91)

                #1.2 transfer-a  SUSPENDED 4 s  awaits mutex "acct-2", locked, 1 waiting, held by #1.3 transfer-b
                    age 5 s, 2 steps, awaited by #1.1 main #1.3 transfer-b, spawned at demo.Demo.main(Demo.java:90) by #1.1 main
                    at demo.Demo.run(Demo.java:74)

                #1.3 transfer-b  SUSPENDED 4 s  awaits mutex "acct-1", locked, 1 waiting, held by #1.2 transfer-a
                    age 5 s, 2 steps, awaited by #1.1 main #1.2 transfer-a, spawned at demo.Demo.main(Demo.java:90) by #1.1 main
                    at demo.Demo.run(Demo.java:74)

                """, dump.toText());
    }

    @Test
    void aBlockedLoopIsNamedWithItsTaskAndTheLineThatIsNotOfTheJdk() {
        List<FrameInfo> stack = List.of(
                new FrameInfo("java.lang.Thread", "sleep", "Thread.java", 0, FrameInfo.Kind.RUNNING, List.of()),
                frame(12));
        TaskDump dump = Dumps.at(
                Dumps.NINE,
                LoopInfo.State.BLOCKED,
                LoopInfo.Mode.OUTSIDE,
                List.of(task(8, "blocker", 12).state(TaskInfo.State.RUNNING).stack(stack)));
        String text = dump.toText();
        assertTrue(
                text.contains("BLOCKED  loop 1 (thread main) for 4.2 s, at java.lang.Thread.sleep(Thread.java), from"
                        + " demo.Demo.run(Demo.java:12), in #1.8 blocker\n"),
                text);
        assertTrue(text.contains("mode=outside"), text);
        assertTrue(
                text.contains(
                        "loop 1 on thread main  BLOCKED 4.2 s  1 task, 0 ready, 3 timers, lag 0.2 ms, read from outside\n"),
                text);
        assertEquals(0, dump.check(DumpOptions.DEFAULT).status());
    }

    @Test
    void countsTasksThatAreAlike() {
        List<Sample> tasks = new ArrayList<>();
        for (int number = 1; number <= 99_000; number++) {
            tasks.add(task(number, "task-" + number, 52)
                    .awaits("sleep", "PT1S")
                    .dueInMillis(number % 1_000)
                    .sinceMillis(number % 1_000)
                    .steps(number % 2)
                    .spawnedAt(40));
        }
        tasks.add(task(99_001, "task-99001", 52)
                .awaits("sleep", "PT1S")
                .dueInMillis(5)
                .spawnedAt(40)
                .count(1_000));
        String text = Dumps.of(tasks).toText();
        assertTrue(text.endsWith("""
                        #1.1…#1.99001 ×100000  SUSPENDED 0 ms – 4 s  awaits sleep 1 s, due in 0–999 ms
                            age 5 s, 49502 steps, spawned at demo.Demo.main(Demo.java:40)
                            at demo.Demo.run(Demo.java:52)

                        """), text);
        assertTrue(text.contains("tasks=100000 "), text);
    }

    @Test
    void tasksThatDifferInFewWaysStayApart() {
        String text = Dumps.of(
                        task(1, "reader", 63).awaits("read", "10.0.0.7:443"),
                        task(2, "reader", 63).awaits("read", "10.0.0.8:443"),
                        task(3, "reader", 63).awaits("read", "10.0.0.8:443"))
                .toText();
        assertTrue(text.contains("#1.1 reader  SUSPENDED 4 s  awaits read 10.0.0.7:443\n"), text);
        assertTrue(text.contains("#1.2 #1.3 reader ×2  SUSPENDED 4 s  awaits read 10.0.0.8:443\n"), text);
    }

    @Test
    void tasksOfADeadlockStayApartFromOthersThatAreAlike() {
        List<Sample> tasks = new ArrayList<>();
        for (int number = 1; number <= 50; number++) {
            tasks.add(task(number, "t", 10).awaits("mutex", "\"m\"", 51));
        }
        tasks.add(task(51, "t", 10).awaits("mutex", "\"m\"", 50));
        String text = Dumps.of(tasks).toText();
        assertTrue(text.contains("\n#1.50 t  SUSPENDED"), text);
        assertTrue(text.contains("\n#1.51 t  SUSPENDED"), text);
        assertTrue(text.contains("\n#1.1…#1.49 t ×49  SUSPENDED"), text);
    }

    @Test
    void repeatedFramesAreCountedAndDeepStacksAreCut() {
        List<FrameInfo> stack = new ArrayList<>(Collections.nCopies(1_000, frame(7)));
        for (int line = 1_000; line < 2_000; line++) {
            stack.add(frame(line));
        }
        String text = Dumps.of(task(1, "deep", 1).stack(stack)).toText();
        assertTrue(text.contains("    at demo.Demo.run(Demo.java:7) ×1000\n"), text);
        assertTrue(
                text.contains("Demo.java:1038)\n    … 941 frames more\n    at demo.Demo.run(Demo.java:1980)\n"), text);
        assertTrue(text.lines().count() < 80, text);
    }

    @Test
    void showsValuesOnRequestOnly() {
        TaskDump dump = Dumps.of(task(1, "a", 1).stack(List.of(frame(5, new FrameInfo.Local("amount", "17\u0007")))));
        assertFalse(dump.toText().contains("amount"), dump.toText());
        String text = DumpForm.TEXT.of(dump, DumpOptions.DEFAULT.withLocals(true));
        assertTrue(text.contains("    at demo.Demo.run(Demo.java:5)\n        amount = 17\\u0007\n"), text);
    }

    @Test
    void filtersByNameLineKindAndState() {
        TaskDump dump = Dumps.of(
                task(1, "alpha", 10).awaits("event", "\"go\", not set"),
                task(2, "beta", 20).awaits("read", "10.0.0.7:443"),
                task(3, "gamma", 30).state(TaskInfo.State.READY));
        assertEquals("alpha", matching(dump, "^alpha$"));
        assertEquals("alpha", matching(dump, "\"go\""));
        assertEquals("beta", matching(dump, "Demo.java:20"));
        assertEquals("beta", matching(dump, "^read "));
        assertEquals("gamma", matching(dump, "READY"));
        assertEquals("gamma", matching(dump, "^#1\\.3$"));
        assertEquals("alpha beta gamma", matching(dump, "demo"));
    }

    private static String matching(TaskDump dump, String filter) {
        String text = DumpForm.TEXT.of(dump, DumpOptions.DEFAULT.withFilter(Pattern.compile(filter)));
        List<String> names = new ArrayList<>();
        Pattern.compile("(?m)^#1\\.\\d (\\w+) ").matcher(text).results().forEach(match -> names.add(match.group(1)));
        String left = names.size() == 3
                ? ""
                : "left out: " + (3 - names.size()) + (names.size() == 2 ? " task" : " tasks")
                        + " that the filter does not match";
        assertTrue(text.contains(left), text);
        return String.join(" ", names);
    }

    @Test
    void redactsWhatAPatternMatches() {
        TaskDump dump = Dumps.of(task(1, "session-4711", 1)
                        .awaits("read", "10.0.0.7:443 for 4711")
                        .stack(List.of(frame(
                                5,
                                new FrameInfo.Local("password", "swordfish"),
                                new FrameInfo.Local("id", "user 4711")))))
                .redacted(Pattern.compile("4711|password"));
        String text = DumpForm.TEXT.of(dump, DumpOptions.DEFAULT.withLocals(true));
        assertTrue(
                text.contains("#1.1 session-[redacted]  SUSPENDED 4 s  awaits read 10.0.0.7:443 for [redacted]\n"),
                text);
        assertTrue(text.contains("        password = [redacted]\n        id = user [redacted]\n"), text);
    }

    @Test
    void saysWhatIsLostMovingAndCancelled() {
        String text = Dumps.of(
                        task(1, "a", 1).awaits("stage", "CompletableFuture@1").lost(),
                        task(2, "b", 2).awaits("event", "not set").moving().cancelled())
                .toText();
        assertTrue(text.contains("\nLOST  1 task that nobody can have go on\n"), text);
        assertTrue(
                text.contains(
                        "#1.1 a  SUSPENDED 4 s  LOST: nobody can have it go on  awaits stage CompletableFuture@1\n"),
                text);
        assertTrue(text.contains("#1.2 b  SUSPENDED 4 s  cancelled  moving  awaits event not set\n"), text);
    }

    @Test
    void theNumberOfAnObjectIsShownWhereItHasNoName() {
        String text = Dumps.of(
                        task(1, "a", 1).awaits(waitFor("\"paid\", not set")),
                        task(2, "b", 2).awaits(waitFor("not set")))
                .toText();
        assertTrue(text.contains("awaits event \"paid\", not set\n"), text);
        assertTrue(text.contains("awaits event not set, Event@1f\n"), text);
    }

    private static WaitInfo waitFor(String event) {
        return new WaitInfo("event", "Event@1f", event, null, List.of(), null, List.of());
    }

    @Test
    void aDumpOfNothingHasItsHeader() {
        TaskDump dump = new TaskDump("n1", "r1", 1, "25", "1.0", Instant.EPOCH, List.of(), List.of());
        assertEquals(
                "weft-dump/1  pid 1  jdk 25  weft 1.0  1970-01-01T00:00:00Z  node=n1  request=r1  mode=consistent  tasks=0  loops=0\n\n",
                dump.toText());
    }

    @Test
    void manyLoopsAreCounted() {
        List<LoopInfo> loops = new ArrayList<>();
        for (int id = 1; id <= 1_000; id++) {
            LoopInfo.State state = id == 500 ? LoopInfo.State.WAITING : LoopInfo.State.IDLE;
            loops.add(new LoopInfo(id, null, state, LoopInfo.Mode.OUTSIDE, 0, null, 0, 0, 0, 0, List.of()));
        }
        String text = new TaskDump(null, null, 1, "25", "1.0", Instant.EPOCH, loops, List.of()).toText();
        assertTrue(text.contains("\nloop 500  WAITING"), text);
        assertTrue(text.contains("\n… 980 loops more\n"), text);
    }
}
