// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/** Tries something again and again, once in a way that a cancellation cannot end, and once in one that it can. */
@SuppressWarnings("weft:CancellationSwallowed") // one of the two is there to show the mistake
public final class Retry {
    private Retry() {}

    // region swallows
    @Async
    static Task<String> swallows() {
        for (int attempt = 1; attempt < 3; attempt++) {
            try {
                return Task.of(await(unreachable()));
            } catch (Exception e) { // wrong: a cancellation is an exception too
                System.out.println("attempt " + attempt + ": " + e);
            }
        }
        return Task.of("gave up");
    }
    // endregion

    // region lets-out
    @Async
    static Task<String> letsOut() {
        for (int attempt = 1; attempt < 3; attempt++) {
            try {
                return Task.of(await(unreachable()));
            } catch (IOException e) {
                System.out.println("attempt " + attempt + ": " + e);
            }
        }
        return Task.of("gave up");
    }
    // endregion

    @Async
    private static Task<String> unreachable() throws IOException {
        await(sleep(Duration.ofMillis(50)));
        throw new IOException("no answer");
    }

    @Async
    private static Task<Void> cancelBoth() {
        ScheduledTask<String> swallows = spawn(swallows());
        await(sleep(Duration.ofMillis(5)));
        swallows.cancel();
        System.out.println("swallows: " + await(swallows) + ", " + swallows.state());

        ScheduledTask<String> letsOut = spawn(letsOut());
        await(sleep(Duration.ofMillis(5)));
        letsOut.cancel();
        try {
            await(letsOut);
        } catch (CancellationException e) {
            System.out.println("lets out: " + letsOut.state());
        }
        return Task.done();
    }

    /** Runs the sample. */
    public static void main(String[] args) {
        run(cancelBoth());
    }
}
