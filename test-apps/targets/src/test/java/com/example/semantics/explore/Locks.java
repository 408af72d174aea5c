// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.explore;

import static com.example.semantics.explore.Actors.end;
import static com.example.semantics.explore.Actors.succeeded;
import static dev.weft.Weft.await;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;
import static dev.weft.testing.Explorer.pause;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Outcome;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.sync.Barrier;
import dev.weft.sync.Condition;
import dev.weft.sync.Event;
import dev.weft.sync.Latch;
import dev.weft.sync.Mutex;
import dev.weft.sync.RwLock;
import dev.weft.sync.Semaphore;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;

/** Small programs of what tasks wait at for one another. In each a cancellation comes at any place. */
@SuppressWarnings("try") // guards are for what is around them
final class Locks {
    private Locks() {}

    /** What goes on inside a lock. */
    private static final class Inside {
        private int readers;
        private int writers;
        private int completed;
        private int number;
    }

    @Async
    static Task<Void> mutex(Actors actors) throws Exception {
        Mutex mutex = new Mutex("mutex");
        Inside inside = new Inside();
        await(actors.run(number -> adds(mutex, inside)));
        assertEquals(inside.completed, inside.number);
        assertTrue(inside.completed >= actors.left());
        assertFalse(mutex.isLocked());
        return Task.done();
    }

    @Async
    private static Task<Void> adds(Mutex mutex, Inside inside) {
        try (Mutex.Guard guard = await(mutex.lock())) {
            int read = inside.number;
            inside.completed++;
            try {
                await(pause());
            } finally {
                inside.number = read + 1;
            }
        }
        return Task.done();
    }

    @Async
    static Task<Void> semaphore(Actors actors) throws Exception {
        int most = actors.tasks() - 1;
        Semaphore semaphore = new Semaphore("semaphore", most);
        Inside inside = new Inside();
        await(actors.run(number -> enters(semaphore, inside, most)));
        assertEquals(most, semaphore.available());
        return Task.done();
    }

    @Async
    private static Task<Void> enters(Semaphore semaphore, Inside inside, int most) {
        try (Semaphore.Permit permit = await(semaphore.permit())) {
            assertTrue(++inside.readers <= most);
            try {
                await(pause());
            } finally {
                inside.readers--;
            }
        }
        return Task.done();
    }

    @Async
    static Task<Void> event(Actors actors) throws Exception {
        Event event = new Event("event");
        spawn(sets(event));
        List<Outcome<Void>> outcomes = await(actors.run(number -> waits(event)));
        assertTrue(succeeded(outcomes) >= actors.left());
        assertTrue(event.isSet());
        assertEquals(0, event.statistics().waiting());
        return Task.done();
    }

    @Async
    private static Task<Void> waits(Event event) {
        await(event.untilSet());
        return Task.done();
    }

    @Async
    private static Task<Void> sets(Event event) {
        event.set();
        return Task.done();
    }

    /** Each signal lets one in, and no signal is lost with who is cancelled. */
    @Async
    static Task<Void> autoResetEvent(Actors actors) throws Exception {
        Event event = Event.autoReset("event");
        ScheduledTask<Void> setter = spawn(setsOneByOne(event, actors.tasks()));
        int letIn = succeeded(await(actors.run(number -> waits(event))));
        await(setter);
        assertEquals(actors.tasks() - letIn, event.isSet() ? 1 : 0);
        return Task.done();
    }

    @Async
    private static Task<Void> setsOneByOne(Event event, int times) {
        for (int i = 0; i < times; i++) {
            while (event.isSet()) {
                await(yieldNow());
            }
            event.set();
        }
        return Task.done();
    }

    /** As many items as tasks. A signal that was given to who is cancelled goes to the next. */
    @Async
    static Task<Void> condition(Actors actors) throws Exception {
        Mutex mutex = new Mutex("mutex");
        Condition condition = new Condition("condition", mutex);
        Inside inside = new Inside();
        ScheduledTask<Void> maker = spawn(makesItems(mutex, condition, inside, actors.tasks()));
        int taken = succeeded(await(actors.run(number -> takesItem(mutex, condition, inside))));
        await(maker);
        assertEquals(actors.tasks() - taken, inside.number);
        assertTrue(taken >= actors.left());
        assertFalse(mutex.isLocked());
        return Task.done();
    }

