// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.sync.Select.on;
import static dev.weft.sync.Select.select;

import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.sync.Barrier;
import dev.weft.sync.Broadcast;
import dev.weft.sync.Channel;
import dev.weft.sync.Condition;
import dev.weft.sync.Event;
import dev.weft.sync.Latch;
import dev.weft.sync.Mutex;
import dev.weft.sync.Queue;
import dev.weft.sync.Watch;

/** Meets other tasks. */
@SuppressWarnings("try") // the room is held, and nothing else is done with it
final class StressMeetings {
    private final Channel<Integer> numbers = Channel.rendezvous();
    private final Channel<Integer> letters = Channel.bounded(1);
    private final Queue<Integer> todo = Queue.fifo(1);
    private final Event bell = Event.autoReset();
    private final Barrier pair = new Barrier(2);
    private final Mutex room = new Mutex();
    private final Condition free = new Condition(room);
    private final Watch<Integer> clock = Watch.of(0);
    private final Broadcast<Integer> news = Broadcast.keeping(16);

    void addTo(Stress stress) {
        stress.add(() -> Task.of(await(numbers.send(1))));
        stress.add(() -> Task.of(discard(await(numbers.receive()))));
        stress.add(() -> Task.of(await(letters.send(1))));
        stress.add(() -> Task.of(
                discard(await(select(on(letters.receive(), letter -> letter), on(bell.untilSet(), nothing -> 0))))));
        stress.add(() -> Task.of(await(todo.put(1))));
        stress.add(() -> Task.of(discard(await(todo.get()))));
        stress.add(() -> Task.of(discard(await(pair.arrive()))));
        stress.add(() -> Task.of(discard(await(clock.observe().changed()))));
        stress.add(() -> {
            try (var held = await(room.lock())) {
                await(free.untilSignalled());
            }
            return Task.done();
        });
        stress.add(() -> {
            try (var held = await(room.lock())) {
                free.signalAll();
            }
            bell.set();
            clock.update(time -> time + 1);
            news.send(1);
            return Task.done();
        });
        stress.add(() -> {
            Latch latch = new Latch(1);
            EventLoop.current().post(latch::countDown);
            await(latch.untilOpen());
            return Task.done();
        });
        stress.add(() -> Task.of(discard(await(news.subscribe().receive()))));
    }

    private static Void discard(Object result) {
        return null;
    }
}
