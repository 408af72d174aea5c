// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.sync.Mutex;
import java.time.Duration;

/** Lets tasks of one loop do something that awaits one after the other, in the order in which they came. */
@SuppressWarnings("try") // a guard is held, and nothing else is done with it
public final class OneAtATime {
    private OneAtATime() {}

    // region one-at-a-time
    @Async
    static Task<Void> withdraw(Mutex account, String name) {
        try (Mutex.Guard held = await(account.lock())) {
            System.out.println(name + " reads the balance");
            await(sleep(Duration.ofMillis(10)));
            System.out.println(name + " writes the balance");
        }
        return Task.done();
    }

    @Async
    static Task<Void> everybody() {
        Mutex account = new Mutex("account");
        await(gather(withdraw(account, "Ann"), withdraw(account, "Ben")));
        return Task.done();
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) {
        run(everybody());
    }
}
