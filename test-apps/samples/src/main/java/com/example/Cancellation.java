// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/** Cancels a task that cleans up, with an await, before it ends. */
public final class Cancellation {
    private Cancellation() {}

    // region cancellation
    @Async
    static Task<Void> upload() {
        try {
            System.out.println("uploading");
            await(sleep(Duration.ofSeconds(10)));
            System.out.println("never printed");
        } finally {
            await(sleep(Duration.ofMillis(10)));
            System.out.println("removed the half of it");
        }
        return Task.done();
    }

    @Async
    static Task<Void> cancelIt() {
        ScheduledTask<Void> upload = spawn("upload", upload());
        await(sleep(Duration.ofMillis(10)));
        upload.cancel();
        System.out.println("asked: " + upload.state());
        try {
            await(upload);
        } catch (CancellationException e) {
            System.out.println("ended: " + upload.state());
        }
        return Task.done();
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) {
        run(cancelIt());
    }
}
