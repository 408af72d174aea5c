// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;
import static dev.weft.sync.Select.on;
import static dev.weft.sync.Select.select;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.semantics.OnEverySchedule;
import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.sync.Event;
import dev.weft.sync.Latch;
import dev.weft.sync.Mutex;
import dev.weft.sync.Semaphore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Timeout;

/** A select over locks, permits, events, latches and stages: what is not the first has not happened. */
@Timeout(120)
class SelectLocksTest implements OnEverySchedule {
    @AsyncTest
    void locksTheOneThatIsFree() throws Exception {
        Mutex held = new Mutex("held");
        Mutex free = new Mutex("free");
        assertTrue(held.tryLock());
        assertEquals("free", await(select(on(held.lock(), guard -> "held"), on(free.lock(), guard -> "free"))));
        assertEquals(0, held.statistics().waiting());
        assertTrue(free.isLocked());
        free.unlock();
        held.unlock();
    }

    @AsyncTest
    void leavesTheLineOfALockWhenTheTimeIsOver() throws Exception {
        Mutex mutex = new Mutex();
        assertTrue(mutex.tryLock());
        ScheduledTask<String> late =
                spawn(select(on(mutex.lock(), guard -> "locked"), on(sleep(ms(5)), done -> "late")));
        await(sleep(ms(1)));
        assertEquals(1, mutex.statistics().waiting());
        assertEquals("late", await(late));
        assertEquals(0, mutex.statistics().waiting());
        mutex.unlock();
        assertFalse(mutex.isLocked());
    }

    @AsyncTest
    void takesOneOfAPermitAndAnEventThatComeInTheSameTurn() throws Exception {
        for (boolean permitFirst : new boolean[] {true, false}) {
            Semaphore semaphore = new Semaphore(0);
            Event event = Event.autoReset();
            ScheduledTask<String> first =
                    spawn(select(on(semaphore.acquire(), got -> "permit"), on(event.untilSet(), got -> "event")));
            await(sleep(ms(1)));
            if (permitFirst) {
                semaphore.release();
                event.set();
            } else {
                event.set();
                semaphore.release();
            }
            String taken = await(first);
            assertEquals(taken.equals("permit") ? 0 : 1, semaphore.available(), taken);
            assertEquals(taken.equals("permit"), event.isSet(), taken);
            assertEquals(0, semaphore.statistics().waiting());
            assertEquals(0, event.statistics().waiting());
        }
    }

    @AsyncTest
    void waitsForALatchOrAStage() throws Exception {
        Latch latch = new Latch(1);
        CompletableFuture<String> stage = new CompletableFuture<>();
        ScheduledTask<String> first = spawn(select(on(latch.untilOpen(), open -> "open"), on(stage, value -> value)));
        await(sleep(ms(1)));
        latch.countDown();
        assertEquals("open", await(first));
        assertTrue(stage.isCancelled());
        CompletableFuture<String> other = CompletableFuture.completedFuture("there");
        assertEquals("there", await(select(on(new Latch(1).untilOpen(), open -> "open"), on(other, value -> value))));
    }

    /** What was free when it was asked is not left for another task to take. */
    @AsyncTest
    void takesWhatIsFreeAtOnce() throws Exception {
        Mutex mutex = new Mutex();
        Semaphore semaphore = new Semaphore(1);
        ScheduledTask<Void> other = spawn(takesBoth(mutex, semaphore));
        try {
            await(waitFor(select(on(mutex.lock(), guard -> "locked")), Duration.ZERO));
            mutex.unlock();
        } catch (TimeoutException late) {
            assertTrue(mutex.isLocked());
        }
        try {
            await(waitFor(select(on(semaphore.acquire(), got -> "acquired")), Duration.ZERO));
            semaphore.release();
        } catch (TimeoutException late) {
            assertEquals(0, semaphore.available());
        }
        await(other);
        assertFalse(mutex.isLocked());
        assertEquals(1, semaphore.available());
    }

    @Async
    @SuppressWarnings("try") // they are held, and nothing else is done with them
    private static Task<Void> takesBoth(Mutex mutex, Semaphore semaphore) {
        try (Mutex.Guard held = await(mutex.lock());
                Semaphore.Permit permit = await(semaphore.permit())) {
            await(sleep(ms(1)));
        }
        return Task.done();
    }

    @AsyncTest
    void givesBackWhatItHasTakenAndNobodyGets() throws Exception {
        Semaphore semaphore = new Semaphore(1);
        await(yieldNow());
        Awaitable<String> select = select(on(semaphore.acquire(), got -> "acquired"));
        assertTrue(select.isReady());
        assertEquals(0, semaphore.available());
        assertTrue(select.withdraw(() -> {}));
        assertEquals(1, semaphore.available());
    }
}
