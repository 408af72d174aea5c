// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.inOrder;
import static com.example.semantics.Schedules.millis;
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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.semantics.OnEverySchedule;
import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.WaitDescription;
import dev.weft.junit.AsyncTest;
import dev.weft.sync.Queue;
import dev.weft.sync.QueueShutDownException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Behaviours of asyncio's test_queues. */
@Timeout(120)
class QueueTest implements OnEverySchedule {
    /** The three queues, for what holds for each. */
    private enum Order {
        FIFO,
        LIFO,
        PRIORITY;

        Queue<Integer> queue(int maxSize) {
            return switch (this) {
                case FIFO -> Queue.fifo(maxSize);
                case LIFO -> Queue.lifo(maxSize);
                case PRIORITY -> Queue.priority(Comparator.<Integer>naturalOrder(), maxSize);
            };
        }

        Queue<Integer> queue() {
            return queue(Integer.MAX_VALUE);
        }
    }

    // ------------------------------------------------------------------ basics

    /** asyncio test_queues: repr and str. */
    @AsyncTest
    void describesItself() throws Exception {
        Queue<Integer> queue = Queue.<Integer>fifo(1).named("jobs");
        assertEquals("queue \"jobs\" (0 of 1)", queue.toString());
        ScheduledTask<Integer> getter = spawn(queue.get());
        await(sleep(ms(1)));
        assertEquals("queue \"jobs\" (0 of 1, 1 waits to receive)", queue.toString());
        assertTrue(queue.tryPut(0));
        assertEquals(0, await(getter));
        assertTrue(queue.tryPut(1));
        ScheduledTask<Void> putter = spawn(queue.put(2));
        await(sleep(ms(1)));
        assertEquals("queue \"jobs\" (1 of 1, 1 waits to send, 2 unfinished)", queue.toString());
        assertEquals(WaitDescription.of("queue", "\"jobs\", 1 of 1, 1 waits to send, 2 unfinished"), queue.describe());
        assertEquals(1, queue.tryGet().get());
        await(putter);
    }

    /** asyncio test_queues: empty; full. */
    @AsyncTest
    void saysWhetherItIsEmptyOrFull() throws Exception {
        Queue<Integer> queue = Queue.fifo(1);
        assertTrue(queue.isEmpty());
        assertFalse(queue.isFull());
        await(queue.put(1));
        assertFalse(queue.isEmpty());
        assertTrue(queue.isFull());
        assertEquals(1, await(queue.get()));
        assertTrue(queue.isEmpty());
        assertFalse(Queue.fifo().isFull());
    }

    @Async
    private static Task<List<Integer>> throughIt(Queue<Integer> queue) {
        for (int i : List.of(1, 3, 2)) {
            await(queue.put(i));
        }
        List<Integer> got = new ArrayList<>();
        while (!queue.isEmpty()) {
            got.add(await(queue.get()));
        }
        return Task.of(got);
    }

    /** asyncio test_queues: order, of each of the three. */
    @AsyncTest
    void givesInItsOrder() throws Exception {
        assertEquals(List.of(1, 3, 2), await(throughIt(Queue.fifo())));
        assertEquals(List.of(2, 3, 1), await(throughIt(Queue.lifo())));
        assertEquals(List.of(1, 2, 3), await(throughIt(Queue.priority(Comparator.naturalOrder()))));
    }

    /** Elements of equal priority keep their order, and one that is put back is the first of them. */
    @AsyncTest
    void givesEqualPrioritiesInTheOrderInWhichTheyWerePut() throws Exception {
        Queue<String> queue = Queue.priority(Comparator.comparing(String::length));
        for (String element : List.of("bb", "a", "cc", "b", "dd")) {
            await(queue.put(element));
        }
        var get = queue.get();
        assertTrue(get.isReady()); // takes "a", and puts it back
        assertTrue(get.withdraw(() -> {}));
        assertEquals(List.of("a", "b", "bb", "cc", "dd"), queue.shutdownNow());
    }

    /** What cannot be compared is refused before it can do harm. */
    @Test
    void refusesWhatCannotBeCompared() {
        Queue<Object> queue = Queue.priority((one, other) -> ((Integer) one).compareTo((Integer) other));
        assertTrue(queue.tryPut(1));
        assertThrows(ClassCastException.class, () -> queue.tryPut("no number"));
        assertThrows(ClassCastException.class, () -> queue.put("no number"));
        assertEquals(1, queue.tryGet().get());
    }

