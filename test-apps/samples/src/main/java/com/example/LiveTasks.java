// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.sync.Event;
import java.time.Duration;
import java.util.Objects;

/** Lists the tasks of a loop, and where each of them stands. */
public final class LiveTasks {
    private LiveTasks() {}

    // region live-tasks
    @Async
    static Task<Integer> price(String shop) {
        await(sleep(Duration.ofSeconds(10)));
        return Task.of(shop.length());
    }

    @Async
    static Task<Void> compare() {
        await(gather(price("north"), price("south")));
        return Task.done();
    }

    @Async
    static Task<Void> forgotten() {
        await(new Event("paid").untilSet()); // nobody sets it
        return Task.done();
    }

    @Async
    static Task<Void> list() {
        spawn("compare", compare());
        spawn("forgotten", forgotten());
        await(sleep(Duration.ofMillis(10)));
        for (ScheduledTask<?> task : EventLoop.current().tasks()) {
            System.out.println(task.name() + ": " + task.state() + ", waits for "
                    + Objects.requireNonNullElse(task.waitsFor(), "nothing"));
            task.callStack().forEach(line -> System.out.println("    " + line));
        }
        return Task.done();
    }
    // endregion

    /** Runs the sample; what is left of its tasks ends with it. */
    public static void main(String[] args) {
        run(list());
    }
}
