// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.coordination;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.shield;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.Tuple2;
import dev.weft.sync.Condition;
import dev.weft.sync.Mutex;
import dev.weft.sync.RateLimiter;
import dev.weft.sync.RwLock;
import dev.weft.sync.RwLockStatistics;
import dev.weft.sync.Semaphore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Scenes of locks and permits: nobody is where he must not be, and in the end all is free. */
@SuppressWarnings("try") // a guard is held, and not asked for anything
final class LockScenes {
    private static final Duration SHORT = Duration.ofMillis(1);

    private LockScenes() {}

    static Map<String, Scene.Maker> all() {
        Map<String, Scene.Maker> all = new LinkedHashMap<>();
        all.put("mutex", seed -> new Locking());
        all.put("two mutexes", seed -> new LockingBoth());
        all.put("semaphore", seed -> new Permits());
        all.put("rwlock", seed -> new ReadingAndWriting());
        all.put("condition", seed -> new Exchanging());
        all.put("rate limiter", seed -> new Limited());
        return all;
    }

    private static final class Locking extends Scene {
        private final Mutex mutex = new Mutex();
        private int inside;

        Locking() {
            use(locks());
            use(locks());
            use(locksInTime());
            use(leavesAndLocks());
        }

        /** What it has left may get the mutex in the turn in which it goes on. */
        @Async
        private Task<Void> leavesAndLocks() {
            try {
                await(waitFor(shield(mutex.lock()), SHORT)).close();
            } catch (TimeoutException late) {
                await(locks());
            }
            return Task.done();
        }

        @Async
        private Task<Void> locks() {
            try (Mutex.Guard guard = await(mutex.lock())) {
                await(stays());
            }
            return Task.done();
        }

        @Async
        private Task<Void> locksInTime() {
            try (Mutex.Guard guard = await(waitFor(mutex.lock(), SHORT))) {
                await(stays());
            } catch (TimeoutException late) {
                return Task.done();
            }
            return Task.done();
        }

        @Async
        private Task<Void> stays() {
            equal(1, ++inside, "how many are inside");
            try {
                await(yieldNow());
                await(sleep(SHORT));
            } finally {
                inside--;
            }
            return Task.done();
        }

        @Override
        void count() {
            check(!mutex.isLocked(), "the mutex is locked");
            equal(0, mutex.statistics().waiting(), "who waits");
        }
    }

    /** One of two guards that are waited for together may be there when the wait is given up. */
    private static final class LockingBoth extends Scene {
        private final Mutex one = new Mutex();
        private final Mutex other = new Mutex();

        LockingBoth() {
            use(locksBoth());
            use(locks(other));
            use(locks(one));
        }

        @Async
        private Task<Void> locksBoth() {
            Tuple2<Mutex.Guard, Mutex.Guard> both = await(gather(one.lock(), other.lock()));
            both.first().close();
            both.second().close();
            return Task.done();
        }

        @Async
        private Task<Void> locks(Mutex mutex) {
            try (Mutex.Guard guard = await(mutex.lock())) {
                await(sleep(SHORT));
            }
            return Task.done();
        }

        @Override
        void count() {
            check(!one.isLocked() && !other.isLocked(), "a mutex is locked");
            equal(0, one.statistics().waiting() + other.statistics().waiting(), "who waits");
        }
    }

    private static final class Permits extends Scene {
        private final Semaphore semaphore = Semaphore.bounded(2);

        Permits() {
            use(acquires(1));
            use(acquires(2));
            use(acquires(1));
        }

        @Async
        private Task<Void> acquires(int permits) {
            try (Semaphore.Permit permit = await(semaphore.permit(permits))) {
                await(yieldNow());
            }
            await(semaphore.acquire(permits));
            try {
                await(sleep(SHORT));
            } finally {
                semaphore.release(permits);
            }
            return Task.done();
        }

        @Override
        void count() {
            equal(2, semaphore.available(), "permits");
            equal(0, semaphore.statistics().waiting(), "who waits");
        }
    }

    private static final class ReadingAndWriting extends Scene {
        private final RwLock lock = new RwLock();
        private int readers;
        private int writers;

        ReadingAndWriting() {
            use(reads());
            use(writes());
            use(reads());
        }

        @Async
        private Task<Void> reads() {
            try (RwLock.ReadGuard guard = await(lock.read())) {
                readers++;
                check(writers == 0, "one reads while another one writes");
                try {
                    await(yieldNow());
                } finally {
                    readers--;
                }
            }
            return Task.done();
        }

        @Async
        private Task<Void> writes() {
            try (RwLock.WriteGuard guard = await(lock.write())) {
                writers++;
                check(writers == 1 && readers == 0, "one writes while another one is there");
                try {
                    await(sleep(SHORT));
                } finally {
                    writers--;
                }
            }
            return Task.done();
        }

        @Override
        void count() {
            RwLockStatistics statistics = lock.statistics();
            equal(0, statistics.readers() + statistics.waiting(), "who reads or waits");
            check(!statistics.isWritten(), "the lock is held");
        }
    }

    /** Two bring one thing each, two take one, by a condition. */
    private static final class Exchanging extends Scene {
        private final Mutex mutex = new Mutex();
        private final Condition changed = new Condition(mutex);
        private int there;
        private int brought;
        private int taken;

        Exchanging() {
            use(takes());
            use(brings());
            use(takes());
            use(brings());
        }

        @Async
        private Task<Void> takes() {
            try (Mutex.Guard guard = await(mutex.lock())) {
                while (there == 0) {
                    await(changed.untilSignalled());
                }
                there--;
                taken++;
                changed.signalAll();
            }
            return Task.done();
        }

        @Async
        private Task<Void> brings() {
            try (Mutex.Guard guard = await(mutex.lock())) {
                while (there == 1) {
                    await(changed.untilSignalled());
                }
                there++;
                brought++;
                changed.signalAll();
            }
            return Task.done();
        }

        @Override
        void count() {
            equal(brought, taken + there, "what was brought");
            check(!mutex.isLocked(), "the mutex is locked");
            equal(0, changed.statistics().waiting() + mutex.statistics().waiting(), "who waits");
        }
    }

    private static final class Limited extends Scene {
        private final RateLimiter limiter = RateLimiter.of(1, SHORT);

        Limited() {
            use(acquires());
            use(acquires());
            use(acquires());
        }

        @Async
        private Task<Void> acquires() {
            await(limiter.acquire());
            await(limiter.acquire());
            return Task.done();
        }

        @Override
        void count() {
            equal(0, limiter.statistics().waiting(), "who waits");
            equal(limiter.statistics().burst(), limiter.statistics().available(), "permits, a long time after");
        }
    }
}