    @Async
    private static Task<Boolean> putsThree(Queue<Integer> queue, List<Integer> put) {
        for (int i = 0; i < 3; i++) {
            await(queue.put(i));
            put.add(i);
        }
        return Task.of(true);
    }

    /** asyncio test_queues: maxsize. */
    @AsyncTest
    void letsWhoPutsWaitWhenItIsFull() throws Exception {
        Queue<Integer> queue = Queue.fifo(2);
        List<Integer> put = new ArrayList<>();
        ScheduledTask<Boolean> putter = spawn(putsThree(queue, put));
        await(sleep(ms(1)));
        assertEquals(List.of(0, 1), put);
        assertEquals(0, await(queue.get()));
        await(sleep(ms(1)));
        assertEquals(List.of(0, 1, 2), put);
        assertEquals(1, await(queue.get()));
        assertEquals(2, await(queue.get()));
        assertEquals(State.SUCCEEDED, putter.state());
        assertTrue(await(putter));
    }

    // ------------------------------------------------------------------ getting

    /** asyncio test_queues: blocking get; non-blocking get, and its exception. */
    @AsyncTest
    void givesWhatIsThere() throws Exception {
        Queue<Integer> queue = Queue.fifo();
        assertTrue(queue.tryPut(1));
        assertEquals(1, await(queue.get()));
        assertTrue(queue.tryPut(2));
        assertEquals(2, queue.tryGet().get());
        assertTrue(queue.tryGet().isEmpty());
    }

    /** asyncio test_queues: get with putters, of which one has its turn. */
    @AsyncTest
    void wakesWhoPutsWhenSomethingIsGot() throws Exception {
        Queue<Integer> queue = Queue.fifo(1);
        await(queue.put(1));
        ScheduledTask<Void> first = spawn(queue.put(2));
        await(sleep(ms(1)));
        ScheduledTask<Void> second = spawn(queue.put(3));
        await(sleep(ms(1)));
        assertEquals(1, await(queue.get()));
        await(first);
        assertEquals(State.SUSPENDED, second.state());
        assertEquals(2, await(queue.get()));
        await(second);
    }

    @Async
    private static Task<Void> putsAfter(Queue<Integer> queue, int element) {
        await(sleep(ms(10)));
        await(queue.put(element));
        return Task.done();
    }

    /** asyncio test_queues: blocking get that waits. */
    @AsyncTest
    void waitsForWhatIsNotThere() throws Exception {
        Queue<Integer> queue = Queue.fifo();
        long begin = millis();
        ScheduledTask<Void> putter = spawn(putsAfter(queue, 1));
        assertEquals(1, await(queue.get()));
        assertEquals(10, millis() - begin);
        await(putter);
    }

    /** asyncio test_queues: a get that is cancelled before anything is put leaves it to the next. */
    @AsyncTest
    void givesToTheNextWhenAGetIsCancelled() throws Exception {
        Queue<String> queue = Queue.fifo();
        ScheduledTask<String> first = spawn(queue.get());
        ScheduledTask<String> second = spawn(queue.get());
        await(sleep(ms(1)));
        first.cancel();
        await(sleep(ms(1)));
        assertEquals(State.CANCELLED, first.state());
        await(queue.put("a"));
        assertEquals("a", await(second));
    }

    /** asyncio test_queues: get with waiting putters. */
    @Test
    void takesFromThoseWhoWaitToPut() throws Exception {
        inOrder(() -> {
            Queue<String> queue = Queue.fifo(1);
            ScheduledTask<Void> a = spawn(queue.put("a"));
            ScheduledTask<Void> b = spawn(queue.put("b"));
            assertEquals("a", await(queue.get()));
            assertEquals("b", await(queue.get()));
            await(gather(a, b));
            return Task.done();
        });
    }

    @Async
    private static Task<Void> puts(Queue<Integer> queue, int count) {
        for (int i = 0; i < count; i++) {
            await(queue.put(i));
        }
        return Task.done();
    }

    @Async
    private static Task<Void> gets(Queue<Integer> queue, int count) {
        for (int i = 0; i < count; i++) {
            assertEquals(i, await(queue.get()));
        }
        return Task.done();
    }

    /** asyncio test_queues: why are getters waiting. */
    @AsyncTest
    void servesAProducerAndAConsumerThroughOnePlace() throws Exception {
        Queue<Integer> queue = Queue.fifo(1);
        await(gather(puts(queue, 5), gets(queue, 5)));
    }

