// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import static dev.weft.debug.JoinedDumpTest.answer;
import static dev.weft.debug.JoinedDumpTest.node;
import static dev.weft.debug.Sample.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.SimulatedLoop;
import dev.weft.Weft;
import dev.weft.internal.Script;
import dev.weft.spi.ClusterMember;
import dev.weft.spi.ClusterMembers;
import dev.weft.spi.MemberDump;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ClusterCaptureTest {
    private final List<String> asked = new ArrayList<>();

    private final class Member implements ClusterMember {
        private final String node;
        private final EventLoop loop;
        private final Supplier<List<MemberDump>> others;

        Member(String node, EventLoop loop, Supplier<List<MemberDump>> others) {
            this.node = node;
            this.loop = loop;
            this.others = others;
        }

        @Override
        public String node() {
            return node;
        }

        @Override
        public String address() {
            return "127.0.0.1:780" + (node.charAt(0) - 'a');
        }

        @Override
        public EventLoop loop() {
            return loop;
        }

        @Override
        public List<MemberDump> askOthers(Duration limit) {
            asked.add(node + " within " + limit);
            return others.get();
        }
    }

    private static TaskDump capture() throws InterruptedException {
        return TaskDump.captureCluster(Duration.ofSeconds(1), DumpOptions.DEFAULT);
    }

    @Test
    void hasTheTasksOfThisProcessAndOfThoseThatAnswer() throws Exception {
        try (SimulatedLoop loop = EventLoop.simulatedInOrder()) {
            loop.spawn("asks", Weft.sleep(Duration.ofDays(1)));
            ClusterMember a = new Member("a", loop, () -> List.of(answer("b", node(2, "b", task(1, "y", 1)))));
            try (ClusterMembers.Registration registered = ClusterMembers.register(a)) {
                assertNotNull(registered);
                TaskDump dump = capture();
                assertEquals(List.of("a within PT1S"), asked);
                assertTrue(dump.tasks().stream()
                        .anyMatch(task ->
                                task.id().startsWith("a:") && task.name().equals("asks")));
                assertTrue(dump.tasks().stream().anyMatch(task -> task.id().equals("b:1.1")));
                assertEquals(
                        List.of("a", "b"),
                        dump.nodes().stream().map(NodeInfo::node).toList());
                assertNotNull(dump.spreadNanos());
            }
        }
    }

    @Test
    void ofSeveralNodesThatAreHereOneOfEachClusterIsAsked() throws Exception {
        try (EventLoop loop = EventLoop.simulatedInOrder()) {
            Supplier<List<MemberDump>> others =
                    () -> List.of(answer("b", TaskDump.capture()), answer("c", node(3, "c")));
            Supplier<List<MemberDump>> ofAnother = () -> List.of(answer("e", node(5, "e")));
            try (var a = ClusterMembers.register(new Member("a", loop, others));
                    var b = ClusterMembers.register(new Member("b", loop, others));
                    var d = ClusterMembers.register(new Member("d", loop, ofAnother))) {
                assertNotNull(List.of(a, b, d));
                TaskDump dump = capture();
                assertEquals(List.of("a within PT1S", "d within PT1S"), asked);
                assertEquals(
                        List.of("a", "b", "d", "c", "e"),
                        dump.nodes().stream().map(NodeInfo::node).toList());
            }
        }
    }

    @Test
    void aNodeThatCannotAskIsNamedAndTheRestIsThere() throws Exception {
        try (EventLoop loop = EventLoop.simulatedInOrder()) {
            Supplier<List<MemberDump>> failing = () -> {
                throw new IllegalStateException("the channel is closed");
            };
            try (var a = ClusterMembers.register(new Member("a", loop, failing))) {
                assertNotNull(a);
                String tree = capture().toTree();
                assertTrue(
                        tree.contains(
                                "NO ANSWER  the others of a: they could not be asked: java.lang.IllegalStateException:"
                                        + " the channel is closed\n"),
                        tree);
                assertTrue(tree.contains("\nnode a 127.0.0.1:7800  pid "), tree);
            }
        }
    }

    @Test
    void whatIsHiddenHereIsHiddenInWhatOthersAnswer() throws Exception {
        try (EventLoop loop = EventLoop.simulatedInOrder()) {
            Supplier<List<MemberDump>> others = () -> List.of(answer("b", node(2, "b", task(1, "secret", 1))));
            try (var a = ClusterMembers.register(new Member("a", loop, others))) {
                assertNotNull(a);
                DumpOptions options = DumpOptions.DEFAULT.withRedact(Pattern.compile("secret"));
                TaskDump dump = TaskDump.captureCluster(Duration.ofSeconds(1), options);
                assertTrue(dump.tasks().stream().anyMatch(task -> task.name().equals("[redacted]")), dump.toTree());
            }
        }
    }

    @Test
    void aProcessThatIsNoNodeSaysHowItBecomesOne() {
        IllegalStateException thrown = assertThrows(IllegalStateException.class, ClusterCaptureTest::capture);
        assertTrue(
                String.valueOf(thrown.getMessage()).contains("joins one, as with Cluster.join"), thrown.getMessage());
    }

    @Test
    void aLoopDoesNotWaitForOtherNodes() {
        try (SimulatedLoop loop = EventLoop.simulatedInOrder();
                var a = ClusterMembers.register(new Member("a", loop, List::of))) {
            assertNotNull(a);
            assertThrows(IllegalStateException.class, () -> loop.run(Script.of((step, last) -> capture())));
            assertEquals(List.of(), asked);
        }
    }
}
