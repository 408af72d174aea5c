// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.Weft;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The end of a task becomes that of a future, also where the first attempt has no stack left. */
class SettlementTest {
    /** A future whose first completion finds no stack. */
    private static final class LacksStackOnce extends AwaitFuture<String> {
        private boolean lacked;

        @Override
        public boolean complete(String value) {
            if (!lacked) {
                lacked = true;
                throw new StackOverflowError("on purpose");
            }
            return super.complete(value);
        }
    }

    @Test
    void isWokenAgainByTheLoopUntilItGetsThrough() {
        Awaitable<String> awaited = Task.of("value");
        try (EventLoop loop = EventLoop.simulated(1)) {
            SpawnedTask<String> task = (SpawnedTask<String>) loop.spawn(awaited);
            LacksStackOnce future = new LacksStackOnce();
            loop.post(() -> task.subscribe(new Settlement<>(future, task, awaited)));
            loop.run(Weft.sleep(Duration.ofSeconds(1)));
            assertEquals("value", future.getNow("nothing"));
        }
    }

    @Test
    void whatBreaksOffIsDoneByTheNextWake() {
        Awaitable<String> awaited = Task.of("value");
        try (EventLoop loop = EventLoop.simulated(1)) {
            SpawnedTask<String> task = (SpawnedTask<String>) loop.spawn(awaited);
            loop.run(task);
            LacksStackOnce future = new LacksStackOnce();
            Settlement<String> settlement = new Settlement<>(future, task, awaited);
            assertThrows(StackOverflowError.class, settlement::wake);
            settlement.wake();
            assertEquals("value", future.join());
        }
    }
}
