// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.asCompleted;
import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.moveOnAfter;
import static dev.weft.Weft.race;
import static dev.weft.Weft.shield;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.timeout;
import static dev.weft.Weft.waitFor;
import static dev.weft.sync.Select.on;
import static dev.weft.sync.Select.select;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.semantics.OnEverySchedule;
import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.TaskGroup;
import dev.weft.junit.AsyncTest;
import dev.weft.sync.Condition;
import dev.weft.sync.Mutex;
import dev.weft.sync.Retry;
import dev.weft.sync.RwLock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Who holds a lock in the block of a structured call. The block runs as a task of its own, and is code of the task that awaits the call all
 * the same, as the body of {@code async with asyncio.timeout()} is.
 */
@SuppressWarnings("try") // a guard is held, and nothing else is done with it
class OwnersTest implements OnEverySchedule {
    private static final Duration LONG = Duration.ofMinutes(1);

    private static final Retry ONCE = Retry.times(1);

    private final Mutex mutex = new Mutex("db");
    private final Condition condition = new Condition(mutex);

    /** One call of each kind that has a block, which runs the given code. */
    private static Map<String, Supplier<Awaitable<?>>> blocks(Supplier<Task<Void>> code) {
        return Map.of(
                "timeout", () -> limited(code),
                "moveOnAfter", () -> moveOnAfter(LONG, scope -> code.get()),
                "shield", () -> shield(() -> code.get()),
                "run", () -> TaskGroup.run(group -> code.get()),
                "supervise", () -> TaskGroup.supervise((child, failure) -> {}, group -> code.get()),
                "asCompleted", () -> asCompleted(List.of(Task.done()), parts -> code.get()),
                "in one another", () -> shield(() -> moved(code)),
                "Retry", () -> ONCE.run(() -> code.get()),
                "Retry, each within", () -> retried(ONCE.eachWithin(LONG), code),
                "Retry, within", () -> retried(ONCE.within(LONG), code));
    }

    private static Awaitable<Void> retried(Retry.Limited retry, Supplier<Task<Void>> code) {
        try {
            return retry.run(() -> code.get());
        } catch (TimeoutException whenAwaited) {
            throw new AssertionError(whenAwaited);
        }
    }