    /** asyncio test_queues: cancelled getters are not held. */
    @AsyncTest
    void forgetsAGetThatTimedOut() throws Exception {
        Queue<Integer> queue = Queue.fifo(5);
        assertInstanceOf(TimeoutException.class, await(failureOf(waitFor(queue.get(), ms(1)))));
        assertEquals(0, queue.statistics().receiversWaiting());
    }

    /** asyncio test_queues (3.4): a get within a timeout gets what comes in time. */
    @AsyncTest
    void givesInTimeWhatIsWaitedForWithATimeout() throws Exception {
        Queue<Integer> queue = Queue.fifo();
        ScheduledTask<Integer> getter = spawn(waitFor(queue.get(), ms(51)));
        await(sleep(ms(10)));
        assertTrue(queue.tryPut(1));
        assertEquals(1, await(getter));
    }

    // ------------------------------------------------------------------ putting

    @Async
    private static Task<Void> getsAfter(Queue<Integer> queue) {
        await(sleep(ms(10)));
        assertTrue(queue.tryGet().isPresent());
        return Task.done();
    }

    /** asyncio test_queues: blocking put, with and without a wait. */
    @AsyncTest
    void waitsForRoom() throws Exception {
        Queue<Integer> queue = Queue.fifo(1);
        long begin = millis();
        ScheduledTask<Void> getter = spawn(getsAfter(queue));
        await(queue.put(1));
        assertEquals(0, millis() - begin);
        await(queue.put(2));
        assertEquals(10, millis() - begin);
        await(getter);
    }

    /** asyncio test_queues: non-blocking put, and its exception. */
    @Test
    void refusesATryPutWhenItIsFull() {
        Queue<Integer> queue = Queue.fifo(1);
        assertTrue(queue.tryPut(1));
        assertFalse(queue.tryPut(2));
        assertEquals(1, queue.tryGet().get());
    }

    /**
     * asyncio test_queues: a reader that is cancelled when it was given an element. There it tries again and must get 1; here the value wins over
     * the cancellation.
     */
    @AsyncTest
    void losesNoElementWhenItsReaderIsCancelled() throws Exception {
        Queue<Integer> queue = Queue.fifo();
        ScheduledTask<Integer> reader = spawn(queue.get());
        await(sleep(ms(1)));
        assertTrue(queue.tryPut(1));
        assertTrue(queue.tryPut(2));
        reader.cancel();
        assertEquals(1, await(reader));
        assertEquals(2, queue.tryGet().get());
    }

    /** asyncio test_queues: many readers, one of which is cancelled before it was given anything. */
    @AsyncTest
    void losesNoElementWhenOneOfManyReadersIsCancelled() throws Exception {
        Queue<Integer> queue = Queue.fifo();
        ScheduledTask<Integer> first = spawn(queue.get());
        ScheduledTask<Integer> second = spawn(queue.get());
        ScheduledTask<Integer> third = spawn(queue.get());
        await(sleep(ms(1)));
        first.cancel();
        assertTrue(queue.tryPut(1));
        assertTrue(queue.tryPut(2));
        boolean isCancelled = await(failureOf(first)) instanceof CancellationException;
        int got = isCancelled ? 0 : await(first); // it may have been the one that waited longest
        if (!isCancelled) {
            assertTrue(queue.tryPut(3));
        }
        got += await(second) + await(third);
        assertEquals(isCancelled ? 3 : 6, got);
    }

    /** asyncio test_queues: a put that is cancelled when there was room for it. The element is there once. */
    @AsyncTest
    void putsOnceWhatWasCancelledWhenThereWasRoom() throws Exception {
        Queue<Integer> queue = Queue.fifo(1);
        assertTrue(queue.tryPut(1));
        ScheduledTask<Void> writer = spawn(queue.put(2));
        await(sleep(ms(1)));
        assertEquals(1, queue.tryGet().get());
        writer.cancel();
        if (await(failureOf(writer)) instanceof CancellationException) {
            await(queue.put(2));
        }
        assertEquals(2, queue.tryGet().get());
        assertTrue(queue.isEmpty());
    }

    @Async
    private static Task<Boolean> putsOne(Queue<Integer> queue) {
        await(queue.put(1));
        return Task.of(true);
    }

