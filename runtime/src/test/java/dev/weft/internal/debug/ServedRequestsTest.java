// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Priority;
import dev.weft.ScheduledTask;
import dev.weft.SimulatedLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.Weft;
import dev.weft.debug.DumpOptions;
import dev.weft.debug.NodeInfo;
import dev.weft.debug.RemoteInfo;
import dev.weft.debug.TaskDump;
import dev.weft.debug.TaskInfo;
import dev.weft.debug.WaitInfo;
import dev.weft.internal.Script;
import dev.weft.spi.ClusterMember;
import dev.weft.spi.ClusterMembers;
import dev.weft.spi.MemberDump;
import dev.weft.spi.RemoteRequest;
import dev.weft.spi.RequestId;
import dev.weft.spi.ServedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Tasks that ask other nodes, and that serve these, as dumps of one process have them. */
class ServedRequestsTest {
    /** A wait for another node, which never answers. */
    private record Answer(RemoteRequest asked, long deadlineNanos) implements Awaitable<Void> {
        @Override
        public boolean isReady() {
            return false;
        }

        @Override
        @SuppressWarnings("NullAway") // has none
        public Void result() {
            throw new IllegalStateException("not ready");
        }

        @Override
        public void subscribe(Waiter waiter) {}

        @Override
        public boolean withdraw(Waiter waiter) {
            return true;
        }

        @Override
        public WaitDescription describe() {
            return new WaitDescription("remote", asked.service(), asked, deadlineNanos);
        }
    }

    private static Script<Void> asking(EventLoop loop, long number) {
        long now = loop.nanoTime();
        RemoteRequest asked = new RemoteRequest("b", "127.0.0.1:7801", "price", new RequestId("a", number), now);
        return Script.awaiting(new Answer(asked, now + Duration.ofSeconds(2).toNanos()));
    }

    private static ServedRequest served(long number) {
        return new ServedRequest("price", new RequestId("a", number), "1.9");
    }

    /** What is there after a second in virtual time. */
    private static TaskDump dump(DumpOptions options, Consumer<SimulatedLoop> start) {
        try (SimulatedLoop loop = EventLoop.simulatedInOrder()) {
            return loop.run(Script.of((step, last) -> switch (step) {
                case 0 -> {
                    start.accept(loop);
                    yield Weft.sleep(Duration.ofSeconds(1));
                }
                default -> TaskDump.capture(options);
            }));
        }
    }

    private static ScheduledTask<?> server(EventLoop loop, Priority priority) {
        return loop.spawn("server", Script.awaiting(Weft.sleep(Duration.ofDays(1))), priority);
    }

