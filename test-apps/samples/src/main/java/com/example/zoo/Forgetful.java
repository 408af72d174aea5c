// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.runOn;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.EventLoopGroup;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import java.time.Duration;

/**
 * Forgets work, each kind that its arguments name: {@code dropped} is a call that nobody awaits, {@code unseen} a failure, {@code left} a task
 * that has not ended when the program does. Without one of these it forgets none; with {@code group} it runs on a group of loops.
 */
@SuppressWarnings("weft:UnawaitedTask") // the fault that is shown
final class Forgetful {
    private Forgetful() {}

    /** Runs it. */
    public static void main(String[] args) {
        String kinds = String.join(" ", args);
        if (kinds.contains("group")) {
            try (EventLoopGroup group = EventLoopGroup.start("post", 2)) {
                runOn(group, forget(kinds));
            }
        } else {
            run(forget(kinds));
        }
        System.out.println("nothing is forgotten");
    }

    @Async
    static Task<Void> forget(String kinds) {
        await(send("a parcel"));
        if (kinds.contains("dropped")) {
            send("a letter");
        }
        ScheduledTask<Void> refused = spawn("refused", send(""));
        if (kinds.contains("unseen")) {
            await(yieldNow());
        } else {
            refused.onComplete((done, failure) -> {});
        }
        ScheduledTask<Void> sleeper = spawn("sleeper", sleepLong());
        await(sleep(Duration.ofMillis(1)));
        if (!kinds.contains("left")) {
            sleeper.cancel();
        }
        return Task.done();
    }

    @Async
    static Task<Void> send(String what) {
        if (what.isEmpty()) {
            throw new IllegalArgumentException("nothing to send");
        }
        await(yieldNow());
        return Task.done();
    }

    @Async
    static Task<Void> sleepLong() {
        await(sleep(Duration.ofDays(1)));
        return Task.done();
    }
}
