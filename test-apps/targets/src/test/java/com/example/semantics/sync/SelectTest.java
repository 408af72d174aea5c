// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.millis;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;
import static dev.weft.sync.Select.on;
import static dev.weft.sync.Select.select;
import static dev.weft.sync.Select.selectUnbiased;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.semantics.OnEverySchedule;
import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.junit.AsyncTest;
import dev.weft.support.Scale;
import dev.weft.sync.Channel;
import dev.weft.sync.ChannelClosedException;
import dev.weft.sync.ChannelStatistics;
import dev.weft.sync.Clause;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Behaviours of kotlinx' select suites. */
@Timeout(120)
class SelectTest implements OnEverySchedule {
    private static final int SEEDS = Scale.of(60, 5000);

    private static Awaitable<String> received(Channel<String> channel) {
        return select(on(channel.receive(), element -> element));
    }

    private static Awaitable<String> sent(Channel<String> channel, String element) {
        return select(on(channel.send(element), nothing -> "sent"));
    }

    private static <T> Clause<String> never(Awaitable<T> awaitable) {
        return on(awaitable, result -> {
            throw new AssertionError("not this one");
        });
    }

    private static Clause<String> otherwise() {
        return on(yieldNow(), nothing -> "otherwise");
    }

    private static void assertNobodyWaits(Channel<?>... channels) {
        for (Channel<?> channel : channels) {
            ChannelStatistics statistics = channel.statistics();
            assertEquals(0, statistics.receiversWaiting() + statistics.sendersWaiting(), channel.toString());
        }
    }

    // ------------------------------------------------------------------ sending and receiving

    /** kotlinx SelectRendezvousChannelTest, SelectBufferedChannelTest: send success, and with a default. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RENDEZVOUS", "ONE"})
    @AsyncTest
    void sendsToWhoWaits(Kind kind) throws Exception {
        Channel<String> channel = kind.channel();
        ScheduledTask<String> receiver = spawn(channel.receive());
        await(sleep(ms(1)));
        assertEquals("sent", await(sent(channel, "a")));
        assertEquals("a", await(receiver));
        receiver = spawn(channel.receive());
        await(sleep(ms(1)));
        assertEquals("sent", await(select(on(channel.send("b"), nothing -> "sent"), otherwise())));
        assertEquals("b", await(receiver));
    }

    /** kotlinx SelectBufferedChannelTest: send and receive through the buffer. */
    @AsyncTest
    void sendsAndReceivesThroughABuffer() throws Exception {
        Channel<String> channel = Channel.bounded(1);
        assertEquals("sent", await(sent(channel, "a")));
        assertEquals("a", await(received(channel)));
    }

