// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import java.util.ArrayList;
import java.util.List;

/** Two tasks that await one another. */
final class AwaitCycle {
    private AwaitCycle() {}

    @Async
    static Task<Void> open(String argument) {
        List<ScheduledTask<Void>> both = new ArrayList<>();
        both.add(spawn("chicken", chicken(both)));
        both.add(spawn("egg", egg(both)));
        await(Standing.untilAwaits("task", both.get(0)));
        await(Standing.untilAwaits("task", both.get(1)));
        return Task.done();
    }

    @Async
    static Task<Void> chicken(List<ScheduledTask<Void>> both) {
        await(yieldNow());
        await(both.get(1));
        return Task.done();
    }

    @Async
    static Task<Void> egg(List<ScheduledTask<Void>> both) {
        await(yieldNow());
        await(both.get(0));
        return Task.done();
    }
}