    private static TaskInfo named(TaskDump dump, String name) {
        return dump.tasks().stream()
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + dump.toText()));
    }

    @Test
    void aWaitForAnotherNodeSaysWhichAndWhatWasAskedOfIt() {
        TaskDump dump = dump(DumpOptions.DEFAULT, loop -> loop.spawn("asks", asking(loop, 17)));
        WaitInfo wait = Objects.requireNonNull(named(dump, "asks").awaits());
        assertEquals(new RemoteInfo("b", "127.0.0.1:7801", "price", "a/17", 1_000_000_000L), wait.remote());
        assertEquals("b 127.0.0.1:7801", wait.owner());
        assertTrue(
                dump.toText()
                        .contains(
                                "  awaits remote price on b 127.0.0.1:7801, request a/17, sent 1 s ago, due in 1 s\n"),
                dump.toText());
    }

    @Test
    void aTaskSaysWhichRequestItServesAndForWhom() {
        TaskDump dump = dump(
                DumpOptions.DEFAULT,
                loop -> loop.spawn(served(17), Weft.sleep(Duration.ofDays(1)), server(loop, Priority.NORMAL)));
        TaskInfo serving = named(dump, "price for a/17");
        assertEquals("a/17", serving.serves());
        assertEquals("1.9", serving.caller());
        assertNull(named(dump, "server").serves());
        assertTrue(dump.toText().contains("price for a/17  SUSPENDED 1 s  serves a/17  awaits sleep"), dump.toText());
    }

    @Test
    void aTaskOfAnotherPrioritySaysItToo() {
        TaskDump dump = dump(
                DumpOptions.DEFAULT,
                loop -> loop.spawn(served(17), Weft.sleep(Duration.ofDays(1)), server(loop, Priority.HIGH)));
        assertEquals("a/17", named(dump, "price for a/17 (high)").serves());
    }

    @Test
    void bothEndsOfARequestThatAreInOneProcessAreLinked() {
        TaskDump dump = dump(DumpOptions.DEFAULT, loop -> {
            loop.spawn("asks", asking(loop, 17));
            loop.spawn(served(17), Weft.sleep(Duration.ofDays(1)), server(loop, Priority.NORMAL));
        });
        TaskInfo serving = named(dump, "price for a/17");
        TaskInfo asking = named(dump, "asks");
        assertEquals(
                List.of(serving.id()), Objects.requireNonNull(asking.awaits()).tasks());
        assertEquals(List.of(asking.id()), serving.awaitedBy());
    }

    @Test
    void amongManyThatAreAlikeTheyStayByThemselves() {
        int many = 20;
        TaskDump dump = dump(DumpOptions.DEFAULT.withMergeAbove(3), loop -> {
            ScheduledTask<?> server = server(loop, Priority.NORMAL);
            for (int number = 1; number <= many; number++) {
                loop.spawn("other-" + number, Weft.sleep(Duration.ofDays(1)));
                loop.spawn(served(number), Weft.sleep(Duration.ofDays(1)), server);
                loop.spawn("asks-" + number, asking(loop, number));
            }
        });
        assertTrue(dump.tasks().stream().anyMatch(task -> task.count() > many / 2), dump.toText());
        for (int number = 1; number <= many; number++) {
            WaitInfo wait = Objects.requireNonNull(named(dump, "asks-" + number).awaits());
            assertEquals(List.of(named(dump, "price for a/" + number).id()), wait.tasks());
        }
    }

    private record Member(String node, String address, EventLoop loop) implements ClusterMember {
        @Override
        public List<MemberDump> askOthers(Duration limit) {
            return List.of();
        }
    }

    @Test
    void aDumpSaysWhichNodesTheProcessIsAndWhichLoopRunsThem() {
        try (EventLoop one = EventLoop.simulatedInOrder();
                EventLoop other = EventLoop.simulatedInOrder();
                var a = ClusterMembers.register(new Member("a", "memory:1", one))) {
            assertNotNull(a);
            assertEquals("a", TaskDump.capture().node());
            try (var b = ClusterMembers.register(new Member("b", "memory:2", one))) {
                assertNotNull(List.of(b, other));
                TaskDump dump = TaskDump.capture();
                assertNull(dump.node(), "it is several");
                assertEquals(
                        List.of("a", "b"),
                        dump.nodes().stream().map(NodeInfo::node).toList());
                assertEquals(
                        List.of(List.of("a", "b")),
                        dump.loops().stream()
                                .map(loop -> loop.nodes())
                                .filter(nodes -> !nodes.isEmpty())
                                .toList());
                assertTrue(dump.toText().contains(" of a, b"), dump.toText());
            }
        }
    }

    @Test
    void aNodeThatFailsToSayWhatItIsIsLeftOut() {
        ClusterMember failing = new ClusterMember() {
            @Override
            public String node() {
                throw new IllegalStateException("has left");
            }

            @Override
            public String address() {
                return "";
            }

            @Override
            public EventLoop loop() {
                throw new IllegalStateException("has left");
            }

            @Override
            public List<MemberDump> askOthers(Duration limit) {
                return List.of();
            }
        };
        try (var registered = ClusterMembers.register(failing)) {
            assertNotNull(registered);
            assertEquals(List.of(), TaskDump.capture().nodes());
        }
    }
}
