// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.Weft;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RunEndTest {
    @Test
    @Timeout(60)
    void runReturnsInTheTurnInWhichMainEndsThoughNothingElseIsLeftToHappen() {
        try (EventLoop loop = EventLoop.create()) {
            assertEquals(5, loop.run(Task.of(5)));
            loop.spawn(Task.done());
            loop.run(Weft.sleep(Duration.ofNanos(1)));
        }
    }

    @Test
    void aTaskSpawnedFromOutsideIsReadyUntilItStarts() {
        try (EventLoop loop = EventLoop.create()) {
            ScheduledTask<Void> task = loop.spawn(Weft.sleep(Duration.ofNanos(1)));
            assertEquals(ScheduledTask.State.READY, task.state());
            loop.run(task);
            assertEquals(ScheduledTask.State.SUCCEEDED, task.state());
        }
    }
}