    /** kotlinx SelectRendezvousChannelTest, SelectBufferedChannelTest: a send that waits. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RENDEZVOUS", "ONE"})
    @AsyncTest
    void waitsToSend(Kind kind) throws Exception {
        Channel<String> channel = kind.channel();
        if (kind == Kind.ONE) {
            await(channel.send("before"));
        }
        ScheduledTask<String> selecting = spawn(sent(channel, "a"));
        await(sleep(ms(1)));
        assertEquals(State.SUSPENDED, selecting.state());
        if (kind == Kind.ONE) {
            assertEquals("before", await(channel.receive()));
        }
        assertEquals("a", await(channel.receive()));
        assertEquals("sent", await(selecting));
    }

    /** kotlinx SelectRendezvousChannelTest: send waits with a default: it is withdrawn. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RENDEZVOUS", "ONE"})
    @AsyncTest
    void leavesNothingOfASendThatWasNotTheFirst(Kind kind) throws Exception {
        Channel<String> channel = kind.channel();
        for (int i = 0; i < kind.capacity; i++) {
            await(channel.send("before"));
        }
        for (int i = 0; i < 20; i++) {
            assertEquals("otherwise", await(select(never(channel.send("a")), otherwise())));
            assertEquals("late", await(select(never(channel.send("a")), on(sleep(ms(1)), nothing -> "late"))));
        }
        assertNobodyWaits(channel);
        assertEquals(kind.capacity, channel.closeNow().size());
    }

    /** kotlinx SelectRendezvousChannelTest, SelectBufferedChannelTest: receive success, and with a default. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RENDEZVOUS", "ONE"})
    @AsyncTest
    void receivesWhatIsThere(Kind kind) throws Exception {
        Channel<String> channel = kind.channel();
        ScheduledTask<Void> sender = spawn(channel.send("a"));
        await(sleep(ms(1)));
        assertEquals("a", await(select(on(channel.receive(), element -> element), otherwise())));
        await(sender);
    }

    /** kotlinx SelectRendezvousChannelTest, SelectBufferedChannelTest: receive waits with a default: it is withdrawn. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RENDEZVOUS", "ONE"})
    @AsyncTest
    void leavesNothingOfAReceiveThatWasNotTheFirst(Kind kind) throws Exception {
        Channel<String> channel = kind.channel();
        for (int i = 0; i < 20; i++) {
            assertEquals("otherwise", await(select(never(channel.receive()), otherwise())));
            assertEquals("late", await(select(never(channel.next()), on(sleep(ms(1)), nothing -> "late"))));
        }
        assertNobodyWaits(channel);
        ScheduledTask<Void> sender = spawn(channel.send("a"));
        assertEquals("a", await(channel.receive()));
        await(sender);
    }

    /** kotlinx SelectRendezvousChannelTest, SelectBufferedChannelTest: a receive that waits. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    @AsyncTest
    void waitsToReceive(Kind kind) throws Exception {
        Channel<String> channel = kind.channel();
        ScheduledTask<String> selecting = spawn(received(channel));
        await(sleep(ms(1)));
        await(channel.send("a"));
        assertEquals("a", await(selecting));
    }

    /** kotlinx select suites: a receive of a closed channel, and of one that is closed while it waits. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    @AsyncTest
    void failsAsItsReceiveDoesAtTheEnd(Kind kind) throws Exception {
        Channel<String> channel = kind.channel();
        ScheduledTask<Throwable> selecting = spawn(failureOf(received(channel)));
        await(sleep(ms(1)));
        channel.close();
        assertInstanceOf(ChannelClosedException.class, await(selecting));
        assertInstanceOf(ChannelClosedException.class, await(failureOf(received(channel))));
    }

    /** kotlinx select suites: receive-catching, of a channel that is closed, with an element, while it waits, and with a cause. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"ONE", "UNBOUNDED", "CONFLATED"})
    @AsyncTest
    void tellsTheNextAndThenTheEnd(Kind kind) throws Exception {
        Channel<String> channel = kind.channel();
        await(channel.send("a"));
        channel.close();
        assertEquals("a", await(select(on(channel.next(), Optional::get))));
        assertEquals(true, await(select(on(channel.next(), Optional::isEmpty))));
        Channel<String> failing = kind.channel();
        ScheduledTask<Throwable> selecting = spawn(failureOf(select(on(failing.next(), Optional::get))));
        await(sleep(ms(1)));
        IOException broken = new IOException();
        failing.close(broken);
        assertSame(broken, await(selecting));
    }

    @Async
    private static Task<List<Integer>> selectsAll(Channel<Integer> channel, int count) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(await(select(on(channel.next(), Optional::get))));
        }
        return Task.of(all);
    }

    /** kotlinx select suites: receive-catching again and again. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RENDEZVOUS", "ONE"})
    @AsyncTest
    void receivesAgainAndAgain(Kind kind) throws Exception {
        Channel<Integer> channel = kind.channel();
        ScheduledTask<List<Integer>> selecting = spawn(selectsAll(channel, 10));
        for (int i = 0; i < 10; i++) {
            await(channel.send(i));
            await(yieldNow());
        }
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), await(selecting));
    }

    /** kotlinx SelectRendezvousChannelTest: once a clause was chosen, the closing of another channel does not make the select fail. */
    @AsyncTest
    void isNotChangedByWhatComesAfterItWasDecided() throws Exception {
        Channel<String> first = Channel.rendezvous();
        Channel<String> second = Channel.rendezvous();
        ScheduledTask<String> selecting =
                spawn(select(on(first.receive(), element -> element), never(second.receive())));
        await(sleep(ms(1)));
        assertTrue(first.trySend("a"));
        second.close();
        assertEquals("a", await(selecting));
    }