    /** asyncio test_queues: put and get meet; put with waiting getters. */
    @AsyncTest
    void handsToWhoWaits() throws Exception {
        Queue<Integer> queue = Queue.fifo();
        ScheduledTask<Boolean> putter = spawn(putsOne(queue));
        assertEquals(1, await(queue.get()));
        assertTrue(await(putter));
        ScheduledTask<Integer> getter = spawn(queue.get());
        await(sleep(ms(1)));
        await(queue.put(2));
        assertEquals(2, await(getter));
    }

    /** asyncio test_queues: of three that put, the last is cancelled while it waits. */
    @Test
    void leavesOutAPutThatWasCancelled() throws Exception {
        inOrder(() -> {
            Queue<String> queue = Queue.fifo(1);
            ScheduledTask<Void> a = spawn(queue.put("a"));
            ScheduledTask<Void> b = spawn(queue.put("b"));
            ScheduledTask<Void> c = spawn(queue.put("X"));
            await(yieldNow());
            assertEquals(State.SUCCEEDED, a.state());
            assertEquals(State.SUSPENDED, b.state());
            c.cancel();
            await(yieldNow());
            assertEquals(State.CANCELLED, c.state());
            assertEquals("a", queue.tryGet().get());
            assertEquals("b", queue.tryGet().get());
            assertTrue(queue.isEmpty());
            await(b);
            return Task.done();
        });
    }

    @Async
    private static Task<Void> getsAllNow(Queue<Integer> queue) {
        await(sleep(ms(1)));
        int count = queue.size();
        for (int i = 0; i < count; i++) {
            assertTrue(queue.tryGet().isPresent());
        }
        return Task.done();
    }

    /** asyncio test_queues: why are putters waiting. */
    @AsyncTest
    void letsAllIn() throws Exception {
        Queue<Integer> queue = Queue.fifo(2);
        await(gather(List.of(getsAllNow(queue), queue.put(0), queue.put(1), queue.put(2), queue.put(3))));
        assertEquals(2, queue.size());
    }

