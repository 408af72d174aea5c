// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.inOrder;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.semantics.OnEverySchedule;
import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.WaitDescription;
import dev.weft.junit.AsyncTest;
import dev.weft.support.LogRecords;
import dev.weft.sync.Channel;
import dev.weft.sync.ChannelClosedException;
import dev.weft.sync.ReceiveChannel;
import dev.weft.sync.SendChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes through a channel, in which order, and who waits: the behaviours of kotlinx' channel suites. */
@Timeout(120)
class ChannelTest implements OnEverySchedule {
    @Async
    private static Task<Void> sendAll(SendChannel<Integer> channel, int count) {
        for (int i = 0; i < count; i++) {
            await(channel.send(i));
        }
        channel.close();
        return Task.done();
    }

    @Async
    private static Task<List<Integer>> receiveAll(ReceiveChannel<Integer> channel) {
        List<Integer> received = new ArrayList<>();
        for (Optional<Integer> next = await(channel.next()); next.isPresent(); next = await(channel.next())) {
            received.add(next.get());
        }
        return Task.of(received);
    }

    private static List<Integer> upTo(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    /** kotlinx BasicOperationsTest: simple send receive. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    @AsyncTest
    void givesElementsInTheOrderInWhichTheyWereSent(Kind kind) throws Exception {
        Channel<Integer> channel = kind.channel();
        ScheduledTask<Void> sender = spawn(sendAll(channel, 20));
        List<Integer> received = await(receiveAll(channel));
        if (kind.isConflated()) {
            assertEquals(19, received.get(received.size() - 1));
            assertEquals(received.stream().sorted().distinct().toList(), received);
        } else {
            assertEquals(upTo(20), received);
        }
        await(sender);
    }

    /** kotlinx BasicOperationsTest: try-send to a full channel. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RENDEZVOUS", "ONE", "TEN"})
    void refusesATrySendWhenItIsFull(Kind kind) {
        Channel<Integer> channel = kind.channel();
        for (int i = 0; i < kind.capacity; i++) {
            assertTrue(channel.trySend(i));
        }
        assertFalse(channel.trySend(1));
    }

    /** kotlinx BasicOperationsTest: try-send after close. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void throwsOutOfATrySendWhenItIsClosed(Kind kind) {
        Channel<Integer> channel = kind.channel();
        channel.close();
        assertTrue(channel.isClosed());
        assertThrows(ChannelClosedException.class, () -> channel.trySend(2));
    }

    /** kotlinx BasicOperationsTest: send after close. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    @AsyncTest
    void throwsOutOfASendWhenItIsClosed(Kind kind) throws Exception {
        Channel<Integer> channel = kind.channel();
        channel.close();
        assertInstanceOf(ChannelClosedException.class, await(failureOf(channel.send(1))));
    }

    /** kotlinx BasicOperationsTest: receive-catching. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    @AsyncTest
    void tellsTheNextElementAndThenTheEnd(Kind kind) throws Exception {
        Channel<Integer> channel = kind.channel();
        ScheduledTask<Void> sender = spawn(sendAll(channel, 1));
        assertEquals(Optional.of(0), await(channel.next()));
        assertEquals(Optional.empty(), await(channel.next()));
        assertTrue(channel.isEnded());
        await(sender);
    }

    /** kotlinx BasicOperationsTest: invoke-on-close, also several times, and of a closed channel. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    @AsyncTest
    void tellsAllWhoWaitForItsClosing(Kind kind) throws Exception {
        Channel<Integer> channel = kind.channel();
        ScheduledTask<Void> first = spawn(channel.closed());
        ScheduledTask<Void> second = spawn(channel.closed());
        await(sleep(ms(1)));
        channel.trySend(42);
        await(yieldNow());
        assertEquals(State.SUSPENDED, first.state());
        channel.close(new AssertionError());
        await(gather(first, second));
        await(channel.closed());
    }

    /** kotlinx BufferedChannelTest: memory consumption, and that the buffer is not allocated before. */
    @Test
    void allocatesItsBufferAsItIsNeeded() throws Exception {
        List<Channel<Integer>> many = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            many.add(Channel.bounded(Integer.MAX_VALUE / 2));
        }
        Channel<Integer> large = many.get(0);
        for (int i = 0; i < 10_000; i++) {
            assertTrue(large.trySend(i));
        }
        for (int i = 0; i < 10_000; i++) {
            assertEquals(i, large.tryReceive().get());
        }
    }

