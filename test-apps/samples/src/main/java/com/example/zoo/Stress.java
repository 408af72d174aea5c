// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.async;
import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.AsyncBlock;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.TaskGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Two loops on which tasks do everything that tasks can do, again and again, in no order. */
final class Stress {
    private static final int WORKERS_OF_EACH = 3;

    /** How much has been done. */
    static final LongAdder ROUNDS = new LongAdder();

    private final List<AsyncBlock<Void, Exception>> works = new ArrayList<>();

    @Async
    static Task<Void> open(String argument) throws Exception {
        startBoth();
        await(Standing.until(() -> ROUNDS.sum() > 1_000));
        return Task.done();
    }

    /** Starts both loops, on threads that end with the JVM. */
    static void startBoth() throws Exception {
        StressAcross across = new StressAcross();
        Standing.loop("stress-1", async(() -> Task.of(await(new Stress().work(across)))));
        Standing.loop("stress-2", async(() -> Task.of(await(new Stress().work(across)))));
    }

    void add(AsyncBlock<Void, Exception> work) {
        works.add(work);
    }

    @Async
    private Task<Void> work(StressAcross across) throws Exception {
        new StressLocks().addTo(this);
        new StressMeetings().addTo(this);
        new StressCalls().addTo(this);
        await(new StressNetwork().addTo(this));
        across.addTo(this, EventLoop.current());
        await(TaskGroup.run(group -> {
            for (AsyncBlock<Void, Exception> each : works) {
                for (int i = 0; i < WORKERS_OF_EACH; i++) {
                    group.spawn(again(each));
                }
            }
            return Task.done();
        }));
        return Task.done();
    }

    @Async
    private static Task<Void> again(AsyncBlock<Void, Exception> work) throws Exception {
        while (true) {
            await(work.run());
            ROUNDS.increment();
            await(sleep(Duration.ofNanos(EventLoop.current().random().nextInt(3_000_000))));
        }
    }
}
