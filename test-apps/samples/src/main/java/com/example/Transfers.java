// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.DeadlockException;
import dev.weft.EventLoop;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.sync.Mutex;
import java.time.Duration;

/** Two transfers that lock two accounts in another order, each for the one that the other has. */
@SuppressWarnings("try") // guards are held, and nothing else is done with them
public final class Transfers {
    private static int transfers;

    private Transfers() {}

    // region deadlock
    @Async
    static Task<Void> transfer(Mutex from, Mutex to) {
        try (Mutex.Guard first = await(from.lock())) {
            await(sleep(Duration.ofMillis(20))); // looks up the limits
            try (Mutex.Guard second = await(to.lock())) {
                transfers++;
            }
        }
        return Task.done();
    }

    @Async
    static Task<Void> both() {
        Mutex ann = new Mutex("ann");
        Mutex bob = new Mutex("bob");
        await(gather(spawn("there", transfer(ann, bob)), spawn("back", transfer(bob, ann))));
        return Task.done();
    }

    /** Runs the sample. */
    public static void main(String[] args) {
        try (SimulatedLoop loop = EventLoop.simulated(42)) {
            loop.run(both());
        } catch (DeadlockException deadlock) {
            System.out.println(deadlock.getMessage());
        }
    }
    // endregion
}
