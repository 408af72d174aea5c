// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.Weft;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunEndTest {
    @Test
    void runReturnsInTheTurnInWhichMainEndsThoughNothingElseIsLeftToHappen() throws Exception {
        assertReturns(() -> {
            try (EventLoop loop = EventLoop.create()) {
                loop.run(Task.of(5));
                loop.spawn(Task.done());
                loop.run(Weft.sleep(Duration.ofNanos(1)));
            }
        });
    }

    @Test
    void aTaskSpawnedFromOutsideIsReadyUntilItStarts() throws Exception {
        EventLoop loop = EventLoop.create();
        ScheduledTask<Void> task = loop.spawn(Weft.sleep(Duration.ofNanos(1)));
        assertEquals(ScheduledTask.State.READY, task.state());
        assertReturns(loop::close);
    }

    @Test
    void closeCancelsATaskSpawnedFromOutsideBeforeItStarts() throws Exception {
        EventLoop loop = EventLoop.create();
        ScheduledTask<Void> task = loop.spawn(Weft.sleep(Duration.ofHours(1)));
        assertReturns(loop::close);
        assertEquals(ScheduledTask.State.CANCELLED, task.state());
    }

    /** Uses a thread of its own, since a loop that waits for ever hears no interrupt. */
    private static void assertReturns(Runnable code) throws InterruptedException {
        Thread runner = new Thread(code);
        runner.setDaemon(true);
        runner.start();
        runner.join(60_000);
        assertFalse(runner.isAlive());
    }
}
