// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.dumpCallStack;
import static dev.weft.Weft.run;

import dev.weft.Async;
import dev.weft.Task;

/** Prints the async call stack at the bottom of a recursion. */
public final class Factorial {
    private Factorial() {}

    // region factorial
    @Async
    static Task<Integer> factorial(int n) {
        if (n <= 1) {
            await(dumpCallStack());
            return Task.of(1);
        }
        return Task.of(await(factorial(n - 1)) * n);
    }

    /** Runs the sample. */
    public static void main(String[] args) {
        System.out.println("run result: " + run(factorial(10)));
    }
    // endregion
}
