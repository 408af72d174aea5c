// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.shield;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Stops waiting for a task without cancelling it. */
public final class KeepGoing {
    private KeepGoing() {}

    // region keep-going
    @Async
    static Task<Void> save() {
        await(sleep(Duration.ofMillis(100)));
        System.out.println("saved");
        return Task.done();
    }

    @Async
    static Task<Void> impatient() {
        ScheduledTask<Void> save = spawn("save", save());
        try {
            await(waitFor(shield(save), Duration.ofMillis(10)));
        } catch (TimeoutException e) {
            System.out.println("not waiting any longer: " + save.state());
        }
        return Task.of(await(save));
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) {
        run(impatient());
    }
}
