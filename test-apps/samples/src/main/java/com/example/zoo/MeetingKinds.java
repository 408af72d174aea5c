// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.sync.Select.on;
import static dev.weft.sync.Select.select;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.sync.Barrier;
import dev.weft.sync.Channel;
import dev.weft.sync.Condition;
import dev.weft.sync.Event;
import dev.weft.sync.Latch;
import dev.weft.sync.Mutex;
import dev.weft.sync.Queue;
import dev.weft.sync.Watch;
import java.time.Duration;

/** Waits for what another task does, which here none does. */
@SuppressWarnings("try") // the room is held, and nothing else is done with it
final class MeetingKinds {
    private static final Channel<String> EMPTY = Channel.<String>bounded(64).named("letters");
    private static final Channel<String> FULL = Channel.<String>bounded(1).named("parcels");
    private static final Queue<String> TODO = Queue.<String>fifo(1).named("to-do");
    private static final Queue<String> DONE = Queue.<String>fifo(1).named("done");
    private static final Event DAWN = new Event("dawn");
    private static final Latch GATES = new Latch("gates", 3);
    private static final Barrier QUARTET = new Barrier("quartet", 4);
    private static final Mutex ROOM = new Mutex("room");
    private static final Condition FREE = new Condition("free room", ROOM);
    private static final Watch<String> WEATHER = Watch.of("rain").named("weather");

    private MeetingKinds() {}

    static void spawnAll(Kinds kinds) throws Exception {
        FULL.trySend("the only one");
        DONE.tryPut("the only one");
        kinds.add("receive", () -> Task.of(await(EMPTY.receive())));
        kinds.add("send", () -> Task.of(await(FULL.send("one too many"))));
        kinds.add("get", () -> Task.of(await(TODO.get())));
        kinds.add("put", () -> Task.of(await(DONE.put("one too many"))));
        kinds.add("event", () -> Task.of(await(DAWN.untilSet())));
        kinds.add("latch", () -> Task.of(await(GATES.untilOpen())));
        kinds.add("barrier", () -> Task.of(await(QUARTET.arrive())));
        kinds.<Void>add("condition", () -> {
            try (var held = await(ROOM.lock())) {
                await(FREE.untilSignalled());
            }
            return Task.done();
        });
        kinds.add("until", () -> Task.of(await(WEATHER.until("sunshine"::equals))));
        kinds.add(
                "select",
                () -> Task.of(await(select(
                        on(EMPTY.receive(), letter -> letter),
                        on(
                                select(
                                        on(spawn("herald", herald()), dawn -> dawn),
                                        on(sleep(Duration.ofDays(1)), late -> "late")),
                                whatever -> whatever)))));
    }

    @Async
    private static Task<String> herald() {
        await(DAWN.untilSet());
        return Task.of("dawn");
    }
}
