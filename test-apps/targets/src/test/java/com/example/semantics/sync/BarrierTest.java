// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static com.example.semantics.Schedules.onEverySchedule;
import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.semantics.OnEverySchedule;
import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.sync.Barrier;
import dev.weft.sync.BarrierStatistics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Behaviours of a barrier, of asyncio's test_locks. There, those whom the last arrival lets go leave one after the other, and the barrier
 * is draining until all have; here all of them are gone at once, and who comes then is of the next phase.
 */
@Timeout(120)
class BarrierTest implements OnEverySchedule {
    private static final int PARTIES = 5;
    private static final int STORMS = Storm.SEEDS;

    @Async
    private static Task<Integer> arrives(Barrier barrier) throws BrokenBarrierException {
        return Task.of(await(barrier.arrive()));
    }

    private static List<ScheduledTask<Integer>> arriving(Barrier barrier, int count) throws BrokenBarrierException {
        List<ScheduledTask<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(spawn(arrives(barrier)));
        }
        return tasks;
    }

    /** asyncio test_locks: barrier, repr. */
    @AsyncTest
    void saysWhichOneItIsAndHowManyAreThere() throws Exception {
        Barrier barrier = new Barrier("start", PARTIES);
        assertEquals("barrier \"start\" (0 of 5 waiting, phase 0)", barrier.toString());
        List<ScheduledTask<Integer>> tasks = arriving(barrier, 2);
        await(sleep(ms(1)));
        assertEquals("barrier", barrier.describe().kind());
        assertEquals("\"start\", 2 of 5 waiting, phase 0", barrier.describe().identity());
        assertEquals(barrier.describe(), barrier.arrive().describe());
        tasks.addAll(arriving(barrier, 3));
        await(gather(tasks));
        assertEquals(new BarrierStatistics(PARTIES, 0, 1, false), barrier.statistics());
        barrier.abort();
        assertEquals("barrier \"start\" (broken)", barrier.toString());
    }

    /** asyncio test_locks: barrier parties. */
    @Test
    void needsAtLeastOneParty() {
        assertThrows(IllegalArgumentException.class, () -> new Barrier(0));
        assertThrows(IllegalArgumentException.class, () -> new Barrier("start", -4, () -> {}));
        assertEquals(PARTIES, new Barrier(PARTIES).parties());
    }

    /** asyncio test_locks: context manager, filling tasks check return value. */
    @AsyncTest
    void eachIsToldHowManyCameBefore() throws Exception {
        Barrier barrier = new Barrier(PARTIES);
        for (int phase = 0; phase < 2; phase++) {
            List<Integer> places = new ArrayList<>(await(gather(arriving(barrier, PARTIES))));
            Collections.sort(places);
            assertEquals(List.of(0, 1, 2, 3, 4), places);
        }
    }

    @AsyncTest
    void placesAreThoseOfThemWhoGoOn() throws Exception {
        Barrier barrier = new Barrier(3);
        ScheduledTask<Integer> leaves = arriving(barrier, 1).get(0);
        await(sleep(ms(1)));
        List<ScheduledTask<Integer>> stay = new ArrayList<>(arriving(barrier, 1));
        await(sleep(ms(1)));
        leaves.cancel();
        await(sleep(ms(1)));
        stay.addAll(arriving(barrier, 1));
        await(sleep(ms(1)));
        stay.addAll(arriving(barrier, 1));
        assertEquals(List.of(0, 1, 2), await(gather(stay)));
    }

    @Test
    void nobodyPassesIfTheActionAbortsOrResets() throws Exception {
        onEverySchedule(() -> {
            for (boolean aborts : List.of(true, false)) {
                Barrier[] barrier = {null};
                barrier[0] = new Barrier("start", 2, () -> {
                    if (aborts) {
                        barrier[0].abort();
                    } else {
                        barrier[0].reset();
                    }
                });
                List<ScheduledTask<Integer>> tasks = arriving(barrier[0], 2);
                await(sleep(ms(1)));
                for (ScheduledTask<Integer> task : tasks) {
                    assertInstanceOf(BrokenBarrierException.class, await(failureOf(task)));
                }
                assertEquals(new BarrierStatistics(2, 0, 0, aborts), barrier[0].statistics());
            }
            return Task.done();
        });
    }

    /** asyncio test_locks: filling one task, filling one task twice. */
    @AsyncTest
    void oneOfOnePartyWaitsForNobody() throws Exception {
        Barrier barrier = new Barrier(1);
        assertEquals(0, await(barrier.arrive()));
        assertEquals(0, await(barrier.arrive()));
        assertEquals(new BarrierStatistics(1, 0, 2, false), barrier.statistics());
    }

    /** asyncio test_locks: filling task by task. */
    @AsyncTest
    void allGoOnWhenTheLastHasArrived() throws Exception {
        Barrier barrier = new Barrier(3);
        List<ScheduledTask<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            tasks.addAll(arriving(barrier, 1));
            await(sleep(ms(1)));
            assertEquals(i + 1, barrier.statistics().waiting());
            assertEquals(State.SUSPENDED, tasks.get(0).state());
        }
        assertEquals(2, await(barrier.arrive()));
        assertEquals(0, await(tasks.get(0)));
        assertEquals(1, await(tasks.get(1)));
    }

    @Async
    private static Task<Void> passesTwice(Barrier barrier, List<Integer> phases) throws BrokenBarrierException {
        for (int phase = 0; phase < 2; phase++) {
            await(barrier.arrive());
            phases.add(phase);
        }
        return Task.done();
    }

    /** asyncio test_locks: filling tasks wait twice, draining state, blocking tasks while draining. */
    @AsyncTest
    void whoComesAgainIsOfTheNextPhase() throws Exception {
        Barrier barrier = new Barrier(PARTIES);
        List<Integer> phases = new ArrayList<>();
        List<Awaitable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < PARTIES; i++) {
            tasks.add(passesTwice(barrier, phases));
        }
        await(gather(tasks));
        assertEquals(List.of(0, 0, 0, 0, 0, 1, 1, 1, 1, 1), phases);
        assertEquals(new BarrierStatistics(PARTIES, 0, 2, false), barrier.statistics());
    }

    /** asyncio test_locks: filling tasks cancel one. */
    @AsyncTest
    void whoIsCancelledHasNotArrivedAndTheOthersGoOnWithAnother() throws Exception {
        Barrier barrier = new Barrier(3);
        List<ScheduledTask<Integer>> tasks = arriving(barrier, 2);
        await(sleep(ms(1)));
        tasks.get(0).cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(tasks.get(0))));
        assertEquals(1, barrier.statistics().waiting());
        List<ScheduledTask<Integer>> others = arriving(barrier, 2);
        await(gather(others));
        await(tasks.get(1));
        assertEquals(new BarrierStatistics(3, 0, 1, false), barrier.statistics());
    }

    /** Decision 5: who is cancelled in the turn in which the last arrives has passed. */
    @AsyncTest
    void whoIsCancelledWhenAllAreThereGoesOnFirst() throws Exception {
        Barrier barrier = new Barrier(2);
        ScheduledTask<Integer> task = arriving(barrier, 1).get(0);
        await(sleep(ms(1)));
        assertEquals(1, await(barrier.arrive()));
        task.cancel();
        assertEquals(0, await(task));
    }

    /** asyncio test_locks: reset barrier, reset barrier while tasks waiting. */
    @AsyncTest
    void aResetFailsThoseWhoWaitAndLeavesItWhole() throws Exception {
        Barrier barrier = new Barrier("start", PARTIES);
        barrier.reset();
        List<ScheduledTask<Integer>> tasks = arriving(barrier, PARTIES - 1);
        await(sleep(ms(1)));
        barrier.reset();
        for (ScheduledTask<Integer> task : tasks) {
            Throwable failure = await(failureOf(task));
            assertInstanceOf(BrokenBarrierException.class, failure);
            assertEquals(
                    "barrier \"start\" was reset, so not all parties will arrive in this phase.", failure.getMessage());
        }
        assertEquals(new BarrierStatistics(PARTIES, 0, 0, false), barrier.statistics());
        await(gather(arriving(barrier, PARTIES)));
    }

    @Async
    private static Task<String> comesAgainAfterAReset(Barrier barrier) throws BrokenBarrierException {
        String how = "at once";
        try {
            await(barrier.arrive());
        } catch (BrokenBarrierException reset) {
            how = "again";
            await(barrier.arrive());
        }
        return Task.of(how);
    }

    /** asyncio test_locks: reset barrier while tasks waiting and waiting again, when tasks half draining half blocking. */
    @AsyncTest
    void whoWasFailedByAResetMayComeAgain() throws Exception {
        Barrier barrier = new Barrier(PARTIES);
        List<ScheduledTask<String>> tasks = new ArrayList<>();
        for (int i = 0; i < PARTIES - 1; i++) {
            tasks.add(spawn(comesAgainAfterAReset(barrier)));
        }
        await(sleep(ms(1)));
        barrier.reset();
        tasks.add(spawn(comesAgainAfterAReset(barrier)));
        for (ScheduledTask<String> task : tasks) {
            assertEquals(task == tasks.get(PARTIES - 1) ? "at once" : "again", await(task));
        }
        assertEquals(new BarrierStatistics(PARTIES, 0, 1, false), barrier.statistics());
    }

    @Async
    private static Task<Void> resetsWhenItHasPassed(Barrier barrier, List<Integer> passed)
            throws BrokenBarrierException {
        passed.add(await(barrier.arrive()));
        if (passed.size() == 1) {
            barrier.reset();
        }
        return Task.done();
    }

    /** asyncio test_locks: reset barrier when tasks half draining, while tasks draining. Here all have passed, and none fails. */
    @AsyncTest
    void aResetFailsNobodyWhoHasPassed() throws Exception {
        Barrier barrier = new Barrier(PARTIES);
        List<Integer> passed = new ArrayList<>();
        List<Awaitable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < PARTIES; i++) {
            tasks.add(resetsWhenItHasPassed(barrier, passed));
        }
        await(gather(tasks));
        assertEquals(PARTIES, passed.size());
        assertFalse(barrier.isBroken());
    }

    /** asyncio test_locks: abort barrier, abort barrier when exception, when tasks half draining half blocking. */
    @AsyncTest
    void anAbortFailsThoseWhoWaitAndThoseWhoComeUntilItIsReset() throws Exception {
        Barrier barrier = new Barrier("start", PARTIES);
        List<ScheduledTask<Integer>> tasks = arriving(barrier, PARTIES - 1);
        await(sleep(ms(1)));
        barrier.abort();
        assertTrue(barrier.isBroken());
        tasks.addAll(arriving(barrier, 1));
        for (ScheduledTask<Integer> task : tasks) {
            Throwable failure = await(failureOf(task));
            assertInstanceOf(BrokenBarrierException.class, failure);
            assertTrue(failure.getMessage().endsWith("Nobody passes it before reset()."), failure::getMessage);
        }
        assertEquals(0, barrier.statistics().waiting());
    }

    /** asyncio test_locks: abort barrier when exception then resetting. */
    @AsyncTest
    void afterAnAbortAndAResetAllPassAgain() throws Exception {
        Barrier barrier = new Barrier(PARTIES);
        barrier.abort();
        assertInstanceOf(BrokenBarrierException.class, await(failureOf(barrier.arrive())));
        barrier.reset();
        await(gather(arriving(barrier, PARTIES)));
        assertEquals(1, barrier.statistics().phase());
    }

    @AsyncTest
    void theLastOneDoesTheActionBeforeTheOthersGoOn() throws Exception {
        List<Long> phases = new ArrayList<>();
        Barrier[] barrier = new Barrier[1];
        barrier[0] =
                new Barrier("start", 3, () -> phases.add(barrier[0].statistics().phase()));
        await(gather(arriving(barrier[0], 3)));
        await(gather(arriving(barrier[0], 3)));
        assertEquals(List.of(0L, 1L), phases);
    }

    @AsyncTest
    void anActionThatFailsBreaksIt() throws Exception {
        Barrier barrier = new Barrier("start", 2, () -> {
            throw new IllegalArgumentException("on purpose");
        });
        ScheduledTask<Integer> first = arriving(barrier, 1).get(0);
        await(sleep(ms(1)));
        assertInstanceOf(IllegalArgumentException.class, await(failureOf(barrier.arrive())));
        assertInstanceOf(BrokenBarrierException.class, await(failureOf(first)));
        assertTrue(barrier.isBroken());
    }

    @Async
    private static Task<Void> uses(Barrier barrier, Random random) throws BrokenBarrierException {
        await(sleep(ms(random.nextInt(4))));
        await(barrier.arrive());
        return Task.done();
    }

    /** A party that is cancelled leaves nothing: as many wait in the end as were too few for a phase, and a reset lets them go. */
    @Test
    void nobodyIsLeftInTheEnd() {
        Storm.rage(STORMS, random -> new Storm.Primitive() {
            private final Barrier barrier = new Barrier(1 + random.nextInt(3));

            @Override
            public Storm.User user() {
                return each -> resets(barrier, each);
            }

            @Override
            public void check() {
                assertEquals(0, barrier.statistics().waiting());
            }
        });
    }

    @Async
    private static Task<Void> resets(Barrier barrier, Random random) throws BrokenBarrierException {
        ScheduledTask<Void> user = spawn(uses(barrier, random));
        user.onComplete((nothing, failure) -> {}); // a reset may fail it long before it is awaited
        try {
            await(sleep(ms(20)));
        } finally {
            if (random.nextBoolean()) {
                barrier.reset();
            }
            user.cancel();
            await(failureOf(user));
        }
        return Task.done();
    }
}
