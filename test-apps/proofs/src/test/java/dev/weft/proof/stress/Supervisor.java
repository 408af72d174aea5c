// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Task;
import java.time.Duration;

/** The main task of a run: gives a program its time, and then sees to it that nobody waits for what does not come any more. */
final class Supervisor {
    static final Duration SOON = Duration.ofMillis(2);

    /** How long a program is left alone. */
    static final Duration LIFETIME = Duration.ofMillis(12);

    private static final int MOST_MILLIS = 10_000;

    private final World world;
    private final EventLoop loop;

    Supervisor(World world, EventLoop loop) {
        this.world = world;
        this.loop = loop;
    }

    /** Waits until all tasks but this one have ended, and all streams. Returns whether they have. */
    @Async
    Task<Boolean> untilTheEnd() {
        for (int passed = 0; passed < LIFETIME.toMillis() && loop.tasks().size() > 1; passed++) {
            await(sleep(Duration.ofMillis(1)));
        }
        for (int passed = 0; passed < MOST_MILLIS; passed++) {
            if (world.shut() && loop.tasks().size() <= 1) {
                return Task.of(true);
            }
            await(sleep(Duration.ofMillis(1)));
        }
        for (var task : loop.tasks()) {
            world.problem("never ends: " + task + " " + task.callStack());
        }
        return Task.of(false);
    }
}
