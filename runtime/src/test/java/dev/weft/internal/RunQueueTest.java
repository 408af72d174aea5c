// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunQueueTest {
    @Test
    void firstInFirstOut() {
        List<Runnable> ready = entries(10);
        assertEquals(ready, drained(RunQueue.fifo(), ready));
    }

    @Test
    void theSameSeedGivesTheSameOrder() {
        List<Runnable> ready = entries(20);
        assertEquals(drained(RunQueue.seeded(new Random(1)), ready), drained(RunQueue.seeded(new Random(1)), ready));
    }

    @Test
    void anotherSeedGivesAnotherOrderOfTheSame() {
        List<Runnable> ready = entries(20);
        List<Runnable> one = drained(RunQueue.seeded(new Random(1)), ready);
        List<Runnable> two = drained(RunQueue.seeded(new Random(2)), ready);
        assertNotEquals(one, two);
        assertEquals(new HashSet<>(one), new HashSet<>(two));
    }

    /** What a turn adds runs in the next one, in a shuffled order too: whoever gives way lets everyone else run. */
    @Test
    void whatIsAddedDuringATurnComesAfterWhatWasReadyBefore() {
        for (int seed = 0; seed < 20; seed++) {
            RunQueue queue = RunQueue.seeded(new Random(seed));
            List<Runnable> early = entries(3);
            early.forEach(queue::add);
            List<Runnable> firstThree = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                firstThree.add(Objects.requireNonNull(queue.poll()));
                queue.add(entries(1).get(0));
            }
            assertTrue(firstThree.containsAll(early), "seed " + seed);
            assertEquals(3, queue.size());
        }
    }

    @Test
    void whatWasTakenLastRunsUntilItHasEnded() {
        for (RunQueue queue : List.of(RunQueue.fifo(), RunQueue.seeded(new Random(1)))) {
            assertNull(queue.running());
            entries(2).forEach(queue::add);
            Runnable first = queue.poll();
            assertSame(first, queue.running());
            Runnable second = queue.poll();
            assertSame(second, queue.running());
            queue.ended();
            assertNull(queue.running());
            queue.add(entries(1).get(0));
            assertNotNull(queue.poll());
            assertNull(queue.poll());
            assertNull(queue.running(), "nothing was taken");
        }
    }

    @Test
    void whatIsPostedChangesPlacesWithTheRestAndNotWithOneAnother() {
        Set<Integer> placesOfTheTask = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            RunQueue queue = RunQueue.seeded(new Random(seed));
            List<Runnable> posted = entries(4);
            Runnable task = entries(1).get(0);
            posted.subList(0, 2).forEach(queue::post);
            queue.add(task);
            posted.subList(2, 4).forEach(queue::post);
            List<Runnable> seen = new ArrayList<>();
            queue.forEach(seen::add);
            assertEquals(5, seen.size());
            List<Runnable> order = drained(queue, List.of());
            placesOfTheTask.add(order.indexOf(task));
            order.remove(task);
            assertEquals(posted, order, "seed " + seed);
            assertTrue(seen.containsAll(posted), "seed " + seed);
        }
        assertEquals(Set.of(0, 1, 2, 3, 4), placesOfTheTask);
    }

    /** A step may add more than the ring has room for, and be asked for in the middle of that. */
    @Test
    void whatRunsIsKnownWhileTheQueueGrows() {
        for (int before = 0; before < 70; before++) {
            RunQueue queue = RunQueue.fifo();
            drained(queue, entries(before)); // the head is anywhere
            queue.add(entries(1).get(0));
            Runnable running = queue.poll();
            List<Runnable> ready = entries(1000);
            for (Runnable each : ready) {
                queue.add(each);
                assertSame(running, queue.running());
            }
            assertEquals(ready, drained(queue, List.of()));
        }
    }

    /** A turn that takes more than the ring holds, and adds as many, needs no larger one: what has run makes room. */
    @Test
    void aTurnThatNeverEndsNeedsNoLargerRing() {
        Fifo queue = new Fifo();
        Runnable entry = entries(1).get(0);
        queue.add(entry);
        for (int i = 0; i < 10_000; i++) {
            assertSame(entry, queue.poll());
            assertSame(entry, queue.running());
            queue.add(entry);
        }
        assertEquals(1, queue.size());
        assertEquals(128, queue.capacity());
    }

    @Test
    void aRingThatABurstHasMadeLargeBecomesSmallAgain() {
        Fifo queue = new Fifo();
        List<Runnable> ready = entries(10_000);
        ready.forEach(queue::add);
        assertEquals(16_384, queue.capacity());
        List<Runnable> order = new ArrayList<>();
        while (queue.size() > 0) {
            for (int i = 0; i < 64 && queue.size() > 0; i++) {
                order.add(Objects.requireNonNull(queue.poll()));
            }
            queue.ended();
        }
        assertEquals(ready, order);
        endTurns(queue, 512);
        assertEquals(128, queue.capacity());
    }

    /** In an old array each store costs a fence. */
    @Test
    void aRingThatHasBeenThereForLongIsMadeAnewWithAllThatWaits() {
        Fifo queue = new Fifo();
        List<Runnable> ready = entries(100);
        ready.forEach(queue::add);
        Object first = queue.ring();
        endTurns(queue, 255);
        assertSame(first, queue.ring());
        endTurns(queue, 1);
        Object second = queue.ring();
        assertNotSame(first, second);
        endTurns(queue, 256);
        assertNotSame(second, queue.ring());
        assertEquals(ready, drained(queue, List.of()));
    }

    @Test
    void aLargeRingThatIsNeededIsNotCopied() {
        Fifo queue = new Fifo();
        entries(2_000).forEach(queue::add);
        Object first = queue.ring();
        endTurns(queue, 1_000);
        assertSame(first, queue.ring());
    }

    private static void endTurns(Fifo queue, int turns) {
        for (int i = 0; i < turns; i++) {
            queue.ended();
        }
    }

    @Test
    void aRingStaysAsLargeAsBurstsThatComeOneAfterTheOther() {
        Fifo queue = new Fifo();
        List<Runnable> ready = entries(1_000);
        for (int burst = 0; burst < 100; burst++) {
            ready.forEach(queue::add);
            while (queue.size() > 0) {
                for (int i = 0; i < 64 && queue.size() > 0; i++) {
                    queue.poll();
                }
                queue.ended();
            }
            assertTrue(queue.capacity() >= 1_024, "burst " + burst);
        }
    }

    @Test
    void whatHasRunIsForgottenWhenTheTurnEnds() throws Exception {
        Fifo queue = new Fifo();
        WeakReference<Runnable> taken = takenBy(queue);
        queue.ended();
        for (int i = 0; i < 100 && taken.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertNull(taken.get());
    }

    private static WeakReference<Runnable> takenBy(Fifo queue) {
        queue.add(entries(1).get(0));
        return new WeakReference<>(queue.poll());
    }

    @Test
    void tellsAllThatWaitButNotWhatRuns() {
        for (RunQueue queue : List.of(RunQueue.fifo(), RunQueue.seeded(new Random(1)))) {
            drained(queue, entries(60)); // the ring goes round
            List<Runnable> ready = entries(20);
            ready.forEach(queue::add);
            Runnable running = queue.poll();
            List<Runnable> later = entries(3);
            later.forEach(queue::add);
            List<Runnable> told = new ArrayList<>();
            queue.forEach(told::add);
            List<Runnable> waiting = new ArrayList<>(ready);
            waiting.remove(running);
            waiting.addAll(later);
            assertEquals(waiting.size(), told.size());
            assertEquals(new HashSet<>(waiting), new HashSet<>(told));
        }
    }

    private static List<Runnable> entries(int count) {
        List<Runnable> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(new Runnable() {
                @Override
                public void run() {}
            });
        }
        return entries;
    }

    private static List<Runnable> drained(RunQueue queue, List<Runnable> ready) {
        ready.forEach(queue::add);
        List<Runnable> order = new ArrayList<>();
        while (queue.size() > 0) {
            order.add(Objects.requireNonNull(queue.poll()));
        }
        assertNull(queue.poll());
        return order;
    }
}
