// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import static dev.weft.debug.Sample.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.spi.MemberDump;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Dumps of several nodes that become one. */
class JoinedDumpTest {
    private static final long MILLI = 1_000_000;

    private static String address(String node) {
        return "127.0.0.1:780" + (node.charAt(0) - 'a');
    }

    /** The dump of a process that is some nodes, all on loop 1. */
    static TaskDump node(long pid, String nodes, Sample... tasks) {
        TaskDump dump = Dumps.of(tasks);
        List<String> names = Arrays.asList(nodes.split(" "));
        return new TaskDump(
                names.size() == 1 ? nodes : null,
                null,
                pid,
                dump.jdk(),
                dump.weft(),
                dump.time(),
                List.of(dump.loops().get(0).withNodes(names)),
                dump.tasks(),
                names.stream()
                        .map(name -> new NodeInfo(name, address(name), pid, dump.weft(), null))
                        .toList(),
                null);
    }

    static MemberDump answer(String node, TaskDump dump) {
        return new MemberDump(node, address(node), dump.toJson(), null);
    }

    private static TaskDump joined(TaskDump own, MemberDump... answers) {
        return joinedWithin(12, own, answers);
    }

    private static TaskDump joinedWithin(long millis, TaskDump own, MemberDump... answers) {
        JoinedDump joined = new JoinedDump(own);
        joined.add(List.of(answers));
        return joined.made(millis * MILLI);
    }

    /** Three nodes, each of which serves a request of the one before, and for that asks the one behind it. */
    static TaskDump circle(long spreadMillis) {
        return joinedWithin(
                spreadMillis,
                node(11, "a", task(1, "price for c/1", 10).serves("c/1", "1.1").remote("stock", "b", "a/1")),
                answer(
                        "b",
                        node(
                                12,
                                "b",
                                task(1, "stock for a/1", 20)
                                        .serves("a/1", "1.1")
                                        .remote("order", "c", "b/1"))),
                answer(
                        "c",
                        node(
                                13,
                                "c",
                                task(1, "order for b/1", 30)
                                        .serves("b/1", "1.1")
                                        .remote("price", "a", "c/1"))));
    }

    /** Two nodes: a task asks, another serves that and waits for what a third one has. */
    private static TaskDump two() {
        return joined(asking(), answer("b", serving()));
    }

    private static TaskDump asking() {
        return node(
                11, "a", task(4, "checkout", 10).remote("price", "b", "a/17").dueInMillis(800));
    }

    private static TaskDump serving() {
        return node(
                12,
                "b",
                task(2, "server", 5).awaits("accept", "7801"),
                task(7, "price for a/17", 20).serves("a/17", "1.4").parent(2).awaits("mutex", "\"book\"", 9),
                task(9, "writer", 30).awaits("sleep", "PT3S").dueInMillis(500));
    }

