// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.Task;
import java.time.Duration;
import java.util.NoSuchElementException;

/** Lets one part of a gather fail, and shows that the other one has ended when the failure arrives. */
public final class FirstFailure {
    private FirstFailure() {}

    // region first-failure
    @Async
    static Task<Integer> slow() {
        try {
            await(sleep(Duration.ofSeconds(10)));
            return Task.of(1);
        } finally {
            System.out.println("slow ends");
        }
    }

    @Async
    static Task<Integer> failing() {
        await(sleep(Duration.ofMillis(10)));
        throw new NoSuchElementException("sold out");
    }

    @Async
    static Task<Void> both() {
        try {
            await(gather(slow(), failing()));
        } catch (NoSuchElementException e) {
            System.out.println("failed: " + e.getMessage());
        }
        return Task.done();
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) {
        run(both());
    }
}
