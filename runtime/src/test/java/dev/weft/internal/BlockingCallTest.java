// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.BlockingPool;
import dev.weft.ContextKey;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import dev.weft.Weft;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What blocks, on a pool of one thread where its order matters. */
@Timeout(60)
class BlockingCallTest {
    private static final ContextKey<String> USER = ContextKey.named("user", "nobody");

    private final BlockingPool one = new BlockingPool("one", 1);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch free = new CountDownLatch(1);
    private final List<String> seen = new ArrayList<>();

    /** Says that it has begun, and waits to be freed or interrupted. */
    private Awaitable<String> occupying() throws InterruptedException {
        return Weft.blocking(one, () -> {
            begun.countDown();
            free.await();
            return "freed";
        });
    }

    /** Waits until the occupying call runs. */
    private Awaitable<Boolean> afterBegin() throws InterruptedException {
        return Weft.blocking(() -> {
            begun.await();
            return true;
        });
    }

    /** Sees how a task has ended. */
    private Awaitable<Object> ended(ScheduledTask<?> task) {
        return Script.of((step, last) -> step == 0 ? task : last.failure() == null ? last.value() : last.failure());
    }

    @Test
    void runsOnANamedThreadAndGoesOnOnTheLoop() {
        List<Thread> threads = new ArrayList<>();
        Weft.run(Script.of((step, last) -> {
            threads.add(Thread.currentThread());
            return step > 0 ? last.get() : Weft.blocking(() -> threads.add(Thread.currentThread()));
        }));
        assertSame(threads.get(0), threads.get(2));
        assertNotSame(threads.get(0), threads.get(1));
        assertTrue(
                threads.get(1).getName().startsWith("weft-blocking-"),
                threads.get(1).getName());
        assertTrue(threads.get(1).isDaemon());
    }

    @Test
    void whatTheCallThrowsIsThrownAsTheSameObject() {
        for (Throwable thrown : List.of(
                new IOException(),
                new InterruptedException(),
                new CompletionException(null),
                new StackOverflowError())) {
            assertSame(
                    thrown,
                    assertThrows(
                            Throwable.class,
                            () -> Weft.run(Script.awaiting(Weft.blocking(one, () -> {
                                if (thrown instanceof Exception exception) {
                                    throw exception;
                                }
                                throw (Error) thrown;
                            })))));
        }
    }

    @Test
    void aCallThatIsCancelledWhileItIsQueuedNeverRunsAndLeavesNothing() {
        AtomicInteger ran = new AtomicInteger();
        Weft.run(Script.of((step, last) -> {
            if (step == 0) {
                ScheduledTask<String> first = Weft.spawn(occupying());
                List<ScheduledTask<Integer>> others = new ArrayList<>();
                for (int i = 0; i < 1000; i++) {
                    others.add(Weft.spawn("other", Weft.blocking(one, ran::incrementAndGet)));
                }
                return Script.of((inner, before) -> {
                    switch (inner) {
                        case 0 -> {
                            return afterBegin();
                        }
                        case 1 -> {
                            assertEquals(1000, one.statistics().queued());
                            others.forEach(ScheduledTask::cancel);
                            return ended(others.get(999));
                        }
                        case 2 -> {
                            assertInstanceOf(CancellationException.class, before.value());
                            assertEquals(0, one.statistics().queued());
                            free.countDown();
                            return first;
                        }
                        default -> {
                            return before.get();
                        }
                    }
                });
            }
            return last.get();
        }));
        assertEquals(0, ran.get());
    }

