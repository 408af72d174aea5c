// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.Task;
import java.time.Duration;

/** Asks two shops for a price at the same time, on one thread. */
public final class Quickstart {
    private Quickstart() {}

    // region quickstart
    @Async
    static Task<Integer> price(String shop, int cents, Duration delay) {
        await(sleep(delay));
        System.out.println(shop + ": " + cents);
        return Task.of(cents);
    }

    @Async
    static Task<Integer> best() {
        var north = price("north", 250, Duration.ofMillis(20));
        var south = price("south", 240, Duration.ofMillis(10));
        var prices = await(gather(north, south));
        return Task.of(Math.min(prices.first(), prices.second()));
    }

    /** Runs the program. */
    public static void main(String[] args) {
        System.out.println("best: " + run(best()));
    }
    // endregion
}
