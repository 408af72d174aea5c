// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.allSettled;
import static dev.weft.Weft.any;
import static dev.weft.Weft.asCompleted;
import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Asks several at once, and takes what comes first, what came of each, and each as it comes. */
public final class Racing {
    private Racing() {}

    // region racing
    @Async
    static Task<String> ask(String mirror, int millis) throws IOException {
        await(sleep(Duration.ofMillis(millis)));
        if (mirror.equals("north")) {
            throw new IOException("north is down");
        }
        return Task.of(mirror);
    }

    @Async
    static Task<Void> askAll() throws IOException {
        System.out.println("any: " + await(any(ask("north", 10), ask("south", 20), ask("west", 60_000))));

        var both = await(allSettled(ask("north", 10), ask("south", 20)));
        System.out.println(
                "all settled: " + both.first().failure() + ", " + both.second().value());

        await(asCompleted(List.of(ask("west", 50), ask("south", 10)), answers -> {
            while (answers.hasNext()) {
                System.out.println("as completed: " + await(answers.next()));
            }
            return Task.done();
        }));
        return Task.done();
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) throws IOException {
        run(askAll());
    }
}
