// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import static com.example.semantics.Schedules.failsAfter;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.moveOnAfter;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.sync.Select.on;
import static dev.weft.sync.Select.select;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.semantics.OnEverySchedule;
import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.WaitDescription;
import dev.weft.junit.AsyncTest;
import dev.weft.sync.Broadcast;
import dev.weft.sync.BroadcastStatistics;
import dev.weft.sync.ChannelClosedException;
import dev.weft.sync.LaggedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each element for every subscriber: behaviours of tokio's sync_broadcast. */
@Timeout(120)
class BroadcastTest implements OnEverySchedule {
    @Async
    private static Task<List<Integer>> receivesAll(Broadcast.Subscription<Integer> subscription) {
        List<Integer> received = new ArrayList<>();
        for (Optional<Integer> next = await(subscription.next()); next.isPresent(); next = await(subscription.next())) {
            received.add(next.get());
        }
        return Task.of(received);
    }

    /** tokio sync_broadcast: send to two receivers; a receiver that waits; clean up at the end. */
    @AsyncTest
    void givesEachElementToEverySubscriber() throws Exception {
        Broadcast<Integer> broadcast = Broadcast.keeping(10);
        ScheduledTask<List<Integer>> one = spawn(receivesAll(broadcast.subscribe()));
        ScheduledTask<List<Integer>> other = spawn(receivesAll(broadcast.subscribe()));
        for (int i = 0; i < 8; i++) {
            broadcast.send(i);
            if (i % 3 == 0) {
                await(sleep(ms(1)));
            }
        }
        broadcast.close();
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7), await(one));
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7), await(other));
    }

    /** tokio sync_broadcast: who subscribes later gets what is sent later. */
    @AsyncTest
    void givesWhatIsSentAfterTheSubscription() throws Exception {
        Broadcast<Integer> broadcast = Broadcast.keeping(2);
        broadcast.send(1);
        Broadcast.Subscription<Integer> late = broadcast.subscribe();
        assertTrue(late.tryReceive().isEmpty());
        broadcast.send(2);
        assertEquals(2, late.tryReceive().get());
        assertTrue(late.tryReceive().isEmpty());
    }

    /** tokio sync_broadcast: lagging by overflow, how many, and that it goes on with the oldest that is kept. */
    @AsyncTest
    void tellsASlowSubscriberHowManyItHasMissed() throws Exception {
        Broadcast<Integer> broadcast = Broadcast.<Integer>keeping(2).named("prices");
        Broadcast.Subscription<Integer> slow = broadcast.subscribe();
        for (int i = 0; i < 5; i++) {
            broadcast.send(i);
        }
        LaggedException lagged = assertInstanceOf(LaggedException.class, await(failureOf(slow.receive())));
        assertEquals(3, lagged.missed());
        assertTrue(lagged.getMessage().startsWith("broadcast \"prices\""), lagged.getMessage());
        assertEquals(3, await(slow.receive()));
        broadcast.send(5);
        broadcast.send(6);
        assertEquals(1, assertThrows(LaggedException.class, slow::tryReceive).missed());
        assertEquals(5, slow.tryReceive().get());
        assertEquals(Optional.of(6), await(slow.next()));
    }

    /** tokio sync_broadcast: a receiver that lags when the sender is gone is told so, gets what is kept, and then the end. */
    @AsyncTest
    void tellsTheEndAfterWhatIsKept() throws Exception {
        Broadcast<Integer> broadcast = Broadcast.keeping(1);
        Broadcast.Subscription<Integer> slow = broadcast.subscribe();
        broadcast.send(1);
        broadcast.send(2);
        broadcast.close();
        broadcast.close();
        assertThrows(ChannelClosedException.class, () -> broadcast.send(3));
        assertInstanceOf(LaggedException.class, await(failureOf(slow.next())));
        assertEquals(2, await(slow.receive()));
        assertEquals(Optional.empty(), await(slow.next()));
        assertInstanceOf(ChannelClosedException.class, await(failureOf(slow.receive())));
        assertThrows(ChannelClosedException.class, slow::tryReceive);
    }

    /** tokio sync_broadcast: closing wakes receivers. */
    @AsyncTest
    void wakesThoseWhoWaitWhenItIsClosed() throws Exception {
        Broadcast<Integer> broadcast = Broadcast.keeping(1);
        ScheduledTask<Optional<Integer>> next = spawn(broadcast.subscribe().next());
        ScheduledTask<Throwable> receive = spawn(failureOf(broadcast.subscribe().receive()));
        await(sleep(ms(1)));
        assertEquals(State.SUSPENDED, next.state());
        assertEquals("broadcast (keeps 0 of 1, 2 wait)", broadcast.toString());
        broadcast.close();
        assertEquals(Optional.empty(), await(next));
        assertInstanceOf(ChannelClosedException.class, await(receive));
    }

    /** A receive that is withdrawn has taken nothing; what nobody gets is received again; and what was missed is told all the same. */
    @AsyncTest
    void losesNothingByAWithdrawal() throws Exception {
        Broadcast<Integer> broadcast = Broadcast.keeping(2);
        Broadcast.Subscription<Integer> mine = broadcast.subscribe();
        assertEquals("late", await(select(on(mine.receive(), e -> "element"), on(sleep(ms(1)), n -> "late"))));
        assertEquals("broadcast (keeps 0 of 2)", broadcast.toString());
        broadcast.send(1);
        assertInstanceOf(
                IOException.class, await(failureOf(gather(mine.receive(), failsAfter(ms(1), new IOException())))));
        assertEquals(1, await(mine.receive()));
        for (int i = 2; i < 6; i++) {
            broadcast.send(i);
        }
        var asked = mine.receive();
        assertTrue(asked.isReady());
        assertTrue(asked.withdraw(() -> {}));
        assertEquals(
                2,
                assertInstanceOf(LaggedException.class, await(failureOf(mine.receive())))
                        .missed());
    }

    /** A capacity below one is refused. tokio sync_broadcast: zero capacity. */
    @Test
    void refusesToKeepNothing() {
        assertThrows(IllegalArgumentException.class, () -> Broadcast.keeping(0));
    }

    /** Weft's own: what is waited for has a name, says how full it is, and counts those who wait. */
    @Async
    private static Task<Void> sendsTwoAfter(Broadcast<Integer> broadcast, int millis) {
        await(sleep(ms(millis)));
        broadcast.send(1);
        broadcast.send(2);
        return Task.done();
    }

    @Async
    private static Task<Integer> receivesWithin(Broadcast.Subscription<Integer> subscription, int millis) {
        return Task.of(await(moveOnAfter(ms(millis), limit -> Task.of(await(subscription.receive())))));
    }

    /** Where the time is over in the turn in which elements were missed. */
    @AsyncTest
    void thatElementsWereMissedIsToldToTheNextIfTheReceiveIsCancelled() throws Exception {
        Broadcast<Integer> broadcast = Broadcast.keeping(1);
        Broadcast.Subscription<Integer> subscription = broadcast.subscribe();
        ScheduledTask<Void> sender = spawn(sendsTwoAfter(broadcast, 5));
        ScheduledTask<Throwable> receiver = spawn(failureOf(receivesWithin(subscription, 5)));
        await(sender);
        Throwable told = await(receiver);
        LaggedException missed = told == null
                ? assertThrows(LaggedException.class, subscription::tryReceive)
                : assertInstanceOf(LaggedException.class, told);
        assertEquals(1, missed.missed());
        assertEquals(Optional.of(2), subscription.tryReceive());
    }

    @AsyncTest
    void saysHowItIs() throws Exception {
        Broadcast<Integer> broadcast = Broadcast.<Integer>keeping(2).named("prices");
        broadcast.send(1);
        assertEquals("broadcast \"prices\" (keeps 1 of 2)", broadcast.toString());
        broadcast.send(2);
        broadcast.send(3);
        ScheduledTask<Integer> waiting = spawn(broadcast.subscribe().receive());
        await(sleep(ms(1)));
        assertEquals(new BroadcastStatistics(2, 2, 3, 1, false), broadcast.statistics());
        Awaitable<Integer> another = broadcast.subscribe().receive();
        assertEquals("receive", another.describe().kind());
        assertEquals(
                "broadcast \"prices\" (keeps 2 of 2, 1 waits)",
                another.describe().identity());
        assertEquals(WaitDescription.of("broadcast", "\"prices\", keeps 2 of 2, 1 waits"), broadcast.describe());
        broadcast.close();
        assertInstanceOf(ChannelClosedException.class, await(failureOf(waiting)));
        assertEquals("broadcast \"prices\" (keeps 2 of 2, closed)", broadcast.toString());
    }
}
