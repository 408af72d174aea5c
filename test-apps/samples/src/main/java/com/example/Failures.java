// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.Task;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;

/** Lets an exception pass two async methods that are suspended, and prints the stack trace with which it arrives. */
public final class Failures {
    private Failures() {}

    // region failures
    @Async
    static Task<String> load(String name) throws IOException {
        await(sleep(Duration.ofMillis(10)));
        throw new FileNotFoundException(name);
    }

    @Async
    static Task<Integer> length(String name) throws IOException {
        return Task.of(await(load(name)).length());
    }

    @Async
    static Task<Void> report() {
        try {
            System.out.println("length: " + await(length("orders.txt")));
        } catch (IOException e) {
            e.printStackTrace(System.out);
        }
        return Task.done();
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) {
        run(report());
    }
}
