// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.Task;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Lets tasks of one loop do something that awaits one after the other, in the order in which they came. */
public final class OneAtATime {
    private OneAtATime() {}

    // region turnstile
    /** Lets one task in at a time, first come, first served. Tasks of one loop only. */
    static final class Turnstile {
        private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

        @Async
        <T> Task<T> pass(Supplier<Task<T>> work) {
            CompletableFuture<Void> before = last;
            CompletableFuture<Void> mine = new CompletableFuture<>();
            last = mine;
            try {
                await(before.copy()); // whoever is cancelled cancels the copy
                return work.get();
            } finally {
                before.thenRun(() -> mine.complete(null));
            }
        }
    }
    // endregion

    // region one-at-a-time
    @Async
    static Task<Void> withdraw(String name) {
        System.out.println(name + " reads the balance");
        await(sleep(Duration.ofMillis(10)));
        System.out.println(name + " writes the balance");
        return Task.done();
    }

    @Async
    static Task<Void> everybody() {
        Turnstile turnstile = new Turnstile();
        await(gather(turnstile.pass(() -> withdraw("Ann")), turnstile.pass(() -> withdraw("Ben"))));
        return Task.done();
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) {
        run(everybody());
    }
}
