// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.moveOnAfter;
import static dev.weft.Weft.race;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.sync.Select.on;
import static dev.weft.sync.Select.select;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.semantics.OnEverySchedule;
import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.TaskGroup;
import dev.weft.Waiter;
import dev.weft.junit.AsyncTest;
import dev.weft.sync.Barrier;
import dev.weft.sync.Channel;
import dev.weft.sync.Clause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Timeout;

/** What happens in a clause of a select that has to unwind, because another one was first or the select is cancelled. */
@Timeout(60)
class SelectUnwindingTest implements OnEverySchedule {
    private final Channel<String> channel = Channel.rendezvous();

    private static <T> Awaitable<T> inTime(Awaitable<T> operation) {
        try {
            return waitFor(operation, LONG);
        } catch (TimeoutException whenAwaited) {
            throw new AssertionError(whenAwaited);
        }
    }

    /** A send in each kind of call that gives a result that comes in spite of a cancellation. */
    private List<Clause<String>> sends() {
        return List.of(
                on(inTime(channel.send("milk")), nothing -> "sent"),
                on(select(on(inTime(channel.send("milk")), nothing -> "sent")), sent -> sent),
                on(select(on(channel.send("milk"), nothing -> "sent")), sent -> sent));
    }

    @Async
    private Task<Optional<String>> receivesAt(int millis) {
        await(sleep(ms(millis)));
        return Task.of(channel.tryReceive());
    }

    // ------------------------------------------------------------------ another clause is first

    @AsyncTest
    void aSendThatHappensWhenTheTimeIsOverIsTold() {
        for (Clause<String> send : sends()) {
            ScheduledTask<String> sender = spawn(select(on(sleep(ms(5)), late -> "not sent"), send));
            Optional<String> received = await(receivesAt(5));
            assertEquals(received.isPresent() ? "sent" : "not sent", await(sender));
        }
    }

    @AsyncTest
    void aSendThatHappensWhenATaskHasEndedIsToldForTheTaskKeepsItsResult() {
        for (Clause<String> send : sends()) {
            ScheduledTask<Void> other = spawn(sleep(ms(5)));
            ScheduledTask<String> sender = spawn(select(on(other, ended -> "not sent"), send));
            Optional<String> received = await(receivesAt(5));
            assertEquals(received.isPresent() ? "sent" : "not sent", await(sender));
        }
    }

    /** The other one has gone on with it. */
    @AsyncTest
    void anArrivalThatEndsThePhaseWhenTheTimeIsOverIsTold() throws Exception {
        Barrier barrier = new Barrier(2);
        ScheduledTask<Integer> first =
                spawn(select(on(sleep(ms(5)), late -> -1), on(barrier.arrive(), index -> index)));
        ScheduledTask<Integer> second = spawn(arrivesAt5(barrier));
        int index = await(first);
        assertEquals(index == -1 ? 0 : 1, barrier.statistics().phase());
        if (index == -1) {
            second.cancel();
        }
        await(failureOf(second));
    }

    @Async
    private static Task<Integer> arrivesAt5(Barrier barrier) throws BrokenBarrierException {
        await(sleep(ms(5)));
        return Task.of(await(barrier.arrive()));
    }

    /** Both have happened then, and one of them can be given back: the receive that is a part. */
    @AsyncTest
    void aReceiveThatHappensWhenAnotherOneWasFirstIsGivenBack() {
        Channel<String> other = Channel.bounded(1);
        ScheduledTask<String> receiver = spawn(
                select(on(channel.receive(), element -> element), on(inTime(other.receive()), element -> element)));
        await(sleep(ms(1)));
        assertTrue(channel.trySend("first"));
        assertTrue(other.trySend("second"));
        String got = await(receiver);
        assertEquals(got.equals("first") ? Optional.of("second") : Optional.empty(), other.tryReceive());
    }

