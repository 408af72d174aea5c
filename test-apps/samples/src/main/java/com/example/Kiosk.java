// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.Task;
import java.time.Duration;

/** Sells newspapers, and counts them meanwhile. It hangs. */
public final class Kiosk {
    private Kiosk() {}

    // region kiosk
    @Async
    static Task<Void> sell() throws InterruptedException {
        await(sleep(Duration.ofMillis(10)));
        await(pay());
        return Task.done();
    }

    @Async
    static Task<Void> pay() throws InterruptedException {
        await(sleep(Duration.ofMillis(10)));
        new CardReader().read();
        return Task.done();
    }

    @Async
    static Task<Void> count() {
        while (true) {
            await(sleep(Duration.ofSeconds(1)));
        }
    }

    @Async
    static Task<Void> open() throws InterruptedException {
        spawn("count", count());
        await(spawn("sell", sell()));
        return Task.done();
    }
    // endregion

    /** Of another library, and made for a thread that has nothing else to do. */
    static final class CardReader {
        String read() throws InterruptedException {
            Thread.sleep(Duration.ofDays(1).toMillis());
            return "4711";
        }
    }

    /** Runs the sample, until it is killed. */
    public static void main(String[] args) throws InterruptedException {
        run(open());
    }
}