    @Async
    private static Task<Void> limited(Supplier<Task<Void>> code) {
        try {
            return Task.of(await(timeout(LONG, scope -> code.get())));
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Async
    private static Task<Void> moved(Supplier<Task<Void>> code) {
        return Task.of(await(moveOnAfter(LONG, scope -> code.get())));
    }

    @AsyncTest
    void aBlockWaitsForAConditionWhoseMutexItsTaskHolds() throws Exception {
        for (Supplier<Awaitable<?>> call : blocks(this::waitForSignal).values()) {
            try (Mutex.Guard held = await(mutex.lock())) {
                ScheduledTask<Void> other = spawn(signal());
                await(call.get());
                assertSame(currentTask(), mutex.owner());
                await(other);
            }
            assertFalse(mutex.isLocked());
        }
    }

    @Async
    private Task<Void> waitForSignal() {
        await(condition.untilSignalled());
        return Task.done();
    }

    @Async
    private Task<Void> signal() {
        try (Mutex.Guard held = await(mutex.lock())) {
            condition.signal();
        }
        return Task.done();
    }

    @AsyncTest
    void aBlockUnlocksWhatItsTaskHasLockedAndTheOtherWayRound() throws Exception {
        for (Supplier<Awaitable<?>> call : blocks(this::unlockAndLock).values()) {
            await(mutex.lock());
            await(call.get());
            mutex.unlock();
        }
    }

    @Async
    private Task<Void> unlockAndLock() {
        mutex.unlock();
        await(mutex.lock());
        return Task.done();
    }

    @AsyncTest
    void aBlockThatLocksWhatItsTaskHoldsIsRefusedAndDoesNotHang() throws Exception {
        for (Supplier<Awaitable<?>> call : blocks(this::refused).values()) {
            try (Mutex.Guard held = await(mutex.lock())) {
                await(call.get());
            }
        }
    }

    @Async
    private Task<Void> refused() {
        String message =
                assertThrows(IllegalStateException.class, mutex::tryLock).getMessage();
        assertTrue(message.contains("would wait for itself"), message);
        return Task.done();
    }

    @AsyncTest
    void aBlockThatReadsWhatItsTaskWritesIsRefusedAndDoesNotHang() throws Exception {
        RwLock rwLock = new RwLock();
        for (Supplier<Awaitable<?>> call : blocks(() -> refusedToRead(rwLock)).values()) {
            try (RwLock.WriteGuard held = await(rwLock.write())) {
                await(call.get());
            }
        }
    }

    @Async
    private static Task<Void> refusedToRead(RwLock rwLock) {
        try {
            await(rwLock.read());
        } catch (IllegalStateException e) {
            assertTrue(e.getMessage().contains("would wait for itself"), e.getMessage());
            return Task.done();
        }
        throw new AssertionError("it reads what is written");
    }

    @AsyncTest
    void whatAPartHasLockedIsUnlockedInTheBlock() throws Exception {
        await(asCompleted(List.of(mutex.lock(), new Mutex().lock()), parts -> {
            while (parts.hasNext()) {
                await(parts.next()).close();
            }
            return Task.done();
        }));
        await(TaskGroup.run(group -> {
            await(group.spawn(mutex.lock())).close();
            await(race(mutex.lock(), new Mutex().lock())).close();
            return Task.done();
        }));
        assertFalse(mutex.isLocked());
    }

    @AsyncTest
    void whatAClauseOfASelectHasLockedIsHeldByItsTask() throws Exception {
        for (Supplier<Awaitable<?>> clause : clauses().values()) {
            await(select(on(clause.get(), guard -> guard)));
            assertSame(currentTask(), mutex.owner());
            mutex.unlock();
            await(waitFor(select(on(select(on(clause.get(), guard -> guard)), guard -> guard)), LONG));
            assertSame(currentTask(), mutex.owner());
            mutex.unlock();
        }
    }

    /** One operation of each kind that runs tasks, and locks by one of them. */
    private Map<String, Supplier<Awaitable<?>>> clauses() {
        return Map.of(
                "the lock", mutex::lock,
                "waitFor", () -> lockedInTime(mutex.lock()),
                "gather", () -> gather(List.of(mutex.lock())),
                "race", () -> race(List.of(mutex.lock())),
                "shield", () -> shield(mutex.lock()),
                "timeout", () -> moveOnAfter(LONG, scope -> Task.of(await(mutex.lock()))),
                "run", () -> TaskGroup.run(group -> Task.of(await(mutex.lock()))),
                "a child", () -> TaskGroup.run(group -> Task.of(await(group.spawn(mutex.lock())))));
    }

    private static <T> Awaitable<T> lockedInTime(Awaitable<T> lock) {
        try {
            return waitFor(lock, LONG);
        } catch (TimeoutException whenAwaited) {
            throw new AssertionError(whenAwaited);
        }
    }

    @AsyncTest
    void aChildOfAGroupHoldsNothingOfItsTask() throws Exception {
        try (Mutex.Guard held = await(mutex.lock())) {
            await(TaskGroup.run(group -> {
                await(group.spawn(refusedToUnlock()));
                return Task.done();
            }));
        }
    }

    @Async
    private Task<Void> refusedToUnlock() {
        String message =
                assertThrows(IllegalStateException.class, mutex::unlock).getMessage();
        assertTrue(message.startsWith("mutex \"db\" is held by task"), message);
        return Task.done();
    }

    /** It is handed over and left in the same turn, for whoever comes first. */
    @AsyncTest
    void whatIsHandedToAShieldThatWasLeftIsNotHeldByItsTask() throws Exception {
        ScheduledTask<Void> other = spawn(holdsFor5());
        await(leaves(mutex::lock));
        await(other);
        RwLock rwLock = new RwLock();
        other = spawn(writesFor5(rwLock));
        await(leaves(rwLock::write));
        await(other);
        await(sleep(ms(1)));
        assertFalse(mutex.isLocked());
        assertFalse(rwLock.statistics().isWritten());
    }

    @Async
    private Task<Void> holdsFor5() {
        try (Mutex.Guard held = await(mutex.lock())) {
            await(sleep(ms(5)));
        }
        return Task.done();
    }

    @Async
    private static Task<Void> writesFor5(RwLock rwLock) {
        try (RwLock.WriteGuard held = await(rwLock.write())) {
            await(sleep(ms(5)));
        }
        return Task.done();
    }

    /** Leaves a wait for a lock, and then waits for it again. */
    @Async
    private static <G extends AutoCloseable> Task<Void> leaves(Supplier<Awaitable<G>> lock) throws Exception {
        try (G held = await(waitFor(shield(lock.get()), ms(5)))) {
            return Task.done();
        } catch (TimeoutException late) {
            await(lock.get()).close();
            return Task.done();
        }
    }
}
