// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.sync.Channel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Meets tasks of the other loop. */
final class StressAcross {
    private final Channel<Integer> bridge = Channel.bounded(1);
    private final List<EventLoop> loops = new CopyOnWriteArrayList<>();

    void addTo(Stress stress, EventLoop loop) {
        loops.add(loop);
        stress.add(() -> Task.of(await(bridge.send(1))));
        stress.add(() -> {
            await(bridge.receive());
            return Task.done();
        });
        stress.add(() -> {
            EventLoop other = loops.get(loop.random().nextInt(loops.size()));
            await(other.spawn(rest()).toCompletableFuture());
            return Task.done();
        });
    }

    @Async
    private static Task<Void> rest() {
        await(sleep(Duration.ofMillis(1)));
        return Task.done();
    }
}
