// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.explore;

import static com.example.semantics.explore.Actors.end;
import static com.example.semantics.explore.Actors.succeeded;
import static dev.weft.Weft.await;
import static dev.weft.Weft.spawn;
import static dev.weft.sync.Select.on;
import static dev.weft.sync.Select.select;
import static dev.weft.testing.Explorer.pause;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Outcome;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.sync.Broadcast;
import dev.weft.sync.Channel;
import dev.weft.sync.Queue;
import dev.weft.sync.Watch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Small programs of what hands elements from one task to another. In each a cancellation comes at any place, and no element is lost. */
final class Handing {
    private Handing() {}

    @Async
    static Task<Void> fifo(Actors actors) throws Exception {
        return queue(Queue.<Integer>fifo(1).named("queue"), actors);
    }

    @Async
    static Task<Void> lifo(Actors actors) throws Exception {
        return queue(Queue.<Integer>lifo(1).named("queue"), actors);
    }

    @Async
    static Task<Void> priority(Actors actors) throws Exception {
        return queue(Queue.priority(Comparator.<Integer>naturalOrder(), 1).named("queue"), actors);
    }

    /** As many elements as there are takers, over a queue that holds one. */
    @Async
    private static Task<Void> queue(Queue<Integer> queue, Actors actors) throws Exception {
        ScheduledTask<Void> putter = spawn(puts(queue, actors.tasks()));
        List<Outcome<Integer>> taken = await(actors.run(number -> takes(queue)));
        await(putter);
        List<Integer> all = values(taken);
        queue.tryGet().ifPresent(all::add);
        assertAllOf(actors.tasks(), all);
        assertTrue(queue.isEmpty());
        return Task.done();
    }

    @Async
    private static Task<Void> puts(Queue<Integer> queue, int count) {
        for (int element = 0; element < count; element++) {
            await(queue.put(element));
        }
        return Task.done();
    }

    @Async
    private static Task<Integer> takes(Queue<Integer> queue) {
        return Task.of(await(queue.get()));
    }

    private static <T> List<T> values(List<Outcome<T>> outcomes) {
        List<T> values = new ArrayList<>();
        outcomes.stream().filter(Outcome::isSuccess).map(Outcome::get).forEach(values::add);
        return values;
    }

    /** No element is there twice, and none is missing. */
    private static void assertAllOf(int count, List<Integer> elements) {
        List<Integer> expected = new ArrayList<>();
        for (int element = 0; element < count; element++) {
            expected.add(element);
        }
        Collections.sort(elements);
        assertEquals(expected, elements);
    }

    @Async
    static Task<Void> bounded(Actors actors) throws Exception {
        return channel(Channel.<Integer>bounded(1).named("channel"), actors);
    }

    @Async
    static Task<Void> unbounded(Actors actors) throws Exception {
        return channel(Channel.<Integer>unbounded().named("channel"), actors);
    }

    /** As many elements as there are receivers; what is left when they have ended is received here. */
    @Async
    private static Task<Void> channel(Channel<Integer> channel, Actors actors) throws Exception {
        ScheduledTask<Void> sender = spawn(sends(channel, actors.tasks()));
        List<Integer> all = values(await(actors.run(number -> receives(channel))));
        while (all.size() < actors.tasks()) {
            all.add(await(channel.receive()));
        }
        await(sender);
        assertAllOf(actors.tasks(), all);
        assertEquals(Optional.empty(), channel.tryReceive());
        return Task.done();
    }

    @Async
    private static Task<Void> sends(Channel<Integer> channel, int count) {
        for (int element = 0; element < count; element++) {
            await(channel.send(element));
        }
        return Task.done();
    }

    @Async
    private static Task<Integer> receives(Channel<Integer> channel) {
        return Task.of(await(channel.receive()));
    }

    /** A rendezvous, of which the senders are the actors: an element is handed over or not sent. */
    @Async
    static Task<Void> rendezvous(Actors actors) throws Exception {
        Channel<Integer> channel = Channel.<Integer>rendezvous().named("channel");
        List<ScheduledTask<Void>> senders = actors.start(number -> sendsOne(channel, number));
        List<Integer> received = new ArrayList<>();
        for (int i = 0; i < actors.left(); i++) {
            received.add(await(channel.receive()));
        }
        boolean firstSent = await(end(senders.get(0))).isSuccess();
        if (firstSent && received.size() < actors.tasks() && !received.contains(0)) {
            throw new AssertionError("the element of the first sender is lost");
        }
        if (firstSent && received.size() < actors.tasks()) {
            received.add(await(channel.receive()));
        }
        for (ScheduledTask<Void> sender : senders.subList(1, actors.tasks())) {
            await(sender);
        }
        assertEquals(firstSent, received.contains(0));
        assertEquals(firstSent ? actors.tasks() : actors.tasks() - 1, received.size());
        assertEquals(Optional.empty(), channel.tryReceive());
        return Task.done();
    }

    @Async
    private static Task<Void> sendsOne(Channel<Integer> channel, int element) {
        await(channel.send(element));
        return Task.done();
    }