    @Test
    void aCallThatIsCancelledWhileItRunsIsInterruptedAndWaitedFor() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        Awaitable<String> slow = Weft.blocking(one, () -> {
            try {
                begun.countDown();
                free.await();
                return "freed";
            } catch (InterruptedException interrupted) {
                mayEnd.await();
                ended.set(true);
                throw interrupted;
            }
        });
        Object how = Weft.run(Script.of((step, last) -> switch (step) {
            case 0 -> {
                ScheduledTask<String> task = Weft.spawn(slow);
                yield Script.of((inner, before) -> switch (inner) {
                    case 0 -> afterBegin();
                    case 1 -> {
                        task.cancel();
                        yield Weft.yieldNow();
                    }
                    default -> {
                        assertFalse(inner == 2 && task.isReady(), "it runs still");
                        mayEnd.countDown();
                        yield inner == 2 ? ended(task) : before.get();
                    }
                });
            }
            default -> last.get();
        }));
        assertTrue(ended.get());
        CancellationException cancelled = assertInstanceOf(CancellationException.class, how);
        assertInstanceOf(InterruptedException.class, cancelled.getSuppressed()[0]);
        assertTrue(String.valueOf(cancelled.getMessage()).startsWith("cancelled by task "), cancelled.getMessage());
        assertEquals(false, Weft.run(Script.awaiting(Weft.blocking(one, Thread::interrupted))));
    }

    @Test
    void aCallThatReturnsInSpiteOfTheInterruptGivesItsValue() {
        Object how = Weft.run(Script.of((step, last) -> {
            if (step > 0) {
                return last.get();
            }
            ScheduledTask<String> task = Weft.spawn(Weft.blocking(one, () -> {
                begun.countDown();
                try {
                    free.await();
                } catch (InterruptedException swallowed) {
                    return "value";
                }
                return "freed";
            }));
            return Script.of((inner, before) -> switch (inner) {
                case 0 -> afterBegin();
                case 1 -> {
                    task.cancel();
                    yield ended(task);
                }
                default -> before.get();
            });
        }));
        assertEquals("value", how);
    }

    @Test
    void theEndOfTheLoopInterruptsWhatRunsAndWaitsForIt() throws Exception {
        EventLoop loop = EventLoop.create();
        ScheduledTask<String> task = loop.spawn(occupying());
        loop.run(Script.awaiting(afterBegin()));
        loop.close();
        assertThrows(CancellationException.class, task::result);
        assertEquals(0, one.statistics().queued());
    }

    @Test
    void theContextFollowsTheCall() {
        assertEquals("annnobody", Weft.run(Script.of((step, last) -> switch (step) {
            case 0 -> USER.where("ann", () -> Script.awaiting(Weft.blocking(one, USER::get)));
            case 1 -> {
                seen.add((String) last.get());
                yield Weft.blocking(one, USER::get);
            }
            default -> seen.get(0) + last.get();
        })));
    }

    @Test
    void theExecutorOfTheContextRunsTheCall() throws Exception {
        assertEquals(
                "one-1",
                Weft.run(BlockingPool.EXECUTOR.where(
                        one,
                        () -> Script.awaiting(
                                Weft.blocking(() -> Thread.currentThread().getName())))));
    }

    @Test
    void anExecutorThatRefusesFailsTheAwait() {
        Executor refusing = work -> {
            throw new RejectedExecutionException("full");
        };
        assertEquals(
                "full",
                assertThrows(
                                RejectedExecutionException.class,
                                () -> Weft.run(Script.awaiting(Weft.blocking(refusing, () -> 1))))
                        .getMessage());
        assertEquals(1, Weft.run(Script.awaiting(Weft.blocking(Runnable::run, () -> 1))));
    }

    @Test
    void aCallWithoutALoopGoesOnOnThePool() {
        CompletableFuture<String> future = Script.<String>of((step, last) ->
                        step == 0 ? occupying() : Thread.currentThread().getName())
                .toCompletableFuture();
        free.countDown();
        assertEquals("one-1", future.join());
    }

    @Test
    void aFutureOfACallThatIsCancelledInterruptsIt() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        CompletableFuture<Integer> future = Weft.blocking(one, () -> {
                    begun.countDown();
                    try {
                        free.await();
                    } catch (InterruptedException expected) {
                        interrupted.countDown();
                    }
                    return 1;
                })
                .toCompletableFuture();
        begun.await();
        future.cancel(true);
        interrupted.await();
        assertTrue(future.isCancelled());
    }

    @Test
    void saysWhatRunsWhere() {
        Weft.run(Script.of((step, last) -> {
            if (step > 0) {
                return last.get();
            }
            Awaitable<String> running = occupying();
            Awaitable<Integer> queued = Weft.blocking(one, () -> 1);
            ScheduledTask<String> first = Weft.spawn(running);
            ScheduledTask<Integer> second = Weft.spawn(queued);
            return Script.of((inner, before) -> switch (inner) {
                case 0 -> Weft.yieldNow();
                case 1 -> afterBegin();
                case 2 -> {
                    describe(running.describe());
                    describe(queued.describe());
                    free.countDown();
                    yield first;
                }
                case 3 -> second;
                default -> before.get();
            });
        }));
        String call = "blocking: a lambda in " + BlockingCallTest.class.getName();
        String pool = " (pool one (1 of 1 threads run, 1 wait))";
        assertEquals(List.of(call + ", runs on thread \"one-1\"" + pool, call + ", waits for a thread" + pool), seen);
    }

    private void describe(WaitDescription description) {
        seen.add(description.kind() + ": " + description.identity() + " (" + description.owner() + ")");
    }

    @Test
    void virtualTimeStandsStillUntilTheCallHasEnded() {
        try (EventLoop loop = EventLoop.simulated(1)) {
            loop.run(Weft.gather(
                    Script.of((step, last) -> {
                        if (step == 0) {
                            return Weft.sleep(Duration.ofHours(1));
                        }
                        seen.add("slept");
                        return last.get();
                    }),
                    Script.of((step, last) -> {
                        if (step == 0) {
                            return Weft.blocking(() -> {
                                for (int i = 0; i < 1000; i++) {
                                    Thread.onSpinWait();
                                }
                                return loop.nanoTime();
                            });
                        }
                        seen.add("called at " + last.get());
                        return null;
                    })));
        }
        assertEquals(List.of("called at 0", "slept"), seen);
    }

    @Test
    void inVirtualTimeTheSpeedOfAThreadDecidesNothing() {
        for (int run = 0; run < 50; run++) {
            int slow = run % 2 * 1000;
            seen.clear();
            try (EventLoop loop = EventLoop.simulated(1)) {
                loop.run(Weft.gather(
                        List.of(calling("call", slow), calling("call", 1000 - slow), Script.of((step, last) -> {
                            seen.add("gives way");
                            return step < 3 ? Weft.yieldNow() : last.get();
                        }))));
            }
            assertEquals(
                    List.of("gives way", "gives way", "gives way", "gives way", "call", "call"), seen, "run " + run);
        }
    }

    /** Spins for a while on the one thread. */
    private Awaitable<Object> calling(String name, int spins) {
        return Script.of((step, last) -> {
            if (step == 0) {
                return Weft.blocking(one, () -> {
                    for (int i = 0; i < spins; i++) {
                        Thread.onSpinWait();
                    }
                    return name;
                });
            }
            seen.add(name);
            return last.get();
        });
    }

    @Test
    void inVirtualTimeACallIsInterruptedByTheFailureOfOneThatBeganLater() {
        try (EventLoop loop = EventLoop.simulated(1)) {
            assertEquals(
                    "of the test",
                    assertThrows(
                                    IOException.class,
                                    () -> loop.run(Weft.gather(occupying(), Script.awaiting(Weft.blocking(() -> {
                                        begun.await();
                                        throw new IOException("of the test");
                                    })))))
                            .getMessage());
        }
    }
}
