// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static dev.weft.javac.check.RuleTester.check;

import org.junit.jupiter.api.Test;

class LockHeldAcrossAwaitTest {
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
                    await(work());
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
}
