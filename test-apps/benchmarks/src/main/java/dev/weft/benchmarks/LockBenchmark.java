// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.benchmarks.kotlin.KotlinLocks;
import dev.weft.sync.Mutex;
import dev.weft.sync.Semaphore;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * Locks and permits. One op is a lock and an unlock, or an acquire and a release, which nobody contends; or one hand-over, from the task
 * that unlocks to the one that waits, which is one switch as well.
 */
public class LockBenchmark extends AsyncBenchmark {
    private static final int ROUNDS = 10_000;
    private static final int HAND_OVERS = 2 * ROUNDS;

    private final Mutex mutex = new Mutex();
    private final Semaphore semaphore = new Semaphore(1);

    @Override
    List<Class<?>> woven() {
        return List.of(LockBenchmark.class);
    }

    /** The mutex of kotlinx, in {@code runBlocking}. */
    @Benchmark
    @OperationsPerInvocation(ROUNDS)
    public int kotlinLock() {
        return KotlinLocks.locks(ROUNDS);
    }

    /** The semaphore of kotlinx, in {@code runBlocking}. */
    @Benchmark
    @OperationsPerInvocation(ROUNDS)
    public int kotlinPermit() {
        return KotlinLocks.permits(ROUNDS);
    }

    /** Two coroutines of kotlinx and a mutex. */
    @Benchmark
    @OperationsPerInvocation(HAND_OVERS)
    public int kotlinLockHandOver() {
        return KotlinLocks.lockHandOver(ROUNDS);
    }

    /** Two coroutines of kotlinx and a permit. */
    @Benchmark
    @OperationsPerInvocation(HAND_OVERS)
    public int kotlinPermitHandOver() {
        return KotlinLocks.permitHandOver(ROUNDS);
    }

    /** A mutex, unlocked by its method. */
    @Benchmark
    @OperationsPerInvocation(ROUNDS)
    public int weftLock() {
        return loop.run(locks(mutex));
    }

    /** A mutex, unlocked at the end of a {@code try}. */
    @Benchmark
    @OperationsPerInvocation(ROUNDS)
    public int weftGuard() {
        return loop.run(guards(mutex));
    }

    /** A semaphore. */
    @Benchmark
    @OperationsPerInvocation(ROUNDS)
    public int weftPermit() {
        return loop.run(permits(semaphore));
    }

    /** Two tasks and a mutex. */
    @Benchmark
    @OperationsPerInvocation(HAND_OVERS)
    public int weftLockHandOver() {
        return loop.run(lockPair());
    }

    /** Two tasks and a permit. */
    @Benchmark
    @OperationsPerInvocation(HAND_OVERS)
    public int weftPermitHandOver() {
        return loop.run(permitPair());
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Integer> locks(Mutex mutex) {
        for (int i = 0; i < ROUNDS; i++) {
            await(mutex.lock());
            mutex.unlock();
        }
        return Task.of(ROUNDS);
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    @SuppressWarnings("try") // the guard is held, and nothing else is done with it
    private static Task<Integer> guards(Mutex mutex) {
        int held = 0;
        for (int i = 0; i < ROUNDS; i++) {
            try (Mutex.Guard guard = await(mutex.lock())) {
                held++;
            }
        }
        return Task.of(held);
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Integer> permits(Semaphore semaphore) {
        for (int i = 0; i < ROUNDS; i++) {
            await(semaphore.acquire());
            semaphore.release();
        }
        return Task.of(ROUNDS);
    }

    /** Both wait before the first hand-over, and so each unlock hands the lock to the other one, and each lock waits. */
    @Async
    private static Task<Integer> lockPair() {
        Mutex mutex = new Mutex();
        await(mutex.lock());
        ScheduledTask<Integer> first = spawn(locks(mutex));
        ScheduledTask<Integer> second = spawn(locks(mutex));
        await(yieldNow());
        mutex.unlock();
        return Task.of(await(first) + await(second));
    }

    @Async
    private static Task<Integer> permitPair() {
        Semaphore semaphore = new Semaphore(0);
        ScheduledTask<Integer> first = spawn(permits(semaphore));
        ScheduledTask<Integer> second = spawn(permits(semaphore));
        await(yieldNow());
        semaphore.release();
        return Task.of(await(first) + await(second));
    }
}