    /** kotlinx BufferedChannelTest: simple. */
    @Test
    void movesTheElementOfAWaitingSenderIntoTheBuffer() throws Exception {
        inOrder(() -> {
            Channel<Integer> channel = Channel.bounded(1);
            Steps steps = new Steps();
            steps.step(1);
            ScheduledTask<Void> sender = spawn(sendsTwoIntoOne(channel, steps));
            ScheduledTask<Void> receiver = spawn(receivesTwoFromOne(channel, steps));
            steps.step(2);
            await(gather(sender, receiver));
            assertEquals(0, channel.statistics().size());
            steps.were(8);
            return Task.done();
        });
    }

    @Async
    private static Task<Void> sendsTwoIntoOne(Channel<Integer> channel, Steps steps) {
        steps.step(3);
        await(channel.send(1)); // has room
        assertEquals(1, channel.statistics().size());
        steps.step(4);
        await(channel.send(2)); // waits
        steps.step(8);
        return Task.done();
    }

    @Async
    private static Task<Void> receivesTwoFromOne(Channel<Integer> channel, Steps steps) {
        steps.step(5);
        assertEquals(1, await(channel.receive()));
        assertEquals(1, channel.statistics().size());
        steps.step(6);
        assertEquals(2, await(channel.receive())); // does not wait
        steps.step(7);
        return Task.done();
    }

    /** kotlinx BufferedChannelTest: closed buffered receive-catching. */
    @AsyncTest
    void givesWhatIsLeftAfterItWasClosed() throws Exception {
        Channel<Integer> channel = Channel.bounded(1);
        await(channel.send(42));
        assertTrue(channel.close());
        assertTrue(channel.isClosed());
        assertFalse(channel.isEnded());
        assertEquals(Optional.of(42), await(channel.next()));
        assertTrue(channel.isEnded());
        assertEquals(Optional.empty(), await(channel.next()));
    }

    /** kotlinx BufferedChannelTest, RendezvousChannelTest: closed exceptions. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    @AsyncTest
    void throwsOutOfAReceiveThatWaitsWhenItIsClosed(Kind kind) throws Exception {
        Channel<Integer> channel = kind.channel();
        ScheduledTask<Throwable> receiver = spawn(failureOf(channel.receive()));
        await(sleep(ms(1)));
        assertTrue(channel.close());
        assertInstanceOf(ChannelClosedException.class, await(receiver));
        assertInstanceOf(ChannelClosedException.class, await(failureOf(channel.receive())));
        assertThrows(ChannelClosedException.class, channel::tryReceive);
    }

    /** kotlinx BufferedChannelTest: try operations. */
    @Test
    void handsTheElementOfATrySendToAWaitingReceiver() throws Exception {
        inOrder(() -> {
            Channel<Integer> channel = Channel.bounded(1);
            Steps steps = new Steps();
            assertTrue(channel.trySend(1));
            steps.step(1);
            ScheduledTask<Void> receiver = spawn(triesAndReceives(channel, steps));
            await(yieldNow());
            steps.step(4);
            assertTrue(channel.trySend(2)); // to the receiver
            assertTrue(channel.trySend(3)); // to the buffer
            assertFalse(channel.trySend(4));
            steps.step(5);
            await(receiver);
            steps.were(6);
            return Task.done();
        });
    }

    @Async
    private static Task<Void> triesAndReceives(Channel<Integer> channel, Steps steps) {
        steps.step(2);
        assertEquals(1, channel.tryReceive().get());
        assertTrue(channel.tryReceive().isEmpty());
        steps.step(3);
        assertEquals(2, await(channel.receive())); // waits
        steps.step(6);
        assertEquals(3, channel.tryReceive().get());
        assertTrue(channel.tryReceive().isEmpty());
        return Task.done();
    }