    /** Two operations could both be settled in one turn; exactly one is, also where they are sends, which nobody can take back. */
    @AsyncTest
    void completesExactlyOneOfTwoSends() throws Exception {
        Channel<String> first = Channel.rendezvous();
        Channel<String> second = Channel.rendezvous();
        ScheduledTask<String> selecting =
                spawn(select(on(first.send("a"), nothing -> "first"), on(second.send("b"), nothing -> "second")));
        await(sleep(ms(1)));
        assertEquals("b", second.tryReceive().get());
        assertTrue(first.tryReceive().isEmpty());
        assertEquals("second", await(selecting));
        assertNobodyWaits(first, second);
    }

    /** kotlinx select suites: a send into a closed channel. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    @AsyncTest
    void failsAsItsSendDoesWhenTheChannelIsClosed(Kind kind) throws Exception {
        Channel<String> channel = kind.channel();
        channel.close();
        assertInstanceOf(ChannelClosedException.class, await(failureOf(sent(channel, "a"))));
    }

    /** kotlinx SelectRendezvousChannelTest: send and receive of the same channel. There it is refused; here it waits for somebody else. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @AsyncTest
    void doesNotMeetItself(boolean sendFirst) throws Exception {
        Channel<String> channel = Channel.rendezvous();
        Clause<String> send = on(channel.send("a"), nothing -> "sent");
        Clause<String> receive = on(channel.receive(), element -> element);
        ScheduledTask<String> selecting = spawn(sendFirst ? select(send, receive) : select(receive, send));
        await(sleep(ms(1)));
        assertEquals(State.SUSPENDED, selecting.state());
        await(channel.send("b"));
        assertEquals("b", await(selecting));
        assertNobodyWaits(channel);
    }

    /** Two selects that can serve each other do, whichever began to wait first. */
    @AsyncTest
    void meetsAnotherSelect() throws Exception {
        Channel<String> there = Channel.rendezvous();
        Channel<String> back = Channel.rendezvous();
        ScheduledTask<String> one =
                spawn(select(on(there.send("a"), nothing -> "sent"), on(back.receive(), element -> element)));
        ScheduledTask<String> other =
                spawn(select(on(back.send("b"), nothing -> "sent"), on(there.receive(), element -> element)));
        List<String> both = List.of(await(one), await(other));
        assertTrue(both.equals(List.of("sent", "a")) || both.equals(List.of("b", "sent")), both.toString());
        assertNobodyWaits(there, back);
    }

    // ------------------------------------------------------------------ order

    /** kotlinx SelectBiasTest: biased. */
    @AsyncTest
    void takesTheFirstOfThoseThatAreReady() throws Exception {
        ScheduledTask<Integer> zero = spawn(Task.of(0));
        ScheduledTask<Integer> one = spawn(Task.of(1));
        await(gather(zero, one));
        for (int i = 0; i < 100; i++) {
            assertEquals("0", await(select(on(zero, String::valueOf), on(one, String::valueOf))));
        }
    }

    /** kotlinx SelectBiasTest: unbiased; SelectTimeoutTest: unbiased negative timeout. */
    @AsyncTest
    void givesEachItsTurnWhenItIsUnbiased() throws Exception {
        ScheduledTask<Integer> zero = spawn(Task.of(0));
        ScheduledTask<Integer> one = spawn(Task.of(1));
        await(gather(zero, one));
        int[] counts = new int[2];
        for (int i = 0; i < 1000; i++) {
            counts[await(selectUnbiased(on(zero, number -> number), on(one, number -> number)))]++;
        }
        assertTrue(counts[0] > 250 && counts[1] > 250, counts[0] + " and " + counts[1]);
    }

