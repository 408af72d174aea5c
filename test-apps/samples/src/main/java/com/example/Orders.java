// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.sync.Select.on;
import static dev.weft.sync.Select.select;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.sync.Broadcast;
import dev.weft.sync.Channel;
import dev.weft.sync.Queue;
import dev.weft.sync.ReceiveChannel;
import dev.weft.sync.SendChannel;
import dev.weft.sync.Watch;
import java.time.Duration;
import java.util.Optional;

/** Tasks that hand things to one another: through a channel, a queue, a select, a watch and a broadcast. */
public final class Orders {
    private Orders() {}

    // region channel
    @Async
    static Task<Void> produce(SendChannel<String> orders) {
        for (String order : new String[] {"tea", "coffee", "milk"}) {
            await(orders.send(order));
        }
        orders.close();
        return Task.done();
    }

    @Async
    static Task<Void> consume(ReceiveChannel<String> orders) {
        for (Optional<String> next = await(orders.next()); next.isPresent(); next = await(orders.next())) {
            System.out.println("makes " + next.get());
        }
        System.out.println("no more orders");
        return Task.done();
    }

    @Async
    static Task<Void> overAChannel() {
        Channel<String> orders = Channel.bounded(10);
        ScheduledTask<Void> producer = spawn(produce(orders));
        await(consume(orders));
        return Task.of(await(producer));
    }
    // endregion

    // region queue
    @Async
    static Task<Void> worker(Queue<Integer> jobs) {
        while (true) {
            int job = await(jobs.get());
            System.out.println("does job " + job);
            jobs.taskDone();
        }
    }

    @Async
    static Task<Void> overAQueue() {
        Queue<Integer> jobs = Queue.priority(Integer::compare);
        ScheduledTask<Void> worker = spawn(worker(jobs));
        for (int job : new int[] {3, 1, 2}) {
            await(jobs.put(job));
        }
        await(jobs.join());
        System.out.println("all is done");
        worker.cancel();
        return Task.done();
    }
    // endregion

    // region select
    @Async
    static Task<Void> whateverComesFirst() {
        Channel<String> orders = Channel.rendezvous();
        Channel<String> complaints = Channel.rendezvous();
        spawn(complaints.send("too cold"));
        for (int i = 0; i < 2; i++) {
            String first = await(select(
                    on(orders.receive(), order -> "an order: " + order),
                    on(complaints.receive(), complaint -> "a complaint: " + complaint),
                    on(sleep(Duration.ofMillis(50)), nothing -> "nothing for 50 ms")));
            System.out.println(first);
        }
        return Task.done();
    }
    // endregion

    // region watch
    @Async
    static Task<Void> untilItIsReady() {
        Watch<Integer> percent = Watch.of(0);
        ScheduledTask<Integer> ready = spawn(percent.until(value -> value == 100));
        for (int i = 0; i < 4; i++) {
            await(sleep(Duration.ofMillis(1)));
            percent.update(value -> value + 25);
        }
        System.out.println(await(ready) + " %");
        return Task.done();
    }
    // endregion

    // region broadcast
    @Async
    static Task<Void> toEveryone() {
        Broadcast<String> news = Broadcast.keeping(16);
        Broadcast.Subscription<String> kitchen = news.subscribe();
        Broadcast.Subscription<String> bar = news.subscribe();
        news.send("we close at six");
        System.out.println("kitchen: " + await(kitchen.receive()));
        System.out.println("bar: " + await(bar.receive()));
        return Task.done();
    }
    // endregion

    @Async
    static Task<Void> all() {
        await(overAChannel());
        await(overAQueue());
        await(whateverComesFirst());
        await(untilItIsReady());
        return Task.of(await(toEveryone()));
    }

    /** Runs the sample. */
    public static void main(String[] args) {
        run(all());
    }
}
