// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.EventLoopGroup;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.io.LoopFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopGroupTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    private static Awaitable<String> threadName() {
        return LoopFixture.calling(() -> Thread.currentThread().getName());
    }

    private static Awaitable<Void> forEver() {
        return Weft.sleep(Duration.ofDays(1));
    }

    @Test
    void eachLoopHasAThreadOfItsOwnWithTheNameOfTheGroup() {
        try (EventLoopGroup group = EventLoopGroup.start("gateway", 3)) {
            Set<String> names = group.loops().stream()
                    .map(loop -> loop.spawn(threadName()).block())
                    .collect(Collectors.toSet());
            assertEquals(Set.of("gateway-1", "gateway-2", "gateway-3"), names);
        }
    }

    @Test
    void nextGivesOneAfterTheOtherOverAndOver() {
        try (EventLoopGroup group = EventLoopGroup.start(2)) {
            List<EventLoop> given = Stream.generate(group::next).limit(4).toList();
            assertNotSame(given.get(0), given.get(1));
            assertEquals(given.subList(0, 2), given.subList(2, 4));
            assertEquals(Set.copyOf(group.loops()), Set.copyOf(given));
        }
    }

    @Test
    void nextGivesNoneThatHasEnded() throws InterruptedException {
        try (EventLoopGroup group = EventLoopGroup.start(2)) {
            EventLoop first = group.next();
            first.stop();
            while (!first.isClosed()) {
                Thread.sleep(1);
            }
            EventLoop second = group.next();
            assertNotSame(first, second);
            assertSame(second, group.next());
            group.stop();
            assertTrue(group.join(LONG));
            assertEquals(
                    "all loops of group \"loop\" have ended; start another group",
                    assertThrows(IllegalStateException.class, group::next).getMessage());
        }
    }

    @Test
    void runsATaskOnALoopAndGivesItsResultOrItsFailure() {
        IllegalArgumentException mine = new IllegalArgumentException("mine");
        try (EventLoopGroup group = EventLoopGroup.start("pair", 2)) {
            assertEquals("pair-1", Weft.runOn(group, threadName()));
            assertEquals("pair-2", group.run(threadName()));
            assertSame(
                    mine,
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> Weft.runOn(group, LoopFixture.calling(() -> {
                                throw mine;
                            }))));
        }
    }

    @Test
    void theEndCancelsWhatRunsAndWaitsUntilItHasCleanedUp() {
        List<String> did = new ArrayList<>();
        List<ScheduledTask<?>> tasks = new ArrayList<>();
        try (EventLoopGroup group = EventLoopGroup.start(2)) {
            for (EventLoop loop : group.loops()) {
                tasks.add(loop.spawn(forEver()));
                loop.onClose(() -> {
                    synchronized (did) {
                        did.add("closed");
                    }
                });
            }
        }
        assertEquals(List.of("closed", "closed"), did);
        tasks.forEach(task -> assertEquals(ScheduledTask.State.CANCELLED, task.state()));
    }

    @Test
    void aThreadThatWaitsForATaskIsTold() {
        EventLoopGroup group = EventLoopGroup.start(1);
        ScheduledTask<Void> task = group.next().spawn(forEver());
        group.stop();
        assertThrows(CancellationException.class, task::block);
        group.close();
    }

    @Test
    void stopMayBeCalledOnALoopAndWhatWouldBlockItIsRefused() throws InterruptedException {
        try (EventLoopGroup group = EventLoopGroup.start("g", 2)) {
            List<String> refusals = group.run(LoopFixture.calling(() -> {
                List<String> messages = new ArrayList<>();
                messages.add(refusal(group::close));
                messages.add(refusal(() -> group.join(LONG)));
                messages.add(refusal(() -> group.run(threadName())));
                group.stop();
                return messages;
            }));
            String blocks = " of group \"g\" would block the event loop of thread \"g-1\". There, ";
            assertEquals(
                    List.of(
                            "close()" + blocks + "call stop(), which does not wait.",
                            "join(...)" + blocks + "wait on a thread that runs no loop.",
                            "run(...)" + blocks + "await the task, or spawn it on next()."),
                    refusals);
            assertTrue(group.join(LONG));
        }
    }

    private static String refusal(LoopFixture.Code code) {
        return String.valueOf(
                assertThrows(IllegalStateException.class, code::run).getMessage());
    }

    @Test
    void joinSaysWhetherTheLoopsHaveEnded() throws InterruptedException {
        try (EventLoopGroup group = EventLoopGroup.start(1)) {
            assertFalse(group.join(Duration.ZERO));
            assertThrows(IllegalArgumentException.class, () -> group.join(Duration.ofNanos(-1)));
            group.stop();
            group.stop();
            assertTrue(group.join(LONG));
        }
    }

    @Test
    void anInterruptDoesNotKeepCloseFromWaiting() {
        EventLoopGroup group = EventLoopGroup.start(1);
        Thread.currentThread().interrupt();
        group.close();
        assertTrue(Thread.interrupted());
        assertTrue(group.loops().get(0).isClosed());
    }

    @Test
    void aGroupOfNothingIsRefused() {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> EventLoopGroup.start(0))
                .getMessage());
        assertTrue(message.startsWith("a group of 0 loops; it needs at least one"), message);
    }

    @Test
    @SuppressWarnings("NullAway") // the mistake
    void aFactoryThatHasNoThreadForOneLoopStartsNone() {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch started = new CountDownLatch(1);
        String message = assertThrows(
                        IllegalStateException.class,
                        () -> EventLoopGroup.start(
                                "g",
                                2,
                                work -> asked.incrementAndGet() == 2
                                        ? null
                                        : new Thread(() -> {
                                            started.countDown();
                                            work.run();
                                        })))
                .getMessage();
        assertEquals(
                "the thread factory of group \"g\" gave null; each loop needs a new thread of its own that has not been started",
                message);
        assertEquals(1, started.getCount());
    }

    @Test
    void aFactoryThatGivesOneThreadTwiceStartsNone() {
        Thread same = new Thread(() -> {});
        String message = String.valueOf(
                assertThrows(IllegalStateException.class, () -> EventLoopGroup.start("g", 2, work -> same))
                        .getMessage());
        assertTrue(message.contains("each loop needs a new thread of its own"), message);
        assertEquals(Thread.State.NEW, same.getState());
    }

    @Test
    void aThreadThatCannotBeStartedEndsTheOthers() {
        AtomicInteger asked = new AtomicInteger();
        List<Thread> made = new ArrayList<>();
        assertThrows(
                OutOfMemoryError.class,
                () -> EventLoopGroup.start("g", 2, work -> {
                    Thread thread = new Thread(work) {
                        @Override
                        public synchronized void start() {
                            if (asked.incrementAndGet() == 2) {
                                throw new OutOfMemoryError("unable to create native thread");
                            }
                            super.start();
                        }
                    };
                    made.add(thread);
                    return thread;
                }));
        Thread first = made.get(0);
        while (first.isAlive()) {
            Thread.onSpinWait();
        }
        assertFalse(first.isAlive());
    }
}
