// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static dev.weft.javac.check.RuleTester.check;

import org.junit.jupiter.api.Test;

class LockHeldAcrossAwaitTest {
    @Test
    void knowsThatAResourceUnlocksAtTheEndOfItsTryStatement() {
        check("""
                final ReentrantLock lock = new ReentrantLock();
                interface Held extends AutoCloseable { @Override void close(); }
                @Async Task<Integer> across() {
                    lock.lock();
                    try (Held held = lock::unlock) {
                        return Task.of(await(work())); // LockHeldAcrossAwait
                    }
                }
                @Async Task<Integer> behind(boolean b) {
                    while (b) {
                        lock.lock();
                        try (Held held = lock::unlock) {
                            if (lock.isFair()) {
                                continue;
                            }
                            hashCode();
                        } catch (IllegalStateException e) {
                            await(work());
                        }
                        await(work());
                    }
                    return work();
                }
                """);
    }

    @Test
    void reportsAwaitsBeforeTheUnlock() {
        check("""
                final Lock lock = new ReentrantLock();
                @Async Task<Integer> straight() {
                    await(work());
                    lock.lock();
                    int n = await(work()); // LockHeldAcrossAwait
                    lock.unlock();
                    return Task.of(n + await(work()));
                }
                @Async Task<Integer> tryFinally() throws InterruptedException {
                    lock.lockInterruptibly();
                    try {
                        return Task.of(await(work())); // LockHeldAcrossAwait
                    } finally {
                        this.lock.unlock();
                    }
                }
                @Async Task<Integer> conditional(boolean b) {
                    lock.lock();
                    try {
                        if (b) {
                            await(work()); // LockHeldAcrossAwait
                        }
                    } finally {
                        lock.unlock();
                    }
                    return work();
                }
                @Async Task<Void> loop() {
                    while (true) {
                        lock.lock();
                        try {
                            if (await(work()) > 1) break; // LockHeldAcrossAwait
                        } finally {
                            lock.unlock();
                        }
                        await(work());
                    }
                    await(work());
                    return Task.done();
                }
                """);
    }

    @Test
    void reportsAReturnedTaskWhichRunsBeforeTheFinallyBlock() {
        check("""
                final Lock lock = new ReentrantLock();
                @Async Task<Integer> returned() {
                    lock.lock();
                    try {
                        return work(); // LockHeldAcrossAwait
                    } finally {
                        lock.unlock();
                    }
                }
                @Async Task<Integer> completed() {
                    lock.lock();
                    try {
                        return Task.of(1);
                    } finally {
                        lock.unlock();
                    }
                }
                @Async CompletableFuture<Integer> running() {
                    lock.lock();
                    try {
                        return stage();
                    } finally {
                        lock.unlock();
                    }
                }
                Task<Integer> notAsync() {
                    lock.lock();
                    try {
                        return work();
                    } finally {
                        lock.unlock();
                    }
                }
                """);
    }

    @Test
    void knowsTryLock() {
        check("""
                final ReentrantLock lock = new ReentrantLock();
                @Async Task<Void> then() throws InterruptedException {
                    if (lock.tryLock()) {
                        try {
                            await(work()); // LockHeldAcrossAwait
                        } finally {
                            lock.unlock();
                        }
                    } else {
                        await(work());
                    }
                    if (!(lock.tryLock(1, TimeUnit.SECONDS) && !lock.isFair())) {
                        await(work());
                        return Task.done();
                    }
                    await(work()); // LockHeldAcrossAwait
                    lock.unlock();
                    return Task.done();
                }
                """);
    }

    @Test
    void knowsOtherLocks() {
        check("""
                final ReadWriteLock both = new ReentrantReadWriteLock();
                final StampedLock stamped = new StampedLock();
                static final Lock SHARED = new ReentrantLock();
                @Async Task<Void> async(Lock[] locks, A other) {
                    both.readLock().lock();
                    await(work()); // LockHeldAcrossAwait
                    both.readLock().unlock();
                    long stamp = stamped.writeLock();
                    await(work()); // LockHeldAcrossAwait
                    stamped.unlockWrite(stamp);
                    stamp = stamped.readLock();
                    await(work()); // LockHeldAcrossAwait
                    stamped.unlock(stamp);
                    stamp = stamped.tryOptimisticRead();
                    await(work());
                    stamped.validate(stamp);
                    A.SHARED.lock();
                    await(work()); // LockHeldAcrossAwait
                    SHARED.unlock();
                    other.both.writeLock().lock();
                    await(work()); // LockHeldAcrossAwait
                    other.both.writeLock().unlock();
                    locks[0].lock();
                    await(work()); // LockHeldAcrossAwait
                    locks[0].unlock();
                    return Task.done();
                }
                """);
    }

    @Test
    void isSilentWhenTheLockIsFree() {
        check("""
                final Lock lock = new ReentrantLock(), other = new ReentrantLock();
                @Async Task<Integer> free(boolean b) {
                    lock.lock();
                    try {
                        if (b) return Task.of(2);
                    } finally {
                        lock.unlock();
                    }
                    await(work());
                    if (b) {
                        lock.lock();
                    }
                    await(work());
                    if (b) {
                        lock.unlock();
                    }
                    for (int i = 0; i < 2; i++) {
                        lock.lock();
                        lock.unlock();
                        await(work());
                    }
                    other.lock();
                    other.unlock();
                    return work();
                }
                @Async Task<Void> unlockedBySomebody() {
                    lock.lock();
                    release(lock);
                    await(work());
                    other.lock();
                    await(work());
                    lock.lock();
                    Supplier<Task<Integer>> lambda = () -> Task.of(await(work()));
                    lock.unlock();
                    return Task.done();
                }
                void release(Lock held) { held.unlock(); }
                """);
    }

