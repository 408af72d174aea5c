// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.DeadlockException;
import dev.weft.EventLoop;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.TaskGroup;
import dev.weft.sync.Mutex;
import java.time.Duration;

/** Five philosophers around a table, with a fork between each two. Each needs both of theirs to eat. */
@SuppressWarnings("try") // the forks are held, and nothing else is done with them
public final class Philosophers {
    private static final String[] NAMES = {"Plato", "Hypatia", "Hume", "Arendt", "Kant"};

    private final Mutex[] forks = new Mutex[NAMES.length];

    private Philosophers() {
        for (int i = 0; i < forks.length; i++) {
            forks[i] = new Mutex("fork " + i);
        }
    }

    // region philosophers
    @Async
    private Task<Void> dine(Mutex first, Mutex second) {
        await(sleep(Duration.ofMinutes(10))); // thinks
        try (Mutex.Guard one = await(first.lock())) {
            await(sleep(Duration.ofSeconds(1))); // reaches for the other fork
            try (Mutex.Guard other = await(second.lock())) {
                await(sleep(Duration.ofMinutes(5))); // eats
            }
        }
        return Task.done();
    }

    /** All take the fork on their left first; or, if they are polite, the one with the lower number. */
    @Async
    private Task<Void> dineAll(boolean polite) {
        await(TaskGroup.run(table -> {
            for (int i = 0; i < NAMES.length; i++) {
                int left = i;
                int right = (i + 1) % NAMES.length;
                boolean turned = polite && right < left;
                table.spawn(NAMES[i], dine(forks[turned ? right : left], forks[turned ? left : right]));
            }
            return Task.done();
        }));
        return Task.done();
    }

    /** Runs the sample. */
    public static void main(String[] args) {
        for (boolean polite : new boolean[] {true, false}) {
            try (SimulatedLoop loop = EventLoop.simulated(1)) {
                loop.run(new Philosophers().dineAll(polite));
                System.out.println("all have eaten, after " + Duration.ofNanos(loop.nanoTime()));
            } catch (DeadlockException e) {
                System.out.println(e.getMessage());
            }
        }
    }
    // endregion
}
