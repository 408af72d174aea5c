// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.run;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.sync.Condition;
import dev.weft.sync.Mutex;
import dev.weft.sync.Semaphore;
import java.util.ArrayList;
import java.util.List;

/** Tasks that wait for permits, and for what others change. */
@SuppressWarnings("try") // guards and permits are held, and nothing else is done with them
public final class Kitchen {
    private Kitchen() {}

    // region permits
    @Async
    static Task<Void> cook(String dish, Semaphore stoves) {
        try (Semaphore.Permit stove = await(stoves.permit())) {
            System.out.println("cooks " + dish + ", " + stoves.available() + " stoves free");
            await(yieldNow()); // others have their turn
        }
        return Task.done();
    }

    @Async
    static Task<Void> cookAll() {
        Semaphore stoves = Semaphore.bounded("stoves", 2);
        await(gather(cook("soup", stoves), cook("fish", stoves), cook("cake", stoves)));
        return Task.done();
    }
    // endregion

    // region condition
    /** What is ready to be served, and the mutex that guards it. */
    static final class Counter {
        private final Mutex mutex = new Mutex("counter");
        private final Condition enough = new Condition("enough dishes", mutex);
        private final List<String> dishes = new ArrayList<>();

        @Async
        Task<Void> put(String dish) {
            try (Mutex.Guard held = await(mutex.lock())) {
                dishes.add(dish);
                enough.signalAll();
            }
            return Task.done();
        }

        @Async
        Task<List<String>> take(int count) {
            try (Mutex.Guard held = await(mutex.lock())) {
                await(enough.waitFor(() -> dishes.size() >= count));
                List<String> taken = List.copyOf(dishes.subList(0, count));
                dishes.subList(0, count).clear();
                return Task.of(taken);
            }
        }
    }

    @Async
    static Task<Void> serve() {
        Counter counter = new Counter();
        ScheduledTask<List<String>> waiter = spawn("waiter", counter.take(2));
        for (String dish : new String[] {"soup", "fish", "cake"}) {
            await(counter.put(dish));
        }
        System.out.println("serves " + await(waiter));
        return Task.done();
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) {
        run(cookAll());
        run(serve());
    }
}
