// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.Task;
import java.time.Duration;

/** Says hello, waits for a second without blocking a thread, and says world. */
public final class HelloWorld {
    private HelloWorld() {}

    // region hello-world
    @Async
    static Task<Void> helloWorld() {
        System.out.println("hello");
        await(sleep(Duration.ofSeconds(1)));
        System.out.println("world");
        return Task.done();
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) {
        run(helloWorld());
    }
}