    /** kotlinx BufferedChannelTest: buffer size, also from the middle. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    @AsyncTest
    void holdsAsManyAsItsCapacitySays(int before) throws Exception {
        Channel<Integer> channel = Channel.bounded(42);
        for (int i = 0; i < before; i++) {
            channel.trySend(-1);
            channel.tryReceive();
        }
        ScheduledTask<Void> sender = spawn(sendAll(channel, 43));
        await(sleep(ms(1)));
        assertEquals(State.SUSPENDED, sender.state());
        assertEquals(42, channel.statistics().size());
        assertEquals(1, channel.statistics().sendersWaiting());
        assertEquals(upTo(43), await(receiveAll(channel)));
        await(sender);
    }

    /** kotlinx RendezvousChannelTest: simple. */
    @Test
    void meetsASenderOrAReceiverWhoeverComesFirst() throws Exception {
        inOrder(() -> {
            Channel<Integer> channel = Channel.rendezvous();
            Steps steps = new Steps();
            ScheduledTask<Void> sender = spawn(sendsTwo(channel, steps));
            ScheduledTask<Void> receiver = spawn(receivesTwo(channel, steps));
            await(gather(sender, receiver));
            steps.were(6);
            return Task.done();
        });
    }

    @Async
    private static Task<Void> sendsTwo(Channel<Integer> channel, Steps steps) {
        steps.step(1);
        await(channel.send(1)); // waits, for it is the first
        steps.step(4);
        await(channel.send(2)); // does not wait
        steps.step(5);
        return Task.done();
    }

    @Async
    private static Task<Void> receivesTwo(Channel<Integer> channel, Steps steps) {
        steps.step(2);
        assertEquals(1, await(channel.receive())); // does not wait
        steps.step(3);
        assertEquals(2, await(channel.receive())); // waits
        steps.step(6);
        return Task.done();
    }

