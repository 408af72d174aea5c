// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.coordination;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.Tuple2;
import dev.weft.sync.Channel;
import dev.weft.sync.Queue;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Scenes of channels and queues. */
final class ChannelScenes {
    private static final Duration SHORT = Duration.ofMillis(2);

    private ChannelScenes() {}

    static Map<String, Scene.Maker> all() {
        Map<String, Scene.Maker> all = new LinkedHashMap<>();
        all.put("rendezvous", seed -> many(Channel.rendezvous()));
        all.put("bounded", seed -> many(Channel.bounded(1)));
        all.put("unbounded", seed -> many(Channel.unbounded()));
        all.put("dropping", seed -> dropping());
        all.put("end", ChannelScenes::end);
        all.put("gather", ChannelScenes::pair);
        all.put("waitFor", ChannelScenes::inTime);
        all.put("queue", seed -> new Working(Queue.fifo(1)));
        all.put("stack", seed -> new Working(Queue.lifo(1)));
        all.put("priority", seed -> new Working(Queue.priority(Comparator.naturalOrder(), 1)));
        return all;
    }

    private static Scene many(Channel<Integer> channel) {
        Passing scene = new Passing();
        scene.add(channel);
        scene.use(scene.sends(channel, 1, 2));
        scene.use(scene.receives(channel, 1));
        scene.use(scene.receives(channel, 2));
        scene.use(sendsLater(scene, channel));
        return scene;
    }

    /** When those who have received wait again. */
    @Async
    private static Task<Void> sendsLater(Passing scene, Channel<Integer> channel) {
        await(yieldNow());
        await(yieldNow());
        await(scene.sends(channel, 3, 1));
        return Task.done();
    }

    private static Scene dropping() {
        Passing scene = new Passing();
        Channel<Integer> channel = scene.add(Channel.droppingOldest(1, scene.ledger::got));
        scene.use(scene.sends(channel, 1, 2));
        scene.use(scene.receives(channel, 1));
        scene.use(scene.sends(channel, 3, 1));
        return scene;
    }

    private static Scene end(int seed) {
        Passing scene = new Passing();
        Channel<Integer> channel = scene.channel(seed);
        scene.use(sendsAndCloses(scene, channel));
        scene.use(receivesAll(scene, channel));
        scene.use(receivesAll(scene, channel));
        return scene;
    }

    @Async
    private static Task<Void> sendsAndCloses(Passing scene, Channel<Integer> channel) {
        await(scene.sends(channel, 1, 2));
        channel.close();
        return Task.done();
    }

    @Async
    private static Task<Void> receivesAll(Passing scene, Channel<Integer> channel) {
        for (Optional<Integer> next = await(channel.next()); next.isPresent(); next = await(channel.next())) {
            scene.ledger.got(next.get());
        }
        return Task.done();
    }

    private static Scene pair(int seed) {
        Passing scene = new Passing();
        Channel<Integer> one = scene.channel(seed);
        Channel<Integer> other = scene.channel(seed + 1);
        scene.use(receivesPair(scene, one, other));
        scene.use(scene.sends(one, 1, 1));
        scene.use(scene.sends(other, 2, 1));
        return scene;
    }

    @Async
    private static Task<Void> receivesPair(Passing scene, Channel<Integer> one, Channel<Integer> other) {
        Tuple2<Integer, Integer> both = await(gather(one.receive(), other.receive()));
        scene.ledger.got(both.first());
        scene.ledger.got(both.second());
        return Task.done();
    }

    private static Scene inTime(int seed) {
        Passing scene = new Passing();
        Channel<Integer> channel = scene.channel(seed);
        scene.use(receivesInTime(scene, channel));
        scene.use(sendsInTime(scene, channel, 1));
        scene.use(sendsInTime(scene, channel, 2));
        return scene;
    }

    @Async
    private static Task<Void> receivesInTime(Passing scene, Channel<Integer> channel) {
        try {
            scene.ledger.got(await(waitFor(channel.receive(), SHORT)));
        } catch (TimeoutException late) {
            return Task.done();
        }
        return Task.done();
    }

    /** At the moment at which the receive is late. */
    @Async
    private static Task<Void> sendsInTime(Passing scene, Channel<Integer> channel, int element) {
        await(sleep(SHORT));
        try {
            await(waitFor(channel.send(element), SHORT));
            scene.ledger.sent(element);
        } catch (TimeoutException late) {
            return Task.done();
        }
        return Task.done();
    }

    /** Workers of a queue. Of what is not done in the end as much is in the queue. */
    private static final class Working extends Scene {
        private final Ledger ledger = new Ledger(this);
        private final Queue<Integer> queue;

        Working(Queue<Integer> queue) {
            this.queue = queue;
            use(puts());
            use(works());
            use(works());
            use(joins());
        }

        @Async
        private Task<Void> puts() {
            for (int i = 1; i <= 3; i++) {
                await(queue.put(i));
                ledger.sent(i);
            }
            await(queue.join());
            queue.shutdown();
            return Task.done();
        }

        @Async
        private Task<Void> works() {
            while (!queue.isShutDown() && ledger.count() < 3) {
                int job = await(queue.get());
                ledger.got(job);
                try {
                    await(yieldNow());
                } finally {
                    queue.taskDone();
                }
                if (ledger.count() == 3) {
                    break;
                }
                await(sleep(SHORT));
            }
            return Task.done();
        }

        @Async
        private Task<Void> joins() {
            await(queue.join());
            return Task.done();
        }

        @Override
        void count() {
            equal(0, queue.statistics().sendersWaiting(), "who waits to put");
            equal(0, queue.statistics().receiversWaiting(), "who waits to get");
            equal(queue.size(), queue.unfinished(), "unfinished");
            ledger.balance(queue.shutdownNow());
            equal(0, queue.unfinished(), "unfinished after the shutdown");
        }
    }
}