    @Async
    private static Task<Void> takesItem(Mutex mutex, Condition condition, Inside inside) {
        try (Mutex.Guard guard = await(mutex.lock())) {
            while (inside.number == 0) {
                await(condition.untilSignalled());
            }
            inside.number--;
        }
        return Task.done();
    }

    @Async
    private static Task<Void> makesItems(Mutex mutex, Condition condition, Inside inside, int count) {
        for (int i = 0; i < count; i++) {
            try (Mutex.Guard guard = await(mutex.lock())) {
                inside.number++;
                condition.signal();
            }
        }
        return Task.done();
    }

    /** All pass, each with a place of its own. Who is cancelled before that has not arrived, and another one comes in its place. */
    @Async
    static Task<Void> barrier(Actors actors) throws Exception {
        Barrier barrier = new Barrier("barrier", actors.tasks());
        List<ScheduledTask<Integer>> tasks = actors.start(number -> arrives(barrier));
        Outcome<Integer> first = await(end(tasks.get(0)));
        Set<Integer> places = new HashSet<>();
        places.add(first.isSuccess() ? first.get() : await(barrier.arrive()));
        for (ScheduledTask<Integer> other : tasks.subList(1, actors.tasks())) {
            places.add(await(other));
        }
        assertEquals(actors.tasks(), places.size());
        assertFalse(barrier.isBroken());
        return Task.done();
    }

    @Async
    private static Task<Integer> arrives(Barrier barrier) throws BrokenBarrierException {
        return Task.of(await(barrier.arrive()));
    }

    @Async
    static Task<Void> latch(Actors actors) throws Exception {
        Latch latch = new Latch("latch", 2);
        spawn(counts(latch));
        spawn(counts(latch));
        List<Outcome<Void>> outcomes = await(actors.run(number -> waits(latch)));
        assertTrue(succeeded(outcomes) >= actors.left());
        assertEquals(0, latch.count());
        return Task.done();
    }

    @Async
    private static Task<Void> counts(Latch latch) {
        latch.countDown();
        return Task.done();
    }

    @Async
    private static Task<Void> waits(Latch latch) {
        await(latch.untilOpen());
        return Task.done();
    }

    /** Where a writer that waits is cancelled, the readers behind it are let in to those in front of it: these wait for them inside. */
    @Async
    static Task<Void> rwLock(Actors actors) throws Exception {
        RwLock lock = new RwLock("lock");
        Inside inside = new Inside();
        Latch met = new Latch("met", actors.cancels() ? actors.tasks() - 1 : 0);
        await(actors.run(number -> number == 0 ? writes(lock, inside) : meets(lock, inside, met)));
        try (RwLock.WriteGuard guard = lock.tryWrite()) {
            assertTrue(guard != null, "the lock is free");
        }
        return Task.done();
    }

    @Async
    private static Task<Void> meets(RwLock lock, Inside inside, Latch met) {
        try (RwLock.ReadGuard guard = await(lock.read())) {
            assertEquals(0, inside.writers);
            inside.readers++;
            met.countDown();
            await(met.untilOpen());
            inside.readers--;
        }
        return Task.done();
    }

    /** As {@link #rwLock}, where a reader is cancelled. */
    @Async
    static Task<Void> rwLockReader(Actors actors) throws Exception {
        RwLock lock = new RwLock("lock");
        Inside inside = new Inside();
        await(actors.run(number -> number == 1 ? writes(lock, inside) : reads(lock, inside)));
        try (RwLock.WriteGuard guard = lock.tryWrite()) {
            assertTrue(guard != null, "the lock is free");
        }
        return Task.done();
    }

    @Async
    private static Task<Void> writes(RwLock lock, Inside inside) {
        try (RwLock.WriteGuard guard = await(lock.write())) {
            assertEquals(0, inside.readers + inside.writers++);
            try {
                await(pause());
            } finally {
                inside.writers--;
            }
        }
        return Task.done();
    }

    @Async
    private static Task<Void> reads(RwLock lock, Inside inside) {
        try (RwLock.ReadGuard guard = await(lock.read())) {
            assertEquals(0, inside.writers);
            inside.readers++;
            try {
                await(pause());
            } finally {
                inside.readers--;
            }
        }
        return Task.done();
    }
}
