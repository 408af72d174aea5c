// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.ForeignLoop;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.Weft;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop over an executor that has run nothing yet, so that nobody knows its thread, or no turn yet. */
@Timeout(60)
class BeforeFirstTurnTest {
    private static final Duration LONG = Duration.ofDays(1);

    private final ByHand executor = new ByHand();

    /** As in the method in which the owner starts, where the loop is made: nothing that was handed over has run yet. */
    @Test
    void toBlockTheThreadIsRefusedBeforeTheFirstTurnToo() {
        ForeignLoop own = ExecutorEventLoop.over(executor, new Probe(Duration.ZERO));
        ScheduledTask<Void> task = own.spawn(Script.awaiting(Weft.sleep(LONG)));
        String refused = "as long as this thread waited, the executor of the event loop has run nothing";
        assertSays(refused, assertThrows(IllegalStateException.class, () -> own.run(Task.done())));
        assertSays(refused, assertThrows(IllegalStateException.class, own::close));
        assertSays(refused, assertThrows(IllegalStateException.class, task::block));
        own.closeAsync();
        executor.runAll();
        assertEquals(State.CANCELLED, task.state());
    }

    /** What the executor was tried with shows its thread before there was a turn. */
    @Test
    void aLoopThatWasMadeElsewhereKnowsTheThreadBeforeItsFirstTurn() throws Exception {
        FutureTask<ForeignLoop> made = new FutureTask<>(() -> EventLoop.over(executor));
        start(made).join();
        executor.runAll();
        ForeignLoop second = made.get();
        ScheduledTask<Void> task = second.spawn(Script.awaiting(Weft.sleep(LONG)));
        assertSays("makes its turns", assertThrows(IllegalStateException.class, () -> second.run(Task.done())));
        assertSays("makes its turns", assertThrows(IllegalStateException.class, second::close));
        assertSays("makes its turns", assertThrows(IllegalStateException.class, task::block));
    }

    @Test
    void aRunWaitsUntilTheExecutorShowsWhoseThreadItHas() throws Exception {
        ForeignLoop own = EventLoop.over(executor);
        FutureTask<String> run = new FutureTask<>(() -> own.run(Script.of((step, last) -> "result")));
        start(run);
        executor.runUntil(run);
        assertEquals("result", run.get());
    }

    @Test
    void aLoopThatHasNothingClosesWithoutATurn() {
        ForeignLoop own = EventLoop.over(executor);
        own.close();
        assertTrue(own.isClosed());
        assertThrows(IllegalStateException.class, () -> own.post(() -> {}));
        executor.runAll();
        own.close();
    }

    /** That is for the thread of the turns. */
    @Test
    void aLoopThatHasOnlyToCloseSomethingDoesSoInATurn() throws Exception {
        ForeignLoop own = EventLoop.over(executor);
        AtomicReference<Thread> closedOn = new AtomicReference<>();
        own.onClose(() -> closedOn.set(Thread.currentThread()));
        FutureTask<Boolean> close = new FutureTask<>(() -> {
            own.close();
            return own.isClosed();
        });
        start(close);
        executor.runUntil(close);
        assertSame(Thread.currentThread(), closedOn.get());
    }

    private static void assertSays(String part, Throwable thrown) {
        assertTrue(String.valueOf(thrown.getMessage()).contains(part), thrown::toString);
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        return thread;
    }
}
