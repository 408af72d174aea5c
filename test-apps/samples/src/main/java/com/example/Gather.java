// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.Task;
import java.time.Duration;

/** Computes three factorials at the same time, slowly, beside a task without a result. */
public final class Gather {
    private Gather() {}

    // region gather
    @Async
    static Task<Integer> factorial(String name, int number) {
        int product = 1;
        for (int i = 2; i <= number; i++) {
            System.out.println("Task " + name + ": Compute factorial(" + number + "), currently i=" + i + "...");
            await(sleep(Duration.ofMillis(500)));
            product *= i;
        }
        System.out.println("Task " + name + ": factorial(" + number + ") = " + product);
        return Task.of(product);
    }

    @Async
    static Task<Void> nothing() {
        System.out.println("this is a void value");
        return Task.done();
    }

    @Async
    static Task<Void> all() {
        var results = await(gather(factorial("A", 2), factorial("B", 3), factorial("C", 4), nothing()));
        System.out.println("results: " + results.first() + ", " + results.second() + ", " + results.third());
        return Task.done();
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) {
        run(all());
    }
}
