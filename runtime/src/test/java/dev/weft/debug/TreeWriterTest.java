// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import static dev.weft.debug.Sample.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TreeWriterTest {
    private static String tree(TaskDump dump) {
        return tree(dump, DumpOptions.DEFAULT);
    }

    /** The tree without what is above it. */
    private static String tree(TaskDump dump, DumpOptions options) {
        String text = DumpForm.TREE.of(dump, options);
        return text.substring(text.indexOf("\n\n") + 2);
    }

    /** How many tasks the entries of a text stand for. */
    static long counted(String tree) {
        long sum = 0;
        Matcher entry = Pattern.compile("(?m)^[│├└─ ]*#[^\\s]+[^\\n]*?(?:×(\\d+))?  (SUSPENDED|READY|RUNNING)")
                .matcher(tree);
        while (entry.find()) {
            sum += entry.group(1) == null ? 1 : Long.parseLong(entry.group(1));
        }
        return sum;
    }

    @Test
    void drawsWhoAwaitsWhom() {
        TaskDump dump = Dumps.of(
                task(1, "main", 91).awaits("gather", "3 of 3 running", 2, 3, 4).spawnedAt(88),
                task(2, "fetch", 52)
                        .awaits("waitFor", "PT5S", 5)
                        .dueInMillis(212)
                        .parent(1)
                        .spawnedAt(40),
                task(3, "reader", 63).awaits("read", "10.0.0.7:443").parent(1).spawnedAt(41),
                task(4, "task-4", 64).awaits("task", "worker", 6).parent(1).spawnedAt(42),
                task(5, "task-5", 53).awaits("sleep", "PT0.8S").dueInMillis(300).parent(2),
                task(6, "worker", 70)
                        .awaits("blocking", "a lambda")
                        .onThreadAt(99)
                        .parent(7)
                        .spawnedAt(30),
                task(7, "boss", 31).awaits("event", "not set").sinceMillis(62_000));
        assertEquals("""
                #1.1 main  SUSPENDED 4 s  awaits gather 3 of 3 running  spawned Demo.java:88
                │  at demo.Demo.run(Demo.java:91)
                ├─ #1.2 fetch  SUSPENDED 4 s  awaits waitFor 5 s, due in 212 ms  spawned Demo.java:40
                │  │  at demo.Demo.run(Demo.java:52)
                │  └─ #1.5  SUSPENDED 4 s  awaits sleep 800 ms, due in 300 ms
                │        at demo.Demo.run(Demo.java:53)
                ├─ #1.3 reader  SUSPENDED 4 s  awaits read 10.0.0.7:443  spawned Demo.java:41
                │     at demo.Demo.run(Demo.java:63)
                └─ #1.4  SUSPENDED 4 s  awaits task #1.6 worker  spawned Demo.java:42
                   │  at demo.Demo.run(Demo.java:64)
                   └─ #1.6 worker  SUSPENDED 4 s  awaits blocking a lambda  spawned Demo.java:30 by #1.7 boss
                         at demo.Demo.run(Demo.java:70)
                         the thread that works for it:
                             at demo.Demo.run(Demo.java:99)
                #1.7 boss  SUSPENDED 1 min 2 s  awaits event not set
                   at demo.Demo.run(Demo.java:31)
                """, tree(dump));
    }

    @Test
    void drawsWithAsciiWhereTheCharsetHasNoMore() {
        TaskDump dump = Dumps.of(
                task(1, "main", 91).awaits("gather", "2 of 2 running", 2, 3),
                task(2, "a", 52).awaits("event", "not set").parent(1),
                task(3, "größe", 53).awaits("event", "not set").parent(1));
        assertEquals("""
                #1.1 main  SUSPENDED 4 s  awaits gather 2 of 2 running
                |  at demo.Demo.run(Demo.java:91)
                |- #1.2 a  SUSPENDED 4 s  awaits event not set
                |     at demo.Demo.run(Demo.java:52)
                `- #1.3 größe  SUSPENDED 4 s  awaits event not set
                      at demo.Demo.run(Demo.java:53)
                """, tree(dump, DumpOptions.DEFAULT.withAscii(true)));
    }

    @Test
    void theHolderOfALockIsNotBelowWhoWantsIt() {
        TaskDump dump = Dumps.of(
                task(1, "main", 10).awaits("gather", "2 of 2 running", 2, 3),
                task(2, "wants", 20).awaits("mutex", "\"m\"", 3).parent(1),
                task(3, "has", 30).awaits("sleep", "PT1S").dueInMillis(5).parent(1));
        assertEquals("""
                #1.1 main  SUSPENDED 4 s  awaits gather 2 of 2 running
                │  at demo.Demo.run(Demo.java:10)
                ├─ #1.2 wants  SUSPENDED 4 s  awaits mutex "m", held by #1.3 has
                │     at demo.Demo.run(Demo.java:20)
                └─ #1.3 has  SUSPENDED 4 s  awaits sleep 1 s, due in 5 ms  awaited by #1.2 wants
                      at demo.Demo.run(Demo.java:30)
                """, tree(dump));
    }

    @Test
    void opensACircleAtItsOldestTask() {
        TaskDump dump = Dumps.of(
                task(1, "main", 10).awaits("event", "not set"),
                task(2, "a", 20).awaits("task", "b", 3).parent(1),
                task(3, "b", 30).awaits("task", "a", 2).parent(1),
                task(4, "self", 40).awaits("task", "self", 4));
        String tree = tree(dump);
        assertEquals(4, counted(tree));
        assertTrue(tree.contains("└─ #1.2 a "), tree);
        assertTrue(tree.contains("   └─ #1.3 b "), tree);
        assertTrue(tree.contains("\n#1.4 self "), tree);
    }

    @Test
    void putsATaskBelowOneOfThoseThatAwaitIt() {
        TaskDump dump = Dumps.of(
                task(1, "a", 10).awaits("task", "c", 3),
                task(2, "b", 20).awaits("task", "c", 3),
                task(3, "c", 30).awaits("event", "not set").parent(2));
        assertEquals("""
                #1.1 a  SUSPENDED 4 s  awaits task #1.3 c
                   at demo.Demo.run(Demo.java:10)
                #1.2 b  SUSPENDED 4 s  awaits task #1.3 c
                │  at demo.Demo.run(Demo.java:20)
                └─ #1.3 c  SUSPENDED 4 s  awaits event not set  awaited by #1.1 a
                      at demo.Demo.run(Demo.java:30)
                """, tree(dump));
    }

    @Test
    void countsTasksThatAreAlike() {
        List<Sample> tasks = new ArrayList<>();
        tasks.add(task(1, "main", 91).awaits("gather", "99,999 of 99,999 running"));
        for (int number = 2; number <= 100_000; number++) {
            tasks.add(task(number, "fetch-" + number, 52 + number % 3)
                    .awaits("sleep", "PT1S")
                    .dueInMillis(number % 1_000)
                    .sinceMillis(800 + number % 7)
                    .parent(1));
        }
        String tree = tree(Dumps.of(tasks));
        assertTrue(
                tree.contains(
                        "├─ #1.2…#1.99998 fetch-* ×33333  SUSPENDED 800–806 ms  awaits sleep 1 s, due in 0–999 ms\n"),
                tree);
        assertEquals(100_000, counted(tree));
        assertEquals(8, tree.lines().count());
    }

    /** Below those that await them they come in the order of these. */
    @Test
    void theIdsOfAnEntryAreThoseOfItsOldestAndItsYoungestTask() {
        List<Sample> tasks = new ArrayList<>();
        for (int number = 1; number <= 12; number++) {
            int fetch = 95 + number * 7 % 12;
            tasks.add(task(number, "worker", 10).awaits("shield", "", fetch));
            tasks.add(task(94 + number, "fetch", 20).awaits("event", "not set"));
        }
        String tree = tree(Dumps.of(tasks));
        assertTrue(tree.contains("#1.1…#1.12 worker ×12 "), tree);
        assertTrue(tree.contains("#1.95…#1.106 fetch ×12 "), tree);
    }

    @Test
    void tasksOfManyNamesThatStandAtOneLineAreOneEntry() {
        List<Sample> tasks = new ArrayList<>();
        for (int number = 1; number <= 100_000; number++) {
            String name = "user-" + Integer.toString(number, 36).replaceAll("[0-9]", "x");
            tasks.add(task(number, name, 52).awaits("event", "of " + number));
        }
        String tree = tree(Dumps.of(tasks));
        assertEquals(100_000, counted(tree));
        assertEquals(2, tree.lines().count());
    }

    @Test
    void levelsThatAreAlikeBecomeOneEntryFarDown() {
        int length = 20_000;
        List<Sample> chain = new ArrayList<>();
        for (int number = 1; number < length; number++) {
            chain.add(
                    task(number, "link", 10).awaits("task", "link", number + 1).parent(number - 1));
        }
        chain.add(task(length, "last", 20).awaits("event", "not set"));
        String tree = tree(Dumps.of(chain));
        assertEquals(length, counted(tree));
        assertTrue(tree.lines().count() < 200, tree);
        assertTrue(tree.contains("#1.20000 last"), tree);
    }

    @Test
    void drawsAtMostSoManyLevels() {
        List<Sample> chain = new ArrayList<>();
        for (int number = 1; number < 100; number++) {
            chain.add(task(number, "link", number).awaits("task", "link", number + 1));
        }
        chain.add(task(100, "last", 100).awaits("event", "not set"));
        String tree = tree(Dumps.of(chain));
        assertEquals(33, counted(tree));
        assertTrue(tree.endsWith("└─ … 67 tasks deeper\n"), tree);
    }

    @Test
    void aFilterShowsWhatIsAboveWhatItMatches() {
        TaskDump dump = Dumps.of(
                task(1, "main", 10).awaits("gather", "2 of 2 running", 2, 3),
                task(2, "a", 20).awaits("read", "10.0.0.7:443").parent(1),
                task(3, "b", 30).awaits("event", "not set").parent(1),
                task(4, "c", 40).awaits("event", "not set"));
        assertEquals(
                """
                #1.1 main  SUSPENDED 4 s  awaits gather 2 of 2 running, for #1.3 b
                │  at demo.Demo.run(Demo.java:10)
                └─ #1.2 a  SUSPENDED 4 s  awaits read 10.0.0.7:443
                      at demo.Demo.run(Demo.java:20)
                left out: 2 tasks that the filter does not match
                """.replace(", for #1.3 b", ""), tree(dump, DumpOptions.DEFAULT.withFilter(Pattern.compile("^read"))));
    }

    @Test
    void aLimitSaysWhatItLeavesOut() {
        List<Sample> tasks = new ArrayList<>();
        for (int number = 1; number <= 10; number++) {
            tasks.add(task(number, "t", number * 10).awaits("event", "not set").parent(number - number % 5));
        }
        String tree = tree(Dumps.of(tasks), DumpOptions.DEFAULT.withLimit(3));
        assertEquals(3, counted(tree));
        Matcher rest = Pattern.compile("left out: \\d+ entries \\((\\d+) tasks\\) beyond the limit of 3\n")
                .matcher(tree);
        assertTrue(rest.find(), tree);
        assertEquals("7", rest.group(1));
    }

    @Test
    void namesCannotCommandATerminal() {
        String tree = tree(Dumps.of(task(1, "a\u001b[31m\nb\u202ec", 10).awaits("event", "\tx")));
        assertTrue(tree.startsWith("#1.1 a\\u001b[31m\\nb\\u202ec  SUSPENDED 4 s  awaits event \\tx\n"), tree);
    }
}
