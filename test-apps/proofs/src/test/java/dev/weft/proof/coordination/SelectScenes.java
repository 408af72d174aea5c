// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.coordination;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.sync.Select.on;
import static dev.weft.sync.Select.select;
import static dev.weft.sync.Select.selectUnbiased;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.sync.Channel;
import dev.weft.sync.Mutex;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Scenes of selects. What a clause gives is noted when the select has given it. */
final class SelectScenes {
    private static final Duration SHORT = Duration.ofMillis(1);

    private SelectScenes() {}

    static Map<String, Scene.Maker> all() {
        Map<String, Scene.Maker> all = new LinkedHashMap<>();
        all.put("select of receives", SelectScenes::receives);
        all.put("selects that meet", SelectScenes::meeting);
        all.put("select with a timer", SelectScenes::late);
        all.put("select with a task", SelectScenes::task);
        all.put("select with a lock", SelectScenes::lock);
        all.put("select with what has to unwind", SelectScenes::unwinding);
        all.put("select with a limited send", SelectScenes::limited);
        return all;
    }

    private static Scene receives(int seed) {
        Passing scene = new Passing();
        Channel<Integer> one = scene.channel(seed);
        Channel<Integer> other = scene.channel(seed + 1);
        scene.use(receivesAny(scene, one, other, 2));
        scene.use(receivesAny(scene, other, one, 1));
        scene.use(scene.sends(one, 1, 2));
        scene.use(scene.sends(other, 3, 1));
        return scene;
    }

    @Async
    private static Task<Void> receivesAny(Passing scene, Channel<Integer> one, Channel<Integer> other, int count) {
        for (int i = 0; i < count; i++) {
            scene.ledger.got(await(selectUnbiased(
                    on(one.receive(), element -> element), on(other.next(), element -> element.orElseThrow()))));
        }
        return Task.done();
    }

    /** Each of two could receive what the other one sends, on either channel. */
    private static Scene meeting(int seed) {
        Passing scene = new Passing();
        Channel<Integer> one = scene.add(Channel.rendezvous());
        Channel<Integer> other = scene.add(Channel.rendezvous());
        scene.use(sendsOrReceives(scene, one, other, 1));
        scene.use(sendsOrReceives(scene, other, one, 2));
        return scene;
    }

    @Async
    private static Task<Void> sendsOrReceives(Passing scene, Channel<Integer> to, Channel<Integer> from, int element) {
        int received = await(select(on(to.send(element), nothing -> 0), on(from.receive(), got -> got)));
        if (received == 0) {
            scene.ledger.sent(element);
        } else {
            scene.ledger.got(received);
        }
        return Task.done();
    }

    private static Scene late(int seed) {
        Passing scene = new Passing();
        Channel<Integer> channel = scene.channel(seed);
        scene.use(receivesOrIsLate(scene, channel));
        scene.use(sendsOrIsLate(scene, channel));
        return scene;
    }

    @Async
    private static Task<Void> receivesOrIsLate(Passing scene, Channel<Integer> channel) {
        int received = await(select(on(channel.receive(), got -> got), on(sleep(SHORT), late -> 0)));
        if (received != 0) {
            scene.ledger.got(received);
        }
        return Task.done();
    }

    @Async
    private static Task<Void> sendsOrIsLate(Passing scene, Channel<Integer> channel) {
        await(sleep(SHORT));
        if (await(select(on(sleep(SHORT), late -> false), on(channel.send(1), nothing -> true)))) {
            scene.ledger.sent(1);
        }
        return Task.done();
    }

    private static Scene task(int seed) {
        Passing scene = new Passing();
        Channel<Integer> channel = scene.channel(seed);
        scene.use(receivesOrWaitsForATask(scene, channel));
        scene.use(sendsOrIsLate(scene, channel));
        return scene;
    }

    @Async
    private static Task<Void> receivesOrWaitsForATask(Passing scene, Channel<Integer> channel) {
        int received = await(select(on(spawn(sleep(SHORT)), ended -> 0), on(channel.receive(), got -> got)));
        if (received != 0) {
            scene.ledger.got(received);
        }
        return Task.done();
    }

    private static Scene lock(int seed) {
        Passing scene = new Passing();
        Channel<Integer> channel = scene.channel(seed);
        Mutex mutex = new Mutex();
        scene.use(locksOrReceives(scene, mutex, channel));
        scene.use(locksOrReceives(scene, mutex, channel));
        scene.use(sendsOrIsLate(scene, channel));
        scene.use(isFree(scene, mutex));
        return scene;
    }

    @Async
    private static Task<Void> locksOrReceives(Passing scene, Mutex mutex, Channel<Integer> channel) {
        int received = await(select(on(channel.receive(), got -> got), on(mutex.lock(), guard -> 0)));
        if (received != 0) {
            scene.ledger.got(received);
            return Task.done();
        }
        try {
            await(sleep(SHORT));
        } finally {
            mutex.unlock();
        }
        return Task.done();
    }

    /** Looks when the others have ended; who is cancelled before that has nothing to say. */
    @Async
    private static Task<Void> isFree(Scene scene, Mutex mutex) {
        await(sleep(Run.LONGEST.dividedBy(2)));
        scene.check(!mutex.isLocked(), "the mutex is locked, by nobody");
        scene.equal(0, mutex.statistics().waiting(), "who waits for the mutex");
        return Task.done();
    }

    private static Scene unwinding(int seed) {
        Passing scene = new Passing();
        Channel<Integer> channel = scene.channel(seed);
        scene.use(receivesOrUnwinds(scene, channel));
        scene.use(sendsOrUnwinds(scene, channel));
        return scene;
    }

    @Async
    private static Task<Void> sendsOrUnwinds(Passing scene, Channel<Integer> channel) {
        if (await(select(
                on(channel.send(1), nothing -> true), on(gather(unwindsSlowly(), unwindsSlowly()), both -> false)))) {
            scene.ledger.sent(1);
        }
        return Task.done();
    }

    /** Of two limits for a send, the select's comes when somebody may receive. */
    private static Scene limited(int seed) {
        Passing scene = new Passing();
        Channel<Integer> channel = scene.channel(seed);
        scene.use(sendsWithinLimits(scene, channel));
        scene.use(sendsWithinLimits(scene, channel));
        scene.use(triesToReceive(scene, channel));
        return scene;
    }

    @Async
    private static Task<Void> sendsWithinLimits(Passing scene, Channel<Integer> channel) {
        try {
            if (await(select(
                    on(sleep(SHORT), late -> false), on(waitFor(channel.send(1), Run.LONGEST), nothing -> true)))) {
                scene.ledger.sent(1);
            }
        } catch (TimeoutException late) {
            scene.check(false, "a send was given up too late");
        }
        return Task.done();
    }

    @Async
    private static Task<Void> triesToReceive(Passing scene, Channel<Integer> channel) {
        await(sleep(SHORT));
        channel.tryReceive().ifPresent(scene.ledger::got);
        return Task.done();
    }

    /** The select has its element, and ends when the other clause has. */
    @Async
    private static Task<Void> receivesOrUnwinds(Passing scene, Channel<Integer> channel) {
        int received = await(select(
                on(channel.receive(), got -> got),
                on(gather(sleep(SHORT.multipliedBy(3)), unwindsSlowly()), both -> 0)));
        if (received != 0) {
            scene.ledger.got(received);
        }
        return Task.done();
    }

    @Async
    private static Task<Void> unwindsSlowly() {
        try {
            await(sleep(SHORT.multipliedBy(3)));
        } finally {
            await(sleep(SHORT));
        }
        return Task.done();
    }
}
