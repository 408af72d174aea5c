// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.inOrder;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.asCompleted;
import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.semantics.OnEverySchedule;
import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.support.Scale;
import dev.weft.sync.Channel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cancellations of those who send and receive: no element is lost, none is doubled, nobody is left waiting. */
@Timeout(120)
class ChannelCancelTest implements OnEverySchedule {
    private static final int SEEDS = Scale.of(40, 1_200, 2_500);

    /** kotlinx ChannelUndeliveredElementTest: a rendezvous send that is cancelled. */
    @AsyncTest
    void aCancelledSendHasNotHappened() throws Exception {
        for (Kind kind : List.of(Kind.RENDEZVOUS, Kind.ONE)) {
            Channel<String> channel = kind.channel();
            if (kind == Kind.ONE) {
                await(channel.send("in the buffer"));
            }
            ScheduledTask<Void> sender = spawn(channel.send("b"));
            await(sleep(ms(1)));
            sender.cancel();
            assertInstanceOf(CancellationException.class, await(failureOf(sender)));
            assertEquals(kind == Kind.ONE ? List.of("in the buffer") : List.of(), channel.closeNow());
        }
    }

    /** asyncio test_queues, kotlinx RendezvousChannelTest: a receiver that is cancelled in the turn in which it was given its element has it. */
    @AsyncTest
    void anElementThatWasHandedOverIsGivenInSpiteOfACancellation() throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        ScheduledTask<Integer> receiver = spawn(channel.receive());
        ScheduledTask<Optional<Integer>> next = spawn(channel.next());
        await(sleep(ms(1)));
        await(channel.send(1));
        await(channel.send(2));
        receiver.cancel();
        next.cancel();
        assertEquals(3, await(receiver) + await(next).get());
    }

    /** kotlinx ChannelUndeliveredElementTest: a send whose element was received has happened, and its task is cancelled at the next await. */
    @AsyncTest
    void aSendThatHasHappenedEndsWithoutACancellation() throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        ScheduledTask<Void> sender = spawn(channel.send(1));
        await(sleep(ms(1)));
        assertEquals(1, await(channel.receive()));
        sender.cancel();
        await(sender);
    }

    /** An element that a part of a gather has taken goes back to the front when the gather fails. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    @AsyncTest
    void anElementThatNobodyGetsIsPutBack(Kind kind) throws Exception {
        Channel<Integer> channel = kind.channel();
        ScheduledTask<Void> sender = spawn(channel.send(1));
        Throwable failed = await(failureOf(gather(channel.receive(), fails())));
        assertInstanceOf(IOException.class, failed);
        assertEquals(1, await(channel.receive()));
        await(sender);
    }

    private static Channel<Integer> ofSix() {
        Channel<Integer> channel = Channel.bounded(9);
        for (int i = 1; i <= 6; i++) {
            channel.trySend(i);
        }
        return channel;
    }

    private static List<Awaitable<Integer>> threeOf(Channel<Integer> channel) {
        return List.of(channel.receive(), channel.receive(), channel.receive());
    }

    /** What several parts have taken stands in the channel as it stood, when nobody gets it; where they began in the order of a real loop. */
    @Test
    void elementsThatNobodyGetsArePutBackInTheirOrder() throws Exception {
        inOrder(() -> {
            List<Integer> all = List.of(1, 2, 3, 4, 5, 6);
            Channel<Integer> failing = ofSix();
            await(failureOf(gather(gather(threeOf(failing)), fails())));
            assertEquals(all, failing.closeNow());
            Channel<Integer> cancelled = ofSix();
            ScheduledTask<?> task = spawn(gather(gather(threeOf(cancelled)), sleep(ms(100))));
            await(sleep(ms(1)));
            task.cancel();
            await(failureOf(task));
            assertEquals(all, cancelled.closeNow());
            Channel<Integer> left = ofSix();
            await(asCompleted(threeOf(left), parts -> {
                await(sleep(ms(1)));
                return Task.done();
            }));
            assertEquals(all, left.closeNow());
            return Task.done();
        });
    }

    /** An element that is put back goes to whoever waits by then. */
    @AsyncTest
    void anElementThatNobodyGetsGoesToTheNextReceiver() throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        ScheduledTask<Throwable> failing = spawn(failureOf(gather(channel.next(), fails())));
        await(yieldNow());
        ScheduledTask<Integer> waiting = spawn(channel.receive());
        await(channel.send(1));
        ScheduledTask<Throwable> late = spawn(failureOf(waitFor(channel.send(2), ms(20))));
        assertInstanceOf(IOException.class, await(failing));
        assertTrue(List.of(1, 2).contains(await(waiting)));
        await(late);
    }

    @Async
    private static Task<Void> fails() throws IOException {
        await(sleep(ms(10)));
        throw new IOException("expected");
    }

    /** An already cancelled task neither sends nor receives. */
    @AsyncTest
    void aCancelledTaskDoesNotBegin() throws Exception {
        Channel<Integer> channel = Channel.bounded(2);
        await(channel.send(1));
        ScheduledTask<Void> sender = spawn(cancelsItselfAnd(channel.send(2)));
        ScheduledTask<Void> receiver = spawn(cancelsItselfAnd(channel.receive()));
        assertInstanceOf(CancellationException.class, await(failureOf(sender)));
        assertInstanceOf(CancellationException.class, await(failureOf(receiver)));
        assertEquals(List.of(1), channel.closeNow());
    }

    @Async
    private static Task<Void> cancelsItselfAnd(Awaitable<?> operation) {
        dev.weft.Weft.currentTask().cancel();
        await(operation);
        return Task.done();
    }

    /** What a random run has sent and received. */
    private static final class Passed {
        final List<Integer> sent = new ArrayList<>();
        final List<Integer> received = new ArrayList<>();
        int next;
    }

    /** kotlinx ChannelCancelUndeliveredElementStressTest: with a cancellation at any turn of any operation nothing is lost. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RENDEZVOUS", "ONE", "TEN", "UNBOUNDED"})
    void losesNothingWhateverIsCancelled(Kind kind) throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (EventLoop loop = EventLoop.simulated(seed)) {
                Passed passed = new Passed();
                Channel<Integer> channel = kind.channel();
                loop.run(manyUsers(channel, passed, new Random(seed)));
                passed.received.addAll(channel.closeNow());
                passed.sent.sort(null);
                passed.received.sort(null);
                assertEquals(passed.sent, passed.received, "with seed " + seed);
                assertEquals(0, channel.statistics().receiversWaiting(), "with seed " + seed);
                assertEquals(0, channel.statistics().sendersWaiting(), "with seed " + seed);
            }
        }
    }

    @Async
    private static Task<Void> manyUsers(Channel<Integer> channel, Passed passed, Random random) throws Exception {
        List<ScheduledTask<Void>> users = new ArrayList<>();
        int count = 2 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            users.add(spawn(random.nextBoolean() ? sends(channel, passed, random) : receives(channel, passed, random)));
            if (random.nextInt(3) == 0) {
                await(yieldNow());
            }
            if (random.nextInt(2) == 0) {
                users.get(random.nextInt(users.size())).cancel();
            }
        }
        await(sleep(ms(10)));
        users.forEach(ScheduledTask::cancel);
        for (ScheduledTask<Void> user : users) {
            await(failureOf(user));
        }
        return Task.done();
    }

    @Async
    private static Task<Void> sends(Channel<Integer> channel, Passed passed, Random random) {
        for (int i = 0; i < 4; i++) {
            int element = passed.next++;
            try {
                await(
                        random.nextInt(3) == 0
                                ? waitFor(channel.send(element), ms(random.nextInt(3)))
                                : channel.send(element));
            } catch (TimeoutException late) {
                continue;
            }
            passed.sent.add(element);
            if (random.nextBoolean()) {
                await(sleep(ms(random.nextInt(3))));
            }
        }
        return Task.done();
    }

    @Async
    private static Task<Void> receives(Channel<Integer> channel, Passed passed, Random random) throws Exception {
        for (int i = 0; i < 4; i++) {
            try {
                passed.received.add(await(receiving(channel, random)));
            } catch (TimeoutException | IOException none) { // what was taken is put back
                await(yieldNow());
            }
        }
        return Task.done();
    }

    private static Awaitable<Integer> receiving(Channel<Integer> channel, Random random) throws Exception {
        return switch (random.nextInt(4)) {
            case 0 -> waitFor(channel.receive(), ms(random.nextInt(3)));
            case 1 -> received(gather(channel.receive(), mayFail(random.nextBoolean())));
            default -> channel.receive();
        };
    }

    @Async
    private static Task<Integer> received(Awaitable<dev.weft.Tuple2<Integer, Void>> both) {
        return Task.of(await(both).first());
    }

    @Async
    private static Task<Void> mayFail(boolean fails) throws IOException {
        await(sleep(ms(1)));
        if (fails) {
            throw new IOException("expected");
        }
        return Task.done();
    }
}