    private static TaskInfo find(TaskDump dump, String id) {
        return dump.tasks().stream()
                .filter(task -> task.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " is not in " + dump.toText()));
    }

    // ------------------------------------------------------------------ linked

    @Test
    void whoWaitsForAnotherNodeAwaitsTheTaskThatServesItThere() {
        TaskDump dump = two();
        WaitInfo wait = Objects.requireNonNull(find(dump, "a:1.4").awaits());
        assertEquals(List.of("b:1.7"), wait.tasks());
        TaskInfo serving = find(dump, "b:1.7");
        assertEquals(List.of("a:1.4"), serving.awaitedBy());
        assertEquals("a:1.4", serving.caller());
        assertEquals("b:1.2", serving.parent());
        assertEquals("b", serving.node());
        assertEquals(1, serving.loop());
        assertEquals(List.of("b:1.9"), Objects.requireNonNull(serving.awaits()).tasks());
    }

    @Test
    void theTreeHasTheServingTaskBelowTheOneThatAsksAsThePageShows() throws IOException {
        MemberDump silent = new MemberDump("c", address("c"), null, "nothing within 1 s");
        String tree =
                joinedWithin(1_000, asking(), answer("b", serving()), silent).toTree();
        String page = Files.readString(Path.of("../docs/debugging/tree.md"));
        int start = page.indexOf("<!-- printed by JoinedDumpTest -->");
        assertEquals(
                page.substring(
                        page.indexOf("weft-dump/1", start), page.indexOf("```\n", page.indexOf("weft-dump/1", start))),
                tree);
    }

    @Test
    void aCircleOverThreeNodesIsADeadlockWithTheLineOfEachWait() {
        Verdict verdict = circle(12).check(DumpOptions.DEFAULT);
        assertEquals(Verdict.DEADLOCK, verdict.status());
        assertEquals("""
                DEADLOCK  #a:1.1 price for c/1 → #b:1.1 stock for a/1 → #c:1.1 order for b/1 → #a:1.1 price for c/1
                    #a:1.1 price for c/1 awaits remote stock on b 127.0.0.1:7801, request a/1, served by #b:1.1 stock for a/1, at demo.Demo.run(Demo.java:10)
                    #b:1.1 stock for a/1 awaits remote order on c 127.0.0.1:7802, request b/1, served by #c:1.1 order for b/1, at demo.Demo.run(Demo.java:20)
                    #c:1.1 order for b/1 awaits remote price on a 127.0.0.1:7800, request c/1, served by #a:1.1 price for c/1, at demo.Demo.run(Demo.java:30)
                """, verdict.text().substring(verdict.text().indexOf('\n') + 1));
    }

    /** An entity that is asked something by what it asks itself. */
    @Test
    void aCircleThroughTheMailboxOfAnEntityIsADeadlock() {
        TaskDump dump = joined(
                node(
                        11,
                        "a",
                        task(1, "cart 1 for b/1", 10).serves("b/1", null).remote("stock 7", "b", "a/1"),
                        task(2, "cart 1 for b/2", 20).serves("b/2", null).awaits("mailbox", "cart 1", 1)),
                answer(
                        "b",
                        node(
                                12,
                                "b",
                                task(1, "stock 7 for a/1", 30)
                                        .serves("a/1", null)
                                        .remote("cart 1", "a", "b/2"))));
        String text = dump.check(DumpOptions.DEFAULT).text();
        assertTrue(
                text.contains(
                        "DEADLOCK  #a:1.1 cart 1 for b/1 → #b:1.1 stock 7 for a/1 → #a:1.2 cart 1 for b/2 → #a:1.1"),
                text);
        assertTrue(text.contains(" awaits mailbox cart 1, held by #a:1.1 cart 1 for b/1, at "), text);
    }

    @Test
    void whoHasTheTurnOfAnEntityIsNotBelowThoseThatWaitForIt() {
        String tree = node(
                        11,
                        "a",
                        task(1, "cart 1 for b/1", 10).serves("b/1", null).awaits("event", "paid"),
                        task(2, "cart 1 for b/2", 20).serves("b/2", null).awaits("mailbox", "cart 1", 1))
                .toTree();
        assertTrue(tree.contains("\n#1.1 cart 1 for b/1  "), tree);
    }

    @Test
    void aCircleIsNotSureWhereAWaitIsYoungerThanItTookToAsk() {
        assertTrue(circle(4_000).deadlocks().get(0).certain());
        assertFalse(circle(4_001).deadlocks().get(0).certain());
    }

    @Test
    void loopsOfOneNumberAreNotTakenForOne() {
        TaskDump dump = joined(
                node(
                        11,
                        "a",
                        task(1, "x", 1)
                                .serves("b/1", null)
                                .remote("s", "b", "a/1")
                                .sinceMillis(10)),
                answer(
                        "b",
                        node(
                                12,
                                "b",
                                task(1, "y", 2)
                                        .serves("a/1", null)
                                        .remote("s", "a", "b/1")
                                        .sinceMillis(10))));
        assertFalse(dump.deadlocks().get(0).certain(), "each is of a moment of its own");
        TaskDump running = joined(
                node(11, "a", task(1, "x", 1)),
                answer("b", node(12, "b", task(1, "y", 2).state(TaskInfo.State.RUNNING))));
        assertEquals(
                List.of(false, true),
                running.loops().stream()
                        .map(loop -> loop.has(find(running, "b:1.1")))
                        .toList());
    }

    @Test
    void aDeadlineOfARequestBreaksACircle() {
        TaskDump dump = joined(
                node(
                        11,
                        "a",
                        task(1, "x", 1)
                                .serves("b/1", null)
                                .remote("s", "b", "a/1")
                                .dueInMillis(900)),
                answer("b", node(12, "b", task(1, "y", 2).serves("a/1", null).remote("s", "a", "b/1"))));
        assertEquals(900 * MILLI, dump.deadlocks().get(0).untilNanos());
    }

    @Test
    void aCircleIsFoundBesideEntriesThatStandForSeveral() {
        TaskDump dump = joined(
                node(
                        11,
                        "a",
                        task(1, "x", 1).serves("b/1", null).remote("s", "b", "a/1"),
                        task(2, "many", 2).awaits("sleep", "PT1S").count(9)),
                answer("b", node(12, "b", task(1, "y", 2).serves("a/1", null).remote("s", "a", "b/1"))));
        assertEquals(1, dump.deadlocks().size());
    }

    @Test
    void whoWaitsForANodeThatHasNotAnsweredIsNotStuck() {
        TaskDump dump = joined(
                node(11, "a", task(1, "x", 1).remote("s", "c", "a/1")),
                new MemberDump("c", address("c"), null, "nothing within 1 s"));
        String text = dump.stuckSince(dump, DumpOptions.DEFAULT).text();
        assertTrue(text.contains("not stuck: 1 wait for what comes from outside\n"), text);
    }

    @Test
    void whoServesARequestIsNotStuckButAsThoseThatItWaitsFor() {
        TaskDump dump = two();
        assertTrue(dump.stuckSince(dump, DumpOptions.DEFAULT).text().contains("stuck  pid 11  0 of 4 tasks"));
    }

    @Test
    void aDumpOfOneNodeSaysThatItLooksAtNoOther() {
        assertTrue(
                asking().check(DumpOptions.DEFAULT)
                        .text()
                        .endsWith(
                                "no lock that was left locked in this process; 1 task waits for what nodes of a cluster are asked:"
                                        + " --cluster looks at all of them\n"),
                asking().check(DumpOptions.DEFAULT).text());
        String joined = two().check(DumpOptions.DEFAULT).text();
        assertTrue(joined.endsWith("no lock that was left locked\n"), joined);
    }

    // ------------------------------------------------------------------ who answers

    @Test
    void whoDoesNotAnswerIsNamedInEachText() {
        TaskDump dump = joined(
                node(11, "a", task(1, "x", 1).remote("s", "c", "a/1")),
                new MemberDump("c", address("c"), null, "nothing within 1 s"));
        String line = "\nNO ANSWER  c 127.0.0.1:7802: nothing within 1 s\n";
        assertTrue(dump.toText().contains(line), dump.toText());
        assertTrue(dump.toTree().contains(line), dump.toTree());
        assertTrue(dump.toTree().contains("  nodes=1 of 2  spread=12ms  "), dump.toTree());
        Verdict verdict = dump.check(DumpOptions.DEFAULT);
        assertEquals(Verdict.FOUND, verdict.status());
        assertTrue(verdict.text().contains(line + "no deadlock"), verdict.text());
        assertTrue(verdict.text().endsWith(", as far as nodes have answered\n"), verdict.text());
        assertTrue(dump.toJson()
                .contains("\"node\":\"c\",\"address\":\"127.0.0.1:7802\",\"pid\":null,\"weft\":null,"
                        + "\"problem\":\"nothing within 1 s\""));
    }

    @Test
    void whoAnswersRubbishIsNamedWithTheReason() {
        String two = node(12, "b").toJson().replace("weft-dump/1", "weft-dump/2");
        TaskDump dump = joined(
                node(11, "a", task(1, "x", 1)),
                new MemberDump("b", address("b"), "<html>", null),
                new MemberDump("c", address("c"), two, null),
                new MemberDump("d", address("d"), two().toJson(), null));
        String tree = dump.toTree();
        assertTrue(
                tree.contains("NO ANSWER  b 127.0.0.1:7801: its answer is no dump that can be read here: Line 1 of the"
                        + " JSON: expected a value, found '<'\n"),
                tree);
        assertTrue(
                tree.contains(
                        "NO ANSWER  c 127.0.0.1:7802: its answer is no dump that can be read here: The dump is of the"
                                + " form weft-dump/2, and this version"),
                tree);
        assertTrue(tree.contains("NO ANSWER  d 127.0.0.1:7803: its answer is a dump of several nodes\n"), tree);
        assertEquals(1, dump.tasks().size());
    }

    @Test
    void answersThatAreTooLongTogetherAreNotReadOn() {
        MemberDump b = answer("b", node(12, "b", task(1, "y", 1)));
        MemberDump c = answer("c", node(13, "c", task(1, "z", 1)));
        int length = String.valueOf(b.json()).length();
        JoinedDump joined = new JoinedDump(node(11, "a"), length + 10);
        joined.add(List.of(b, c));
        String tree = joined.made(0).toTree();
        assertTrue(
                tree.contains("NO ANSWER  c 127.0.0.1:7802: its dump has " + length
                        + " characters, of which 10 could be read\n"),
                tree);
        assertTrue(tree.contains("\n#b:1.1 y  "), tree);
    }

    @Test
    void anAnswerOfAVersionWithoutNodesCountsAsThatOfTheNodeThatWasAsked() {
        String old = Dumps.of(task(3, "y", 1))
                .toJson()
                .replace("\"spread\":null,\"nodes\":[],", "")
                .replace(",\"nodes\":[]", "")
                .replace(",\"remote\":null", "")
                .replace(",\"serves\":null,\"caller\":null", "");
        TaskDump dump = joined(node(11, "a"), new MemberDump("b", address("b"), old, null));
        assertEquals("y", find(dump, "b:1.3").name());
        assertEquals(List.of("b"), dump.loops().get(1).nodes());
    }

    @Test
    void idsThatAnAnswerHasTwiceOrWronglyHurtNobody() {
        String json = node(12, "b", task(1, "y", 1).parent(7), task(2, "z", 2).awaits("task", "", 1), task(3, "w", 3))
                .toJson()
                .replace("\"id\":\"1.3\"", "\"id\":\"1.1\"")
                .replace("\"parent\":\"1.7\"", "\"parent\":\"nobody\"")
                .replace("\"tasks\":[\"1.1\"]", "\"tasks\":[\"1.1\",\"x\",\"\"]");
        TaskDump dump = joined(node(11, "a"), new MemberDump("b", address("b"), json, null));
        assertEquals(
                List.of("b:1.1", "b:1.2"),
                dump.tasks().stream().map(TaskInfo::id).toList());
        assertNull(find(dump, "b:1.1").parent());
        assertEquals(
                List.of("b:1.1"),
                Objects.requireNonNull(find(dump, "b:1.2").awaits()).tasks());
        assertFalse(dump.toTree().isEmpty());
    }

    @Test
    void aProcessThatIsTwoNodesCountsOnce() {
        TaskDump both = node(12, "b c", task(1, "y", 1));
        TaskDump dump = joined(node(11, "a", task(1, "x", 1)), answer("b", both), answer("c", both));
        assertEquals(
                List.of("a:1.1", "b:1.1"),
                dump.tasks().stream().map(TaskInfo::id).toList());
        assertEquals(
                List.of("a", "b", "c"),
                dump.nodes().stream().map(NodeInfo::node).toList());
        assertTrue(dump.toTree().contains("loop 1 of b, c on thread main"), dump.toTree());
    }

    @Test
    void theProcessThatAsksCountsOnceToo() {
        TaskDump both = node(11, "a b", task(1, "x", 1));
        TaskDump dump = joined(both, answer("b", both));
        assertEquals(List.of("a:1.1"), dump.tasks().stream().map(TaskInfo::id).toList());
    }

    @Test
    void aNodeWithoutAnAnswerIsThereAllTheSameIfItsProcessHasAnsweredForAnother() {
        TaskDump both = node(12, "b c", task(1, "y", 1));
        TaskDump dump =
                joined(node(11, "a"), answer("b", both), new MemberDump("c", address("c"), null, "nothing within 1 s"));
        assertTrue(dump.nodes().stream().allMatch(node -> node.problem() == null), dump.toTree());
    }

    @Test
    void tasksHaveTheNodeOfTheirLoopAndOthersTheFirstOfTheProcess() {
        TaskDump two = node(12, "b c", task(1, "y", 1), task("2.1", "z", 2), task("3.1", "w", 3), task("0.1", "v", 4));
        LoopInfo loop = two.loops().get(0);
        List<LoopInfo> loops = new ArrayList<>();
        for (int id = 1; id <= 3; id++) {
            loops.add(new LoopInfo(
                    id,
                    null,
                    loop.state(),
                    loop.mode(),
                    0,
                    null,
                    0,
                    1,
                    0,
                    0,
                    List.of(),
                    id == 1 ? List.of("b") : id == 2 ? List.of("c") : List.of()));
        }
        TaskDump process = new TaskDump(null, null, 12, "25", "1.0", Dumps.NINE, loops, two.tasks(), two.nodes(), null);
        TaskDump dump = joined(node(11, "a"), answer("c", process));
        assertEquals(
                List.of("b:1.1", "c:2.1", "b:3.1", "b:0.1"),
                dump.tasks().stream().map(TaskInfo::id).toList());
        assertEquals(List.of("b"), dump.loops().get(3).nodes());
    }

    @Test
    void nodesOfOneNameAndNamesThatCannotBeInIdsAreToldApart() {
        TaskDump dump = joined(
                node(11, "a", task(1, "x", 1)),
                answer("a", node(12, "a", task(1, "y", 1))),
                answer("c:1#", node(13, "c:1#", task(1, "z", 1).awaits("task", "", 1))),
                answer("c_1_", node(14, "c_1_", task(1, "w", 1))));
        assertEquals(
                List.of("a:1.1", "a~2:1.1", "c_1_:1.1", "c_1_~2:1.1"),
                dump.tasks().stream().map(TaskInfo::id).toList());
        assertEquals(List.of("c:1#"), dump.loops().get(2).nodes());
        assertTrue(dump.loops().get(2).has(find(dump, "c_1_:1.1")));
    }

    // ------------------------------------------------------------------ what is shown

    @Test
    void requestsOfTasksThatAreAlikeAreOneEntry() {
        List<Sample> asking = new ArrayList<>();
        for (int number = 1; number <= 5; number++) {
            asking.add(task(number, "checkout-" + number, 10).remote("price", "b", "a/" + number));
        }
        String text = joined(node(11, "a", asking.toArray(Sample[]::new))).toTree();
        assertTrue(
                text.contains("#a:1.1…#a:1.5 checkout-* ×5  SUSPENDED 4 s  awaits remote price on b 127.0.0.1:7801,"
                        + " request a/1, a/2, a/3, …, sent 3 s ago\n"),
                text);
    }

    @Test
    void tasksOfDifferentNodesAreDifferentEntriesThoughTheyAreAlike() {
        TaskDump dump = joined(
                node(11, "a", task(1, "main", 1), task(2, "main", 1)), answer("b", node(12, "b", task(1, "main", 1))));
        assertTrue(dump.toTree().contains("\n#a:1.1 #a:1.2 main ×2  "), dump.toTree());
        assertTrue(dump.toTree().contains("\n#b:1.1 main  "), dump.toTree());
    }

    @Test
    void aTaskSaysWhoHasAskedItWhereThatOneIsNotThere() {
        TaskDump gone = node(12, "b", task(7, "price for a/17", 20).serves("a/17", "1.4"));
        assertTrue(gone.toText().contains(", asked for by #1.4 of a\n"), gone.toText());
        TaskDump joined = joined(node(11, "a", task(4, "checkout", 10)), answer("b", gone));
        assertTrue(joined.toText().contains(", asked for by #a:1.4 checkout\n"), joined.toText());
    }

    @Test
    void aFilterFindsTasksByTheirNodeTheirRequestAndWhomTheyAsk() {
        assertEquals(3, shown("#b:"));
        assertEquals(1, shown("serves a/17"));
        assertEquals(1, shown("on b 127.0.0.1:7801, request a/17"));
        String text = DumpForm.TEXT.of(two(), DumpOptions.DEFAULT.withLimit(1));
        assertTrue(text.contains("left out: 3 entries (3 tasks) beyond the limit of 1\n"), text);
    }

    private static long shown(String filter) {
        DumpOptions options = DumpOptions.DEFAULT.withFilter(Pattern.compile(filter));
        return DumpForm.CSV.of(two(), options).lines().count() - 1;
    }

    @Test
    void redactionHidesAddressesAndServicesAndLeavesWhatJoinsDumps() {
        TaskDump dump = two().redacted(Pattern.compile("7801|price|a/17|b"));
        String tree = dump.toTree();
        assertTrue(tree.contains("awaits remote [redacted] on b 127.0.0.1:[redacted], request a/17, sent"), tree);
        assertFalse(dump.toJson().contains("7801"), dump.toJson());
        assertEquals(
                List.of("b:1.7"),
                Objects.requireNonNull(find(dump, "a:1.4").awaits()).tasks());
    }

    @Test
    void isReadAgainAsItWasWritten() throws IOException {
        for (TaskDump dump : List.of(two(), circle(12))) {
            assertEquals(dump, TaskDump.readJson(new StringReader(dump.toJson())));
        }
    }
}
