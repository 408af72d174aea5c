// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;

/** Shows when the body of an async method runs: when its task is awaited or spawned, and once. */
public final class LazyTasks {
    private LazyTasks() {}

    // region lazy
    @Async
    static Task<Integer> price(String shop, int cents) {
        System.out.println("asking " + shop);
        return Task.of(cents);
    }

    @Async
    static Task<Void> shop() {
        Task<Integer> north = price("north", 250);
        System.out.println("made a task");
        System.out.println("price: " + await(north));

        ScheduledTask<Integer> south = spawn(price("south", 240));
        System.out.println("spawned a task");
        System.out.println("price: " + await(south));
        System.out.println("price: " + await(south));
        return Task.done();
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) {
        run(shop());
    }
}