    /** asyncio test_queues: cancelled puts are not held, nor is one whose turn has come. */
    @AsyncTest
    void forgetsAPutThatWasCancelled() throws Exception {
        Queue<Integer> queue = Queue.fifo(1);
        assertTrue(queue.tryPut(1));
        ScheduledTask<Void> putter = spawn(queue.put(2));
        await(sleep(ms(1)));
        assertEquals(1, queue.statistics().sendersWaiting());
        putter.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(putter)));
        assertEquals(0, queue.statistics().sendersWaiting());
        assertEquals(List.of(1), queue.shutdownNow());
    }

    // ------------------------------------------------------------------ joining

    /** asyncio test_queues: task-done underflow, of each of the three. */
    @ParameterizedTest
    @EnumSource(Order.class)
    void refusesTaskDoneWithoutATask(Order order) {
        String message = assertThrows(
                        IllegalStateException.class, () -> order.queue().taskDone())
                .getMessage();
        assertTrue(message.contains("more often than elements were put"), message);
    }

    private static final class Sum {
        int value;
    }

    @Async
    private static Task<Void> works(Queue<Integer> queue, Sum sum) {
        try {
            while (true) {
                sum.value += await(queue.get());
                await(yieldNow());
                queue.taskDone();
            }
        } catch (QueueShutDownException ended) {
            return Task.done();
        }
    }

    /** asyncio test_queues: task-done, of each of the three. */
    @ParameterizedTest
    @EnumSource(Order.class)
    @AsyncTest
    void isJoinedWhenAllIsDone(Order order) throws Exception {
        Queue<Integer> queue = order.queue();
        for (int i = 0; i < 100; i++) {
            assertTrue(queue.tryPut(i));
        }
        Sum sum = new Sum();
        ScheduledTask<Void> first = spawn(works(queue, sum));
        ScheduledTask<Void> second = spawn(works(queue, sum));
        await(queue.join());
        assertEquals(4950, sum.value);
        assertEquals(0, queue.unfinished());
        queue.shutdown();
        await(gather(first, second));
    }

    /** asyncio test_queues: join of an empty queue, twice, of each of the three. */
    @ParameterizedTest
    @EnumSource(Order.class)
    @AsyncTest
    void isJoinedAtOnceWhenItIsEmpty(Order order) throws Exception {
        Queue<Integer> queue = order.queue();
        await(queue.join());
        await(queue.join());
    }

    /** asyncio test_queues: format, with unfinished tasks and after a shut-down, of each of the three. */
    @ParameterizedTest
    @EnumSource(Order.class)
    void saysWhatIsUnfinished(Order order) {
        Queue<Integer> queue = order.queue();
        assertEquals("queue (0)", queue.toString());
        assertTrue(queue.tryPut(1));
        assertTrue(queue.tryPut(2));
        assertTrue(queue.tryGet().isPresent());
        assertEquals("queue (1, 2 unfinished)", queue.toString());
        queue.shutdown();
        assertEquals("queue (1, 2 unfinished, closed)", queue.toString());
    }

    // ------------------------------------------------------------------ shutting down

    @Async
    private static Task<Void> refusesAll(Queue<Integer> queue) {
        assertInstanceOf(QueueShutDownException.class, await(failureOf(queue.put(9))));
        assertThrows(QueueShutDownException.class, () -> queue.tryPut(9));
        assertInstanceOf(QueueShutDownException.class, await(failureOf(queue.get())));
        assertThrows(QueueShutDownException.class, queue::tryGet);
        return Task.done();
    }

    /** asyncio test_queues: shut down when empty, of each of the three. */
    @ParameterizedTest
    @EnumSource(Order.class)
    @AsyncTest
    void tellsThoseWhoGetWhenItIsShutDownEmpty(Order order) throws Exception {
        Queue<Integer> queue = order.queue();
        ScheduledTask<Throwable> getter = spawn(failureOf(queue.get()));
        await(sleep(ms(1)));
        queue.shutdown();
        queue.shutdown();
        assertTrue(queue.isShutDown());
        await(queue.join());
        assertInstanceOf(QueueShutDownException.class, await(getter));
        await(refusesAll(queue));
    }

    /** asyncio test_queues: shut down when not empty, of each of the three. */
    @ParameterizedTest
    @EnumSource(Order.class)
    @AsyncTest
    void givesWhatIsLeftAfterItWasShutDown(Order order) throws Exception {
        Queue<Integer> queue = order.queue(1);
        assertTrue(queue.tryPut(1));
        ScheduledTask<Void> join = spawn(queue.join());
        ScheduledTask<Throwable> putter = spawn(failureOf(queue.put(2)));
        await(sleep(ms(1)));
        assertEquals(State.SUSPENDED, putter.state());
        queue.shutdown();
        assertEquals(1, queue.size());
        assertInstanceOf(QueueShutDownException.class, await(putter));
        assertEquals(1, await(queue.get()));
        await(sleep(ms(1)));
        assertEquals(State.SUSPENDED, join.state());
        await(refusesAll(queue));
        queue.taskDone();
        await(join);
        assertThrows(IllegalStateException.class, queue::taskDone);
    }

    /** asyncio test_queues: shut down at once, of each of the three. */
    @ParameterizedTest
    @EnumSource(Order.class)
    @AsyncTest
    void dropsWhatIsLeftWhenItIsShutDownAtOnce(Order order) throws Exception {
        Queue<Integer> queue = order.queue();
        assertTrue(queue.tryPut(1));
        ScheduledTask<Void> join = spawn(queue.join());
        await(sleep(ms(1)));
        assertEquals(List.of(1), queue.shutdownNow());
        assertEquals(0, queue.size());
        await(join);
        await(refusesAll(queue));
        assertThrows(IllegalStateException.class, queue::taskDone);
    }

    /** asyncio test_queues: shut down at once while a task is unfinished, of each of the three. */
    @ParameterizedTest
    @EnumSource(Order.class)
    @AsyncTest
    void waitsForWhatWasGotWhenItIsShutDownAtOnce(Order order) throws Exception {
        Queue<Integer> queue = order.queue();
        assertTrue(queue.tryPut(1));
        assertTrue(queue.tryPut(2));
        ScheduledTask<Void> join = spawn(queue.join());
        int got = await(queue.get());
        queue.shutdown();
        assertEquals(List.of(3 - got), queue.shutdownNow());
        await(sleep(ms(1)));
        assertEquals(State.SUSPENDED, join.state());
        await(refusesAll(queue));
        queue.taskDone();
        assertThrows(IllegalStateException.class, queue::taskDone);
        await(join);
    }

    /** asyncio has a size of 0 for any number, and takes fractions; here a size is a number of elements. */
    @Test
    void refusesASizeBelowOne() {
        assertThrows(IllegalArgumentException.class, () -> Queue.fifo(0));
        assertThrows(IllegalArgumentException.class, () -> Queue.lifo(-1));
    }
}
