// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.time.Duration;

// region failing
class AccountTest {
    private int balance = 100;

    @AsyncTest(seeds = 100)
    void isNeverOverdrawn() {
        await(gather(book(-80), book(+50), book(-50)));
    }

    @Async
    private Task<Void> book(int amount) {
        await(sleep(Duration.ofHours(1)));
        balance += amount;
        assertTrue(balance >= 0, "overdrawn: " + balance);
        return Task.done();
    }

    @AsyncTest(seed = 1)
    void bearsInterest() {
        spawn("interest", interest());
        await(sleep(Duration.ofDays(400)));
        assertEquals(105, balance);
    }

    @Async
    private Task<Void> interest() {
        while (true) {
            await(sleep(Duration.ofDays(365)));
            balance += balance / 20;
        }
    }
}
// endregion