    /** A conflated channel keeps the last element, whoever is cancelled. */
    @Async
    static Task<Void> conflated(Actors actors) throws Exception {
        Channel<Integer> channel = Channel.<Integer>conflated().named("channel");
        List<ScheduledTask<Integer>> receivers = actors.start(number -> receivesUntil(channel, 1));
        spawn(sends(channel, 2));
        List<Integer> last = values(await(Actors.ended(receivers.subList(0, 1))));
        if (last.isEmpty()) {
            last.add(await(receivers.get(1)));
        }
        assertEquals(List.of(1), last);
        receivers.forEach(ScheduledTask::cancel);
        return Task.done();
    }

    @Async
    private static Task<Integer> receivesUntil(Channel<Integer> channel, int last) {
        int received;
        do {
            received = await(channel.receive());
        } while (received != last);
        channel.trySend(last); // for the next one
        return Task.of(received);
    }

    /** What is dropped is told, so that all is received, is still there, or was dropped. */
    @Async
    static Task<Void> droppingOldest(Actors actors) throws Exception {
        List<Integer> all = new ArrayList<>();
        Channel<Integer> channel = Channel.<Integer>droppingOldest(1, all::add).named("channel");
        List<ScheduledTask<Integer>> receivers = actors.start(number -> receives(channel));
        ScheduledTask<Void> sender = spawn(sends(channel, actors.tasks()));
        await(sender);
        receivers.subList(1, actors.tasks()).forEach(ScheduledTask::cancel);
        if (!actors.cancels()) {
            receivers.get(0).cancel();
        }
        all.addAll(values(await(Actors.ended(receivers))));
        channel.tryReceive().ifPresent(all::add);
        assertAllOf(actors.tasks(), all);
        return Task.done();
    }

    /** Who waits at two channels takes from one. */
    @Async
    static Task<Void> selectOfTwo(Actors actors) throws Exception {
        Channel<Integer> one = Channel.<Integer>bounded(2).named("one");
        Channel<Integer> other = Channel.<Integer>bounded(1).named("other");
        ScheduledTask<Void> first = spawn(sendsOne(one, 0));
        ScheduledTask<Void> second = spawn(sendsOne(other, 1));
        List<Integer> all = values(await(actors.run(number -> selects(one, other, actors.tasks() > 2 && number == 2))));
        await(first);
        await(second);
        all.addAll(one.closeNow());
        all.addAll(other.closeNow());
        all.removeIf(element -> element == 2);
        assertAllOf(2, all);
        return Task.done();
    }

    @Async
    private static Task<Integer> selects(Channel<Integer> one, Channel<Integer> other, boolean sends) {
        if (sends) {
            await(one.send(2));
            return Task.of(2);
        }
        return Task.of(await(select(on(one.receive(), element -> element), on(other.receive(), element -> element))));
    }

    /** A receive that is cancelled has taken nothing: the next one of the same subscriber gets it. */
    @Async
    static Task<Void> broadcast(Actors actors) throws Exception {
        Broadcast<Integer> broadcast = Broadcast.<Integer>keeping(4).named("broadcast");
        List<Broadcast.Subscription<Integer>> subscriptions = new ArrayList<>();
        for (int i = 0; i < actors.tasks(); i++) {
            subscriptions.add(broadcast.subscribe());
        }
        spawn(sends(broadcast, actors));
        List<Outcome<Integer>> received = await(actors.run(number -> receives(subscriptions.get(number))));
        for (int i = 0; i < actors.tasks(); i++) {
            if (received.get(i).isSuccess()) {
                assertEquals(0, received.get(i).get());
            } else {
                assertEquals(0, await(subscriptions.get(i).receive()));
            }
            assertEquals(1, await(subscriptions.get(i).receive()));
        }
        return Task.done();
    }

    @Async
    private static Task<Void> sends(Broadcast<Integer> broadcast, Actors actors) {
        broadcast.send(0);
        if (actors.tasks() == 2) {
            await(pause());
        }
        broadcast.send(1);
        return Task.done();
    }

    @Async
    private static Task<Integer> receives(Broadcast.Subscription<Integer> subscription) {
        return Task.of(await(subscription.receive()));
    }

    /** Each observer comes to see the last value, and a wait that is cancelled has seen nothing. */
    @Async
    static Task<Void> watch(Actors actors) throws Exception {
        Watch<Integer> watch = Watch.of(0).named("watch");
        List<Watch.Observer<Integer>> observers = new ArrayList<>();
        for (int i = 0; i < actors.tasks(); i++) {
            observers.add(watch.observe());
        }
        ScheduledTask<Void> setter = spawn(sets(watch, actors));
        List<Outcome<Integer>> seen = await(actors.run(number -> sees(observers.get(number))));
        for (int i = 0; i < actors.tasks(); i++) {
            int last = seen.get(i).isSuccess() ? seen.get(i).get() : 0;
            while (last != 2) {
                last = await(observers.get(i).changed());
            }
        }
        await(setter);
        assertTrue(succeeded(seen) >= actors.left());
        return Task.done();
    }

    @Async
    private static Task<Void> sets(Watch<Integer> watch, Actors actors) {
        watch.set(1);
        if (actors.tasks() == 2) {
            await(pause());
        }
        watch.set(2);
        return Task.done();
    }

    @Async
    private static Task<Integer> sees(Watch.Observer<Integer> observer) {
        return Task.of(await(observer.changed()));
    }
}
