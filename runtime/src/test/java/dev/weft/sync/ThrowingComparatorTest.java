// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The comparator of a priority queue is the user's: where it throws, an element is in the queue, or somebody has it. */
class ThrowingComparatorTest {
    private static final int ELEMENTS = 20;

    private final IllegalStateException thrown = new IllegalStateException("cannot compare");

    /** How many comparisons go well before one throws. */
    private int left = Integer.MAX_VALUE;

    private final Queue<Integer> queue = Queue.priority(this::compare, ELEMENTS);

    private int compare(Integer one, Integer other) {
        if (left-- == 0) {
            throw thrown;
        }
        return one.compareTo(other);
    }

    private void fill(long seed) {
        List<Integer> elements =
                new ArrayList<>(IntStream.range(0, ELEMENTS).boxed().toList());
        Collections.shuffle(elements, new Random(seed));
        elements.forEach(queue::tryPut);
        assertEquals(ELEMENTS, queue.size());
    }

    private List<Integer> drained() {
        List<Integer> drained = new ArrayList<>();
        for (Optional<Integer> next = queue.tryGet(); next.isPresent(); next = queue.tryGet()) {
            drained.add(next.get());
        }
        return drained;
    }

    @Test
    void aGetThatFailsTakesNothing() {
        for (int good = 0; good < 12; good++) {
            fill(good);
            left = good;
            List<Integer> got = new ArrayList<>();
            assertSame(thrown, assertThrows(IllegalStateException.class, () -> drainInto(got)));
            left = Integer.MAX_VALUE;
            got.addAll(drained());
            assertEquals(IntStream.range(0, ELEMENTS).boxed().toList(), got);
        }
    }

    private void drainInto(List<Integer> got) {
        while (true) {
            got.add(queue.tryGet().orElseThrow());
        }
    }

    @Test
    void aPutThatFailsPutsNothing() {
        fill(1);
        queue.tryGet();
        for (int good = 1; good < 4; good++) { // the first is by which it is refused at once
            left = good;
            assertThrows(IllegalStateException.class, () -> queue.tryPut(-1));
            left = Integer.MAX_VALUE;
            assertEquals(ELEMENTS - 1, queue.size());
        }
        assertEquals(IntStream.range(1, ELEMENTS).boxed().toList(), drained());
    }

    @Test
    void whoIsLetInIsToldAndWhoGetsHasItsElement() throws Exception {
        fill(2);
        boolean[] woken = {false};
        Awaitable<Void> put = queue.put(-1);
        assertFalse(put.isReady());
        put.subscribe(() -> woken[0] = true);
        left = comparisonsOfAGet(); // then that of the one who is let in throws
        assertEquals(Optional.of(0), queue.tryGet());
        left = Integer.MAX_VALUE;
        assertTrue(woken[0]);
        assertTrue(put.isReady());
        assertSame(thrown, assertThrows(IllegalStateException.class, put::result));
        assertEquals(IntStream.range(1, ELEMENTS).boxed().toList(), drained());
    }

    /** Counted on the same elements in another queue. */
    private static int comparisonsOfAGet() {
        ThrowingComparatorTest other = new ThrowingComparatorTest();
        other.fill(2);
        other.left = Integer.MAX_VALUE;
        other.queue.tryGet();
        return Integer.MAX_VALUE - other.left;
    }

    @Test
    void whoWaitsToPutStaysWhereAGetFails() throws Exception {
        fill(3);
        Awaitable<Void> put = queue.put(ELEMENTS);
        assertFalse(put.isReady());
        put.subscribe(() -> {});
        left = 0;
        assertThrows(IllegalStateException.class, queue::tryGet);
        left = Integer.MAX_VALUE;
        assertEquals(1, queue.statistics().sendersWaiting());
        assertEquals(IntStream.rangeClosed(0, ELEMENTS).boxed().toList(), drained());
        assertTrue(put.isReady());
        put.result();
    }

    @Test
    void whatIsShutDownGivesAllThatWasInIt() {
        for (int good = 0; good < 40; good++) {
            Queue<Integer> ended = new ThrowingComparatorTest().filledThenFailingAfter(good);
            List<Integer> all = new ArrayList<>(ended.shutdownNow());
            Collections.sort(all);
            assertEquals(IntStream.range(0, ELEMENTS).boxed().toList(), all);
        }
    }

    private Queue<Integer> filledThenFailingAfter(int good) {
        fill(good);
        left = good;
        return queue;
    }

    @Test
    void whatIsGivenBackIsInTheQueueAllTheSame() throws Exception {
        fill(4);
        Awaitable<Integer> get = queue.get();
        assertTrue(get.isReady());
        left = 0;
        get.withdraw(() -> {}); // which gives back what it has taken; the log has what the comparator threw
        left = Integer.MAX_VALUE;
        List<Integer> all = drained();
        Collections.sort(all);
        assertEquals(IntStream.range(0, ELEMENTS).boxed().toList(), all);
    }

    @Test
    void equalElementsKeepTheirOrder() {
        Queue<String> words = Queue.priority((one, other) -> Integer.compare(one.length(), other.length()));
        List<String> put = List.of("one", "three", "two", "a", "seven", "six", "b", "eight", "c");
        put.forEach(words::tryPut);
        List<String> got = new ArrayList<>();
        for (Optional<String> next = words.tryGet(); next.isPresent(); next = words.tryGet()) {
            got.add(next.get());
        }
        assertEquals(List.of("a", "b", "c", "one", "two", "six", "three", "seven", "eight"), got);
    }
}