    @Test
    void takesEachLambdaByItself() {
        check("""
                final Lock lock = new ReentrantLock();
                Supplier<Task<Integer>> lambda = () -> {
                    lock.lock();
                    try {
                        return work(); // LockHeldAcrossAwait
                    } finally {
                        lock.unlock();
                        await(work());
                    }
                };
                """);
    }

    @Test
    void knowsTheOutcomeOfTryLockInAVariable() {
        check("""
                final ReentrantLock lock = new ReentrantLock();
                final StampedLock stamped = new StampedLock();
                @Async Task<Void> mayBeHeld() {
                    boolean held = lock.tryLock();
                    try {
                        await(work()); // LockHeldAcrossAwait
                    } finally {
                        if (held) lock.unlock();
                    }
                    return Task.done();
                }
                @Async Task<Void> isHeld() {
                    boolean held = lock.tryLock();
                    if (!held) {
                        return Task.done();
                    }
                    await(work()); // LockHeldAcrossAwait
                    lock.unlock();
                    return Task.done();
                }
                @Async Task<Void> inACondition() {
                    boolean held;
                    while (!(held = lock.tryLock())) {
                        await(yieldNow());
                    }
                    await(work()); // LockHeldAcrossAwait
                    lock.unlock();
                    return Task.done();
                }
                @Async Task<Void> withAStamp() {
                    long stamp = stamped.tryWriteLock();
                    if (stamp != 0) {
                        await(work()); // LockHeldAcrossAwait
                        stamped.unlockWrite(stamp);
                    }
                    return Task.done();
                }
                @Async Task<Void> isFree() {
                    boolean held = lock.tryLock();
                    if (!held) {
                        await(work());
                    } else {
                        lock.unlock();
                    }
                    await(work());
                    held = lock.tryLock();
                    if (held) lock.unlock();
                    await(work());
                    long stamp = stamped.tryReadLock();
                    if (stamp == 0L) await(work());
                    else stamped.unlockRead(stamp);
                    await(work());
                    lock.lock();
                    lock.unlock();
                    return Task.done();
                }
                """);
    }

    @Test
    void knowsLocksInArraysAndFromCalls() {
        check("""
                final Lock[] locks = new Lock[2];
                Lock lock() { return locks[0]; }
                Lock lockOf(String key, int n) { return locks[key.length() + n]; }
                @Async Task<Void> held(int i, String key, Map<String, Lock> map) {
                    locks[i].lock();
                    await(work()); // LockHeldAcrossAwait
                    locks[i].unlock();
                    this.locks[i + 1].lock();
                    await(work()); // LockHeldAcrossAwait
                    locks[(i + 1)].unlock();
                    lock().lock();
                    await(work()); // LockHeldAcrossAwait
                    this.lock().unlock();
                    lockOf(key, 1).lock();
                    await(work()); // LockHeldAcrossAwait
                    lockOf(key, 1).unlock();
                    map.get(key).lock();
                    await(work()); // LockHeldAcrossAwait
                    map.get(key).unlock();
                    return Task.done();
                }
                @Async Task<Void> others(int i, int j, String key) {
                    locks[i].lock();
                    locks[i].unlock();
                    await(work());
                    locks[j].lock();
                    locks[j].unlock();
                    lockOf(key, 1).lock();
                    lockOf(key, 1).unlock();
                    await(work());
                    lockOf(key, 2).unlock();
                    new ReentrantLock().lock();
                    await(work());
                    new ReentrantLock().unlock();
                    locks[i++].lock();
                    await(work());
                    locks[i++].unlock();
                    return Task.done();
                }
                """);
    }

    /** A permit belongs to no thread: to keep one while others run is how a semaphore limits what runs at once. */
    @Test
    void isSilentAboutPermits() {
        check("""
                final Semaphore permits = new Semaphore(3);
                @Async Task<Void> limited() {
                    if (permits.tryAcquire()) {
                        try {
                            await(work());
                        } finally {
                            permits.release();
                        }
                    }
                    return Task.done();
                }
                """);
    }

    @Test
    void reportsAnAwaitBeforeTheUnlockOfTheNextTurn() {
        check("""
                final ReentrantLock lock = new ReentrantLock();
                @Async Task<Void> nextTurn(boolean b) {
                    lock.lock();
                    while (true) {
                        if (b) {
                            lock.unlock();
                            return Task.done();
                        }
                        await(work()); // LockHeldAcrossAwait
                    }
                }
                """);
    }

    @Test
    void isSilentWhereTheUnlockIsOnAnotherWay() {
        check("""
                final ReentrantLock lock = new ReentrantLock();
                @Async Task<Void> givenToAnother(boolean b) {
                    lock.lock();
                    if (b) {
                        await(work());
                        throw new IllegalStateException("never unlocked");
                    }
                    lock.unlock();
                    return Task.done();
                }
                """);
    }
}