    /** kotlinx RendezvousChannelTest: try-send and try-receive. */
    @AsyncTest
    void triesToMeetWhoWaits() throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        assertFalse(channel.trySend(1));
        assertTrue(channel.tryReceive().isEmpty());
        ScheduledTask<Integer> receiver = spawn(channel.receive());
        await(sleep(ms(1)));
        assertTrue(channel.trySend(2));
        assertFalse(channel.trySend(3)); // it waits no more, though it has not gone on
        assertEquals(2, await(receiver));
        ScheduledTask<Void> sender = spawn(channel.send(4));
        await(sleep(ms(1)));
        assertEquals(4, channel.tryReceive().get());
        assertTrue(channel.tryReceive().isEmpty());
        await(sender);
    }

    /** kotlinx RendezvousChannelTest: iterators of none, one and two elements, with and without a yield before. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    @AsyncTest
    void endsForAReceiverThatLoops(int count) throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        ScheduledTask<Void> sender = spawn(sendAll(channel, count));
        if (count % 2 == 0) {
            await(yieldNow());
        }
        assertEquals(upTo(count), await(receiveAll(channel)));
        await(sender);
    }

    /**
     * kotlinx RendezvousChannelTest: a sender that waits when the channel is closed. Unlike there, its element is not received any more, and it is told
     * so: close wakes everyone.
     */
    @AsyncTest
    void tellsSendersThatWaitWhenItIsClosed() throws Exception {
        Channel<Integer> channel = Channel.bounded(1);
        await(channel.send(41));
        ScheduledTask<Throwable> sender = spawn(failureOf(channel.send(42)));
        await(sleep(ms(1)));
        channel.close();
        assertInstanceOf(ChannelClosedException.class, await(sender));
        assertEquals(List.of(41), await(receiveAll(channel)));
    }

    /** kotlinx RendezvousChannelTest: an element whose equals and hashCode fail. */
    @AsyncTest
    void neverComparesElements() throws Exception {
        for (Kind kind : Kind.values()) {
            Channel<Bad> channel = kind.channel();
            Bad bad = new Bad();
            ScheduledTask<Void> sender = spawn(channel.send(bad));
            assertSame(bad, await(channel.receive()));
            await(sender);
        }
    }

    private static final class Bad {
        @Override
        public boolean equals(Object other) {
            throw new AssertionError("equals");
        }

        @Override
        public int hashCode() {
            throw new AssertionError("hashCode");
        }

        @Override
        public String toString() {
            throw new AssertionError("toString");
        }
    }

    /** kotlinx channel suites: consume-all, and undelivered elements of a channel that is cancelled. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    @AsyncTest
    void givesWhatIsLeftToWhoeverClosesItAtOnce(Kind kind) throws Exception {
        Channel<Integer> channel = kind.channel();
        List<ScheduledTask<Throwable>> senders = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            senders.add(spawn(failureOf(channel.send(i))));
        }
        await(sleep(ms(1)));
        List<Integer> left = channel.closeNow();
        assertTrue(channel.isClosed());
        assertTrue(channel.isEnded());
        int failed = 0;
        for (ScheduledTask<Throwable> sender : senders) {
            failed += await(sender) instanceof ChannelClosedException ? 1 : 0;
        }
        assertEquals(kind.isConflated() ? 1 : 12 - failed, left.size());
        assertEquals(Math.min(12, kind.capacity), left.size());
        assertEquals(List.of(), channel.closeNow());
    }

    /** kotlinx channel suites: cancel with a cause; ChannelIteratorTest: closed with an exception. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    @AsyncTest
    void endsWithTheFailureThatItWasClosedWith(Kind kind) throws Exception {
        Channel<Integer> channel = kind.channel();
        IOException broken = new IOException("broken");
        ScheduledTask<Throwable> waiting = spawn(failureOf(channel.receive()));
        await(sleep(ms(1)));
        assertTrue(channel.close(broken));
        assertFalse(channel.close());
        assertSame(broken, await(waiting));
        assertSame(broken, await(failureOf(channel.next())));
        assertSame(broken, assertThrows(IOException.class, channel::tryReceive));
        Throwable sent = await(failureOf(channel.send(1)));
        assertSame(broken, assertInstanceOf(ChannelClosedException.class, sent).getCause());
    }

    /** kotlinx ChannelsTest: consume to a list from a failed channel. */
    @AsyncTest
    void givesWhatIsLeftBeforeTheFailureThatItWasClosedWith() throws Exception {
        Channel<Integer> channel = Channel.bounded(10);
        for (int i = 0; i < 5; i++) {
            assertTrue(channel.trySend(i));
        }
        channel.close(new IOException());
        for (int i = 0; i < 5; i++) {
            assertEquals(Optional.of(i), await(channel.next()));
        }
        assertInstanceOf(IOException.class, await(failureOf(channel.next())));
    }

    /** kotlinx ConflatedChannelTest: offer and try-receive; send; close. */
    @AsyncTest
    void keepsTheLastElementWhereItIsConflated() throws Exception {
        Channel<Integer> channel = Channel.conflated();
        assertTrue(channel.tryReceive().isEmpty());
        assertTrue(channel.trySend(1));
        assertTrue(channel.trySend(2));
        await(channel.send(3));
        assertEquals(3, channel.tryReceive().get());
        assertTrue(channel.tryReceive().isEmpty());
        await(channel.send(4));
        channel.close();
        assertFalse(channel.isEnded());
        assertEquals(4, await(channel.receive()));
        assertTrue(channel.isEnded());
    }

    /** kotlinx ConflatedChannelTest: conflation while a receiver waits. */
    @AsyncTest
    void handsAnElementToAWaitingReceiverWhereItIsConflated() throws Exception {
        Channel<Integer> channel = Channel.conflated();
        ScheduledTask<Integer> receiver = spawn(channel.receive());
        await(sleep(ms(1)));
        for (int i = 3; i <= 6; i++) {
            await(channel.send(i));
        }
        assertEquals(3, await(receiver));
        assertEquals(6, await(channel.receive()));
    }

    /** kotlinx UnlimitedChannelTest: basic. */
    @AsyncTest
    void neverWaitsToSendWhereItIsUnbounded() throws Exception {
        Channel<Integer> channel = Channel.unbounded();
        await(channel.send(1));
        assertTrue(channel.trySend(2));
        await(channel.send(3));
        assertTrue(channel.close());
        assertFalse(channel.close());
        assertEquals(1, await(channel.receive()));
        assertEquals(2, channel.tryReceive().get());
        assertEquals(Optional.of(3), await(channel.next()));
        assertEquals(Optional.empty(), await(channel.next()));
    }

    /** kotlinx ChannelPropertiesTest: closed is closed for receive, with and without an exception. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void isEndedWhenItIsClosedAndEmpty(Kind kind) {
        Channel<Integer> channel = kind.channel();
        assertFalse(channel.isEnded());
        channel.close();
        assertTrue(channel.isEnded());
        Channel<Integer> failed = kind.channel();
        failed.close(new IOException());
        assertTrue(failed.isEnded());
    }

    /** kotlinx ChannelsTest: close with several suspended receivers. */
    @Test
    void tellsReceiversTheEndInTheOrderInWhichTheyWait() throws Exception {
        inOrder(() -> {
            Channel<Integer> channel = Channel.rendezvous();
            List<String> events = new ArrayList<>();
            ScheduledTask<Void> first = spawn(seesTheEnd(channel, "first", events));
            ScheduledTask<Void> second = spawn(seesTheEnd(channel, "second", events));
            await(yieldNow());
            channel.close();
            await(gather(first, second));
            assertEquals(List.of("first", "second"), events);
            return Task.done();
        });
    }

    @Async
    private static Task<Void> seesTheEnd(Channel<Integer> channel, String name, List<String> events) {
        assertInstanceOf(ChannelClosedException.class, await(failureOf(channel.receive())));
        events.add(name);
        return Task.done();
    }

    /** kotlinx ChannelsTest: close with several suspended senders. */
    @Test
    void tellsSendersTheEndInTheOrderInWhichTheyWait() throws Exception {
        inOrder(() -> {
            Channel<Integer> channel = Channel.rendezvous();
            List<String> events = new ArrayList<>();
            ScheduledTask<Void> first = spawn(sendsInVain(channel, "first", events));
            ScheduledTask<Void> second = spawn(sendsInVain(channel, "second", events));
            await(yieldNow());
            channel.closeNow();
            await(gather(first, second));
            assertEquals(List.of("first", "second"), events);
            return Task.done();
        });
    }

    @Async
    private static Task<Void> sendsInVain(Channel<Integer> channel, String name, List<String> events) {
        assertInstanceOf(ChannelClosedException.class, await(failureOf(channel.send(42))));
        events.add(name);
        return Task.done();
    }

    /** kotlinx ChannelBufferOverflowTest: drop latest. */
    @AsyncTest
    void dropsTheLatest() throws Exception {
        List<Integer> dropped = new ArrayList<>();
        Channel<Integer> channel = Channel.droppingLatest(2, dropped::add);
        assertTrue(channel.trySend(1));
        assertTrue(channel.trySend(2));
        assertTrue(channel.trySend(3));
        await(channel.send(4));
        assertEquals(1, await(channel.receive()));
        assertTrue(channel.trySend(5));
        assertTrue(channel.trySend(6));
        assertEquals(2, await(channel.receive()));
        assertEquals(5, await(channel.receive()));
        assertTrue(channel.tryReceive().isEmpty());
        assertEquals(List.of(3, 4, 6), dropped);
    }

    /** kotlinx ChannelBufferOverflowTest: drop oldest; ChannelUndeliveredElementTest: what was conflated is told. */
    @AsyncTest
    void dropsTheOldest() throws Exception {
        List<Integer> dropped = new ArrayList<>();
        Channel<Integer> channel = Channel.droppingOldest(2, dropped::add);
        assertTrue(channel.trySend(1));
        assertTrue(channel.trySend(2));
        assertTrue(channel.trySend(3));
        await(channel.send(4));
        assertEquals(3, await(channel.receive()));
        assertTrue(channel.trySend(5));
        assertTrue(channel.trySend(6));
        assertEquals(List.of(1, 2, 4), dropped);
        assertEquals(List.of(5, 6), channel.closeNow());
    }

    /** kotlinx ChannelUndeliveredElementFailureTest: a handler that fails. Here it is reported, and the send succeeds. */
    @Test
    void isNotHurtByAHandlerOfDroppedElementsThatFails() throws Exception {
        try (LogRecords log = new LogRecords()) {
            inOrder(() -> {
                Channel<Integer> channel = Channel.droppingOldest(1, dropped -> {
                    throw new IllegalArgumentException();
                });
                await(channel.send(1));
                await(channel.send(2));
                assertEquals(2, await(channel.receive()));
                return Task.done();
            });
            String message = log.messages().get(0);
            assertTrue(
                    message.startsWith("The handler of dropped elements (a lambda in " + ChannelTest.class.getName()),
                    message);
        }
    }

    /** kotlinx ProduceConsumeTest: all sizes of buffer and numbers of messages. */
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 1000, Integer.MAX_VALUE})
    @AsyncTest
    void passesAllOfAProducer(int capacity) throws Exception {
        for (int messages : List.of(1, 10, 100)) {
            Channel<Integer> channel = Channel.bounded(capacity);
            ScheduledTask<Void> producer = spawn(sendAll(channel, messages));
            assertEquals(upTo(messages), await(receiveAll(channel)));
            await(producer);
        }
    }

    /** kotlinx ChannelReceiveCatchingTest: a channel of throwables, whose elements are no failures. */
    @AsyncTest
    void passesThrowablesAsElements() throws Exception {
        Channel<Throwable> channel = Channel.bounded(1);
        IOException element = new IOException();
        IOException end = new IOException();
        await(channel.send(element));
        channel.close(end);
        assertSame(element, await(channel.next()).get());
        assertSame(end, await(failureOf(channel.next())));
    }

    /** kotlinx ChannelReceiveCatchingTest: nullable elements. Here null is refused, before anything is awaited. */
    @Test
    void refusesNull() {
        Channel<Integer> channel = Channel.unbounded();
        assertThrows(NullPointerException.class, () -> channel.send(null));
        assertThrows(NullPointerException.class, () -> channel.trySend(null));
        assertThrows(NullPointerException.class, () -> channel.close(null));
    }

    /** kotlinx ChannelFactoryTest: an invalid capacity is not supported. */
    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void refusesACapacityBelowOne(int capacity) {
        String message = assertThrows(IllegalArgumentException.class, () -> Channel.bounded(capacity))
                .getMessage();
        assertTrue(message.contains("Channel.rendezvous()"), message);
    }

    /** What is awaited twice is refused by name. */
    @AsyncTest
    void refusesToAwaitAnOperationTwice() throws Exception {
        Channel<Integer> channel = Channel.<Integer>bounded(2).named("orders");
        var send = channel.send(1);
        await(send);
        String message = await(failureOf(send)).getMessage();
        assertTrue(message.startsWith("send(...) of channel \"orders\" (1 of 2) was awaited before"), message);
    }

    /** A dump says what a task waits for in a channel. */
    @AsyncTest
    void describesWhatIsWaitedFor() throws Exception {
        Channel<Integer> channel = Channel.<Integer>rendezvous().named("orders");
        assertEquals("receive", channel.receive().describe().kind());
        ScheduledTask<Integer> receiver = spawn(channel.receive());
        await(sleep(ms(1)));
        assertEquals(
                "channel \"orders\" (0 of 0, 1 waits to receive)",
                channel.receive().describe().identity());
        assertEquals(WaitDescription.of("channel", "\"orders\", 0 of 0, 1 waits to receive"), channel.describe());
        channel.close();
        assertInstanceOf(ChannelClosedException.class, await(failureOf(receiver)));
    }

    /** Hackerl channel: each operation with a timeout leaves nothing behind. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RENDEZVOUS", "ONE"})
    @AsyncTest
    void leavesNothingBehindWhenAnOperationTimesOut(Kind kind) throws Exception {
        Channel<Integer> channel = kind.channel();
        assertInstanceOf(TimeoutException.class, await(failureOf(waitFor(channel.receive(), ms(1)))));
        assertInstanceOf(TimeoutException.class, await(failureOf(waitFor(channel.next(), ms(1)))));
        assertInstanceOf(TimeoutException.class, await(failureOf(waitFor(channel.closed(), ms(1)))));
        for (int i = 0; i < kind.capacity; i++) {
            channel.trySend(i);
        }
        assertInstanceOf(TimeoutException.class, await(failureOf(waitFor(channel.send(9), ms(1)))));
        assertEquals(0, channel.statistics().receiversWaiting());
        assertEquals(0, channel.statistics().sendersWaiting());
        assertEquals(kind.capacity, channel.statistics().size());
    }
}
