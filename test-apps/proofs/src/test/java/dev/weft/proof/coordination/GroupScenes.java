// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.coordination;

import static dev.weft.Weft.allSettled;
import static dev.weft.Weft.any;
import static dev.weft.Weft.await;
import static dev.weft.Weft.moveOnAfter;
import static dev.weft.Weft.race;
import static dev.weft.Weft.shield;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.Outcome;
import dev.weft.Task;
import dev.weft.TaskGroup;
import dev.weft.Tuple2;
import dev.weft.sync.Channel;
import dev.weft.sync.Semaphore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Scenes of groups, races, limits and shields over what has something to lose. */
final class GroupScenes {
    private static final Duration SHORT = Duration.ofMillis(1);

    private GroupScenes() {}

    static Map<String, Scene.Maker> all() {
        Map<String, Scene.Maker> all = new LinkedHashMap<>();
        all.put("group", GroupScenes::group);
        all.put("race", seed -> first(seed, true));
        all.put("any", seed -> first(seed, false));
        all.put("allSettled", GroupScenes::settled);
        all.put("moveOnAfter", GroupScenes::limited);
        all.put("shield", seed -> new Shielded());
        return all;
    }

    private static Scene group(int seed) {
        Passing scene = new Passing();
        Channel<Integer> channel = scene.channel(seed);
        scene.use(receivesInAGroup(scene, channel));
        scene.use(scene.sends(channel, 1, 2));
        return scene;
    }

    @Async
    private static Task<Void> receivesInAGroup(Passing scene, Channel<Integer> channel) {
        await(TaskGroup.run(group -> {
            group.spawn(scene.receives(channel, 1));
            group.spawn(scene.receives(channel, 1));
            return Task.done();
        }));
        return Task.done();
    }

    private static Scene first(int seed, boolean races) {
        Passing scene = new Passing();
        Channel<Integer> one = scene.channel(seed);
        Channel<Integer> other = scene.channel(seed + 1);
        scene.use(receivesFirst(scene, one, other, races));
        scene.use(receivesFirst(scene, other, one, races));
        scene.use(scene.sends(one, 1, 1));
        scene.use(scene.sends(other, 2, 1));
        return scene;
    }

    @Async
    private static Task<Void> receivesFirst(
            Passing scene, Channel<Integer> one, Channel<Integer> other, boolean races) {
        int element = races ? await(race(one.receive(), other.receive())) : await(any(one.receive(), other.receive()));
        scene.ledger.got(element);
        return Task.done();
    }

    private static Scene settled(int seed) throws Exception {
        Passing scene = new Passing();
        Channel<Integer> one = scene.channel(seed);
        Channel<Integer> other = scene.channel(seed + 1);
        scene.use(receivesBoth(scene, one, other));
        scene.use(scene.sends(one, 1, 1));
        scene.use(scene.sends(other, 2, 1));
        return scene;
    }

    @Async
    private static Task<Void> receivesBoth(Passing scene, Channel<Integer> one, Channel<Integer> other)
            throws Exception {
        Tuple2<Outcome<Integer>, Outcome<Integer>> both = await(allSettled(one.receive(), other.receive()));
        scene.ledger.got(both.first().get());
        scene.ledger.got(both.second().get());
        return Task.done();
    }

    private static Scene limited(int seed) {
        Passing scene = new Passing();
        Channel<Integer> channel = scene.channel(seed);
        scene.use(receivesForAWhile(scene, channel));
        scene.use(sendsForAWhile(scene, channel));
        return scene;
    }

    @Async
    private static Task<Void> receivesForAWhile(Passing scene, Channel<Integer> channel) {
        await(moveOnAfter(SHORT, limit -> scene.receives(channel, 2)));
        return Task.done();
    }

    /** At the moment at which the receiver moves on. */
    @Async
    private static Task<Void> sendsForAWhile(Passing scene, Channel<Integer> channel) {
        await(sleep(SHORT));
        await(moveOnAfter(SHORT, limit -> scene.sends(channel, 1, 2)));
        return Task.done();
    }

    /** Whoever is cancelled in a shield ends; what is shielded ends by itself, and releases what it has. */
    private static final class Shielded extends Scene {
        private final Semaphore semaphore = Semaphore.bounded(1);
        private int begun;
        private int ended;

        Shielded() {
            use(shields());
            use(shields());
        }

        @Async
        private Task<Void> shields() {
            await(shield(holds()));
            return Task.done();
        }

        @Async
        @SuppressWarnings("try") // the permit is held, and not asked for anything
        private Task<Void> holds() {
            begun++;
            try (Semaphore.Permit permit = await(semaphore.permit())) {
                await(sleep(SHORT));
            }
            ended++;
            return Task.done();
        }

        @Override
        void count() {
            equal(begun, ended, "what was shielded");
            equal(1, semaphore.available(), "permits");
        }
    }
}
