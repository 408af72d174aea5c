// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Registration;
import dev.weft.ScheduledTask;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.UnseenFailure;
import dev.weft.spi.Readiness;
import dev.weft.spi.Watched;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Failures of tasks that another thread has spawned, and looks at when it comes to it: asyncio's {@code run_coroutine_threadsafe} reports
 * none of them. The loop runs on a thread of its own, and the test is the other one.
 */
@Timeout(60)
class UnseenByThreadsTest {
    private final List<UnseenFailure> told = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<Object> stop = new CompletableFuture<>();
    private Thread runner = new Thread(() -> {});

    /** Of the loop, whose time waits for the test. */
    private SimulatedLoop.@Nullable Hold hold;

    private static Task<Object> failing(String message) {
        return Task.failed(new IOException(message));
    }

    private <L extends EventLoop> L start(L loop) {
        loop.setExceptionHandler(told::add);
        hold = loop instanceof SimulatedLoop simulated ? simulated.hold("the test") : null;
        runner = new Thread(() -> {
            try (loop) {
                loop.run(Awaitable.of(stop));
            }
        });
        runner.start();
        return loop;
    }

    @AfterEach
    void end() throws InterruptedException {
        stop.complete(null);
        if (hold != null) {
            hold.close();
        }
        runner.join();
    }

    /** Lets the loop come to the end of the turn that is under way, and of another one. */
    private static void letTurnsEnd(EventLoop loop) throws Exception {
        for (int i = 0; i < 2; i++) {
            CompletableFuture<Object> turn = new CompletableFuture<>();
            loop.post(() -> turn.complete(null));
            turn.get();
        }
    }

    private ScheduledTask<Object> spawnFailing(EventLoop loop, String message) throws Exception {
        ScheduledTask<Object> task = loop.spawn(failing(message));
        while (!task.isReady()) {
            letTurnsEnd(loop);
        }
        letTurnsEnd(loop);
        return task;
    }

    private List<String> messages() {
        return told.stream().map(one -> one.failure().getMessage()).toList();
    }

    @Test
    void whatAnotherThreadSeesTurnsAfterTheFailureIsNotTold() throws Exception {
        EventLoop loop = start(EventLoop.simulated(1));
        assertThrows(IOException.class, spawnFailing(loop, "block")::block);
        assertThrows(IOException.class, spawnFailing(loop, "result")::result);
        CompletableFuture<Object> future = spawnFailing(loop, "future").toCompletableFuture();
        assertInstanceOf(
                IOException.class,
                assertThrows(ExecutionException.class, future::get).getCause());
        spawnFailing(loop, "callback").onComplete((value, failure) -> assertInstanceOf(IOException.class, failure));
        end();
        assertEquals(List.of(), messages());
    }

    @Test
    void whatATaskOfAnotherLoopAwaitsTurnsAfterTheFailureIsNotTold() throws Exception {
        EventLoop loop = start(EventLoop.simulated(1));
        try (EventLoop own = EventLoop.simulated(2)) {
            own.setExceptionHandler(told::add);
            ScheduledTask<Object> task = spawnFailing(loop, "awaited from another loop");
            assertThrows(IOException.class, () -> own.run(task));
        }
        end();
        assertEquals(List.of(), messages());
    }

    @Test
    void whatWasSpawnedBeforeTheLoopRanAnotherThreadMaySeeLaterToo() throws Exception {
        EventLoop loop = EventLoop.simulated(1);
        ScheduledTask<Object> task = loop.spawn(failing("spawned before"));
        start(loop);
        letTurnsEnd(loop);
        letTurnsEnd(loop);
        assertThrows(IOException.class, task::block);
        end();
        assertEquals(List.of(), messages());
    }

    @Test
    void whatNobodyHasSeenWhenTheLoopClosesIsTold() throws Exception {
        EventLoop loop = start(EventLoop.simulated(1));
        ScheduledTask<Object> held = spawnFailing(loop, "held");
        assertThrows(IOException.class, spawnFailing(loop, "seen")::block);
        spawnFailing(loop, "dropped");
        assertEquals(List.of(), messages());
        end();
        assertEquals(List.of("held", "dropped"), messages());
        assertThrows(IOException.class, held::block);
        assertEquals(2, told.size());
    }

    @Test
    void whatATaskOfTheLoopSpawnsIsToldInItsTurnAlsoBelowATaskOfAnotherThread() throws Exception {
        EventLoop loop = start(EventLoop.simulated(1));
        loop.spawn(Script.of((step, last) -> {
                    loop.spawn(failing("of a task"));
                    return null;
                }))
                .block();
        letTurnsEnd(loop);
        letTurnsEnd(loop);
        assertEquals(List.of("of a task"), messages());
    }

    @Test
    void whatNobodyHasSeenWhenItsTimeIsOverIsToldByALoopThatIsIdle() throws Exception {
        HandClock clock = new HandClock();
        EventLoop loop = start(new HandLoop(clock));
        spawnFailing(loop, "first");
        clock.now.incrementAndGet();
        ScheduledTask<Object> seen = spawnFailing(loop, "seen");
        spawnFailing(loop, "last");
        clock.now.addAndGet(UnseenByThreads.PATIENCE - 2);
        letTurnsEnd(loop);
        assertEquals(List.of(), messages());
        assertThrows(IOException.class, seen::block);
        clock.mayPass = true;
        while (told.size() < 2) {
            letTurnsEnd(loop); // it is awake in between, and idle in the end
        }
        assertEquals(List.of("first", "last"), messages());
    }

    /** Real time, which passes as the test says, or while the loop waits for a deadline. */
    private static final class HandClock implements Clock {
        private final AtomicLong now = new AtomicLong();
        private volatile boolean mayPass;

        @Override
        public long nanoTime() {
            return now.get();
        }

        @Override
        public boolean jump(long nanos) {
            if (mayPass) {
                now.addAndGet(nanos);
            }
            return mayPass;
        }
    }

    private static final class HandLoop extends LoopEngine {
        HandLoop(HandClock clock) {
            super(clock, RunQueue.fifo(), new Wakes());
        }
    }

    /** Readiness without channels, whose deadlines never come while the clock stands. */
    private static final class Wakes implements Readiness {
        private final LinkedBlockingQueue<Object> wakes = new LinkedBlockingQueue<>();

        @Override
        public Registration watch(Watched what, int interest, IntConsumer onReady) {
            throw new UnsupportedOperationException("there are no channels here");
        }

        @Override
        public void poll() {}

        @Override
        public void await(long nanos) {
            try {
                wakes.take();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }

        @Override
        public void wakeUp() {
            wakes.add("");
        }

        @Override
        public void close() {}
    }
}