    @Async
    private static Task<String> draws() {
        StringBuilder drawn = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            String first = await(selectUnbiased(on(yieldNow(), nothing -> "a"), on(yieldNow(), nothing -> "b")));
            drawn.append(first);
        }
        return Task.of(drawn.toString());
    }

    /** The draws of an unbiased select are the same in each run of the same seed. */
    @Test
    void drawsTheSameOrderInEachRun() {
        List<String> drawn = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (EventLoop loop = EventLoop.simulated(7)) {
                drawn.add(loop.run(draws()));
            }
        }
        assertEquals(drawn.get(0), drawn.get(1));
    }

    // ------------------------------------------------------------------ tasks and stages

    @Async
    private static Task<String> after(int millis, String name) {
        await(sleep(ms(millis)));
        return Task.of(name);
    }

    /** kotlinx SelectDeferredTest: two; simple. A task that is not the first runs on. */
    @AsyncTest
    void leavesATaskRunningThatWasNotTheFirst() throws Exception {
        ScheduledTask<String> slow = spawn(after(10, "slow"));
        ScheduledTask<String> fast = spawn(after(5, "fast"));
        assertEquals("fast", await(select(on(slow, name -> name), on(fast, name -> name))));
        assertEquals(State.SUSPENDED, slow.state());
        assertEquals("slow", await(select(on(slow, name -> name))));
    }

    /** A loop of selects over a task that lives long leaves no waiter behind with it. */
    @AsyncTest
    void leavesNoWaiterWithATask() throws Exception {
        ScheduledTask<Void> longLived = spawn(sleep(LONG));
        for (int i = 0; i < 5; i++) {
            assertEquals("late", await(select(never(longLived), on(sleep(ms(1)), nothing -> "late"))));
        }
        assertEquals(State.SUSPENDED, longLived.state());
        longLived.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(longLived)));
    }

    /** kotlinx SelectDeferredTest: failure; cancel. */
    @AsyncTest
    void failsAsItsTaskDoes() throws Exception {
        IOException broken = new IOException();
        ScheduledTask<String> failing = spawn(com.example.semantics.Schedules.failsAfter(ms(1), broken));
        assertSame(broken, await(failureOf(select(never(failing), on(sleep(ms(5)), nothing -> "late")))));
        ScheduledTask<Void> cancelled = spawn(sleep(LONG));
        ScheduledTask<Throwable> selecting = spawn(failureOf(select(never(cancelled))));
        await(sleep(ms(1)));
        cancelled.cancel();
        assertInstanceOf(CancellationException.class, await(selecting));
    }

    /** A stage is a clause too; if it is not the first, it is cancelled. */
    @AsyncTest
    void waitsForStages() throws Exception {
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> second = new CompletableFuture<>();
        ScheduledTask<String> selecting = spawn(select(on(first, name -> name), on(second, name -> name)));
        await(sleep(ms(1)));
        second.complete("second");
        assertEquals("second", await(selecting));
        assertTrue(first.isCancelled());
    }

    /** kotlinx SelectDeferredTest: a lazy one is started there; here a task that has not started is refused, and the message says what to do. */
    @AsyncTest
    void refusesATaskThatHasNotStarted() throws Exception {
        Task<String> cold = after(1, "cold");
        String message = assertThrows(IllegalArgumentException.class, () -> on(cold, name -> name))
                .getMessage();
        assertTrue(message.contains("Spawn it"), message);
        assertEquals("cold", await(cold));
    }

    /** A select of nothing is refused. */
    @Test
    void refusesNoClauses() {
        assertThrows(IllegalArgumentException.class, () -> select(List.of()));
        assertThrows(IllegalArgumentException.class, () -> selectUnbiased(List.of()));
    }

    @AsyncTest
    void refusesAnOperationThatSomebodyAwaitsAlready() throws Exception {
        Channel<String> channel = Channel.bounded(1);
        Awaitable<String> receive = channel.receive();
        Throwable twice = await(failureOf(select(on(receive, got -> got), on(receive, got -> got))));
        assertInstanceOf(IllegalStateException.class, twice);
        assertTrue(twice.getMessage().contains(" was awaited before; "), twice.getMessage());
        assertNobodyWaits(channel);

        Awaitable<String> awaited = channel.receive();
        ScheduledTask<String> receiver = spawn(received(channel, awaited));
        await(sleep(ms(1)));
        Throwable second = await(failureOf(received(channel, awaited)));
        assertTrue(second.getMessage().contains(" was awaited before; "), second.getMessage());
        assertTrue(channel.trySend("milk"));
        assertEquals("milk", await(receiver));
    }

    /** With another clause, so that it is a select that enters it. */
    private static Awaitable<String> received(Channel<String> channel, Awaitable<String> receive) {
        return select(on(receive, got -> got), on(sleep(LONG), late -> channel.toString()));
    }

    // ------------------------------------------------------------------ timers, and calls that have to unwind

    /** kotlinx SelectTimeoutTest: basic, zero and negative. Of the timers that were not the first nothing is left. */
    @ParameterizedTest
    @ValueSource(ints = {100, 0, -10})
    @AsyncTest
    void waitsForTheShortestTime(int millis) throws Exception {
        long begin = millis();
        assertEquals(
                "shortest",
                await(select(
                        never(sleep(ms(1000))), on(sleep(ms(millis)), nothing -> "shortest"), never(sleep(ms(500))))));
        assertEquals(Math.max(0, millis), millis() - begin);
    }

    /** A structured call that is not the first is cancelled, and the select ends when it has. */
    @AsyncTest
    void endsWhenWhatHasToUnwindHasUnwound() throws Exception {
        List<String> events = new ArrayList<>();
        Channel<String> channel = Channel.rendezvous();
        long begin = millis();
        String first = await(select(
                never(waitFor(com.example.semantics.Schedules.slowToEnd("a", ms(10), events, null), LONG)),
                never(channel.receive()),
                on(sleep(ms(5)), nothing -> "late")));
        assertEquals("late", first);
        assertEquals(15, millis() - begin);
        assertEquals(1, events.size());
        assertNobodyWaits(channel);
    }

    // ------------------------------------------------------------------ cancellation

    /** A select that is cancelled has taken nothing, and leaves nobody waiting. */
    @AsyncTest
    void takesNothingWhenItIsCancelled() throws Exception {
        Channel<String> first = Channel.rendezvous();
        Channel<String> second = Channel.rendezvous();
        ScheduledTask<String> selecting =
                spawn(select(never(first.receive()), never(second.send("a")), never(sleep(LONG))));
        await(sleep(ms(1)));
        selecting.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(selecting)));
        assertNobodyWaits(first, second);
    }

    /** What a clause was given in the turn of the cancellation is given all the same. */
    @AsyncTest
    void givesWhatItWasHandedInSpiteOfACancellation() throws Exception {
        Channel<String> channel = Channel.rendezvous();
        ScheduledTask<String> selecting = spawn(select(on(channel.receive(), element -> element), never(sleep(LONG))));
        await(sleep(ms(1)));
        assertTrue(channel.trySend("a"));
        selecting.cancel();
        assertEquals("a", await(selecting));
    }

    /** What a select in a gather has taken is put back when the gather fails. */
    @AsyncTest
    void givesBackWhatNobodyGets() throws Exception {
        Channel<String> channel = Channel.bounded(1);
        await(channel.send("a"));
        Awaitable<?> failing =
                gather(received(channel), com.example.semantics.Schedules.failsAfter(ms(1), new IOException()));
        assertInstanceOf(IOException.class, await(failureOf(failing)));
        assertEquals("a", await(channel.receive()));
    }

    /** A dump says what a select waits for. */
    @Test
    void describesItsClauses() {
        Channel<String> channel = Channel.<String>rendezvous().named("orders");
        assertEquals(
                "receive channel \"orders\" (0 of 0) | sleep PT0.001S",
                select(never(channel.receive()), never(sleep(ms(1)))).describe().identity());
    }

    /** A dump calls no code of users, which may block: of what is of theirs it names the class. */
    @Test
    void asksNoAwaitableOfUsersToDescribeItself() {
        assertEquals(
                "awaitable " + Undescribed.class.getName() + " | sleep PT0.001S",
                select(never(new Undescribed()), never(sleep(ms(1)))).describe().identity());
    }

    /** Is never ready, and nobody may ask what it is. */
    private static final class Undescribed implements Awaitable<String> {
        @Override
        public boolean isReady() {
            return false;
        }

        @Override
        public String result() {
            throw new IllegalStateException("not ready");
        }

        @Override
        public void subscribe(Waiter waiter) {}

        @Override
        public boolean withdraw(Waiter waiter) {
            return true;
        }

        @Override
        public WaitDescription describe() {
            throw new AssertionError("a dump calls code of users");
        }
    }

    /** A dump says when it ends by itself, so that nobody takes it for stuck. */
    @AsyncTest
    void endsByItselfWhenTheFirstOfItsSleepsDoes() throws Exception {
        Channel<String> channel = Channel.rendezvous();
        ScheduledTask<?> selecting =
                spawn(select(never(channel.receive()), never(sleep(LONG)), on(sleep(ms(5)), nothing -> "over")));
        await(sleep(ms(1)));
        long deadline = Objects.requireNonNull(selecting.waitsFor()).deadlineNanos();
        await(selecting);
        assertEquals(EventLoop.current().nanoTime(), deadline);
    }

    /** An awaitable of the user's that hands whoever waits on to an operation of a channel. */
    private record Wrapped<T>(Awaitable<T> awaitable) implements Awaitable<T> {
        @Override
        public boolean isReady() {
            return awaitable.isReady();
        }

        @Override
        public T result() throws Exception {
            return awaitable.result();
        }

        @Override
        public void subscribe(Waiter waiter) {
            awaitable.subscribe(waiter);
        }

        @Override
        public boolean withdraw(Waiter waiter) {
            return awaitable.withdraw(waiter);
        }
    }

    /** Weft's own: a wrapper around a receive is asked as any other awaitable, and is not taken for a clause of the channel. */
    @AsyncTest
    void waitsForAWrapperAroundAReceive() throws Exception {
        Channel<String> channel = Channel.rendezvous();
        Channel<String> silent = Channel.rendezvous();
        ScheduledTask<String> selecting =
                spawn(select(on(new Wrapped<>(channel.receive()), element -> element), never(silent.receive())));
        await(sleep(ms(1)));
        await(channel.send("a"));
        assertEquals("a", await(waitFor(selecting, LONG)));
        assertNobodyWaits(channel, silent);
    }

    /** Weft's own: channels are named in any order, and one of them twice. */
    @AsyncTest
    void waitsForChannelsInAnyOrder() throws Exception {
        Channel<String> older = Channel.rendezvous();
        Channel<String> middle = Channel.rendezvous();
        Channel<String> younger = Channel.rendezvous();
        ScheduledTask<String> selecting = spawn(select(
                never(younger.receive()),
                on(older.receive(), element -> element),
                never(sleep(LONG)),
                never(middle.send("b")),
                never(older.receive())));
        await(sleep(ms(1)));
        assertEquals(2, older.statistics().receiversWaiting());
        await(older.send("a"));
        assertEquals("a", await(selecting));
        assertNobodyWaits(older, middle, younger);
    }

    // ------------------------------------------------------------------ many

    private static final class Passed {
        final List<Integer> sent = new ArrayList<>();
        final List<Integer> received = new ArrayList<>();
        int next;
    }

    @Async
    private static Task<Void> selects(List<Channel<Integer>> channels, Passed passed, Random random) {
        for (int i = 0; i < 4; i++) {
            List<Clause<Integer>> clauses = new ArrayList<>();
            int first = passed.next;
            passed.next += channels.size();
            for (Channel<Integer> channel : channels) {
                int element = first++;
                if (random.nextBoolean()) {
                    clauses.add(on(channel.send(element), nothing -> element));
                } else {
                    clauses.add(on(channel.receive(), got -> -1 - got));
                }
            }
            clauses.add(on(sleep(ms(1 + random.nextInt(3))), nothing -> null));
            Integer outcome = await(random.nextBoolean() ? select(clauses) : selectUnbiased(clauses));
            if (outcome != null) {
                (outcome < 0 ? passed.received : passed.sent).add(outcome < 0 ? -1 - outcome : outcome);
            }
        }
        return Task.done();
    }

    @Async
    private static Task<Void> manySelects(List<Channel<Integer>> channels, Passed passed, Random random) {
        List<ScheduledTask<Void>> tasks = new ArrayList<>();
        int count = 2 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            tasks.add(spawn(selects(channels, passed, random)));
            if (random.nextInt(3) == 0) {
                await(yieldNow());
            }
            if (random.nextInt(3) == 0) {
                tasks.get(random.nextInt(tasks.size())).cancel();
            }
        }
        await(sleep(ms(random.nextInt(4))));
        tasks.get(random.nextInt(tasks.size())).cancel();
        for (ScheduledTask<Void> task : tasks) {
            await(failureOf(task));
        }
        return Task.done();
    }

    /** kotlinx SelectLoopTest, ChannelSelectStressTest: whatever meets and whatever is cancelled, what was sent was received once. */
    @Test
    void losesNothingAmongManySelects() {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (EventLoop loop = EventLoop.simulated(seed)) {
                Passed passed = new Passed();
                List<Channel<Integer>> channels =
                        List.of(Channel.rendezvous(), Channel.bounded(1), Channel.rendezvous());
                loop.run(manySelects(channels, passed, new Random(seed)));
                for (Channel<Integer> channel : channels) {
                    assertNobodyWaits(channel);
                    passed.received.addAll(channel.closeNow());
                }
                passed.sent.sort(null);
                passed.received.sort(null);
                assertEquals(passed.sent, passed.received, "with seed " + seed);
            }
        }
    }
}