    /** It becomes ready in the moment in which an operation of the same select happens, and says that it has to unwind. */
    private static final class ReadyTooLate implements Awaitable<String> {
        private final Channel<String> fills;
        private final List<String> givenBack = new ArrayList<>();
        private boolean isAwaited;
        private boolean isReady;

        ReadyTooLate(Channel<String> fills) {
            this.fills = fills;
        }

        @Override
        public boolean isReady() {
            if (isAwaited && !isReady) {
                isReady = true;
                assertTrue(fills.trySend("milk"));
            }
            return isReady;
        }

        @Override
        public String result() {
            return "too late";
        }

        @Override
        public void subscribe(Waiter waiter) {
            isAwaited = true;
            waiter.wake();
        }

        @Override
        public boolean withdraw(Waiter waiter) {
            return !isReady;
        }

        @Override
        public void discard(String result) {
            givenBack.add(result);
        }
    }

    @AsyncTest
    void whatIsReadyWhenAnOperationWasFasterIsGivenBack() throws Exception {
        ReadyTooLate late = new ReadyTooLate(channel);
        assertEquals("milk", await(select(on(channel.receive(), got -> got), on(late, got -> got))));
        assertEquals(List.of("too late"), late.givenBack);
    }

    // ------------------------------------------------------------------ the select is cancelled

    @AsyncTest
    void aSendThatHappensWhenTheSelectIsCancelledIsTold() {
        for (Clause<String> send : sends()) {
            ScheduledTask<String> sender = spawn(select(send));
            await(sleep(ms(1)));
            sender.cancel();
            assertEquals(Optional.of("milk"), channel.tryReceive());
            assertEquals("sent", await(sender));
        }
    }

    @AsyncTest
    void aSendThatWasFirstIsToldThoughTheSelectIsCancelledWhileOthersUnwind() {
        List<Awaitable<Void>> sends = List.of(channel.send("milk"), inTime(channel.send("milk")));
        for (Awaitable<Void> send : sends) {
            ScheduledTask<String> sender = spawn(select(
                    on(send, nothing -> "sent"),
                    on(gather(List.of(unwindsFor5(new ArrayList<>()))), all -> "unwound")));
            assertEquals(Optional.of("milk"), await(receivesAt(1)));
            await(sleep(ms(1)));
            sender.cancel();
            assertEquals("sent", await(sender));
        }
    }

    @Async
    private static Task<Void> unwindsFor5(List<String> messages) {
        try {
            await(sleep(LONG));
        } catch (CancellationException cancelled) {
            messages.add(cancelled.getMessage());
            await(sleep(ms(5)));
            throw cancelled;
        }
        return Task.done();
    }

    /** One of each call that has to unwind, around the given code. */
    private static Map<String, Supplier<Awaitable<?>>> calls(Supplier<Task<Void>> code) {
        return Map.of(
                "gather", () -> gather(List.of(code.get())),
                "race", () -> race(List.of(code.get())),
                "waitFor", () -> inTime(code.get()),
                "moveOnAfter", () -> moveOnAfter(LONG, scope -> code.get()),
                "run", () -> TaskGroup.run(group -> code.get()),
                "select", () -> select(on(gather(List.of(code.get())), all -> all)));
    }

    @AsyncTest
    void whoIsCancelledIsToldWhoAskedAndSoIsWhatUnwinds() throws Exception {
        List<String> messages = new ArrayList<>();
        for (Supplier<Awaitable<?>> call : calls(() -> unwindsFor5(messages)).values()) {
            ScheduledTask<?> task = spawn(select(on(call.get(), result -> result)));
            await(sleep(ms(1)));
            task.cancel();
            Throwable thrown = await(failureOf(task));
            assertInstanceOf(CancellationException.class, thrown);
            messages.add(thrown.getMessage());
        }
        assertEquals(2 * calls(Task::done).size(), messages.size());
        for (String message : messages) {
            assertTrue(message.startsWith("cancelled by task main at " + SelectUnwindingTest.class.getName()), message);
        }
    }
}
