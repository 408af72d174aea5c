// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.FaultPoints;
import dev.weft.Registration;
import dev.weft.SimulatedLoop;
import dev.weft.Waiter;
import dev.weft.spi.Fence;
import dev.weft.spi.Readiness;
import dev.weft.spi.Watched;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The loop for tests: its clock stands still while anything is ready, then jumps to the next deadline, and the order of
 * what is ready is a function of a seed, or that of a real loop.
 */
public class SimulatedEventLoop extends LoopEngine implements SimulatedLoop {
    /** Whose threads the turns are made on, for tests of that; on the thread inside {@code run} if null. */
    static volatile @Nullable Supplier<Executor> executors;

    /** Apart from that of the run queue, whose order is then the same whatever lots the code draws. */
    private final RandomGenerator random;

    private final OptionalLong seed;

    /** Whether nobody knows the seed but the loop. */
    private boolean isDrawn;

    final Simulation simulation;

    /** Null until a test asks for them. */
    private volatile @Nullable PlantedFaults faults;

    /** Makes a loop whose clock begins at 0, and draws its seed. */
    public SimulatedEventLoop() {
        this(ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE));
        isDrawn = true;
    }

    /**
     * Makes a loop whose clock begins at 0.
     *
     * @param seed determines the order in which ready tasks run
     */
    public SimulatedEventLoop(long seed) {
        this(seed, System::nanoTime);
    }

    /** Makes a loop with another clock for the people who wait for it. */
    SimulatedEventLoop(long seed, LongSupplier realNanos) {
        this(
                RunQueue.seeded(new Random(seed)),
                lotsOf(seed),
                callsOf(seed),
                OptionalLong.of(seed),
                waiting(),
                realNanos);
    }

    /**
     * Makes a loop whose clock begins at 0, with another order.
     *
     * @param queue in which order runs what is ready
     * @param random draws lots for the code
     * @param calls chooses one of so many calls to be made by other threads
     * @param seed of all three
     */
    SimulatedEventLoop(RunQueue queue, RandomGenerator random, IntUnaryOperator calls, OptionalLong seed) {
        this(queue, random, calls, seed, waiting(), System::nanoTime);
    }

    private SimulatedEventLoop(
            RunQueue queue,
            RandomGenerator random,
            IntUnaryOperator calls,
            OptionalLong seed,
            Readiness waiting,
            LongSupplier realNanos) {
        this(queue, random, seed, waiting, new Simulation(realNanos, lookOf(waiting), calls));
    }

    private SimulatedEventLoop(
            RunQueue queue, RandomGenerator random, OptionalLong seed, Readiness waiting, Simulation simulation) {
        super(simulation, queue, waiting);
        this.random = random;
        this.seed = seed;
        this.simulation = simulation;
        simulation.failure.isOf(this);
    }

    /**
     * Makes a loop whose clock begins at 0, and which is first in, first out.
     *
     * @return the loop
     */
    public static SimulatedEventLoop inOrder() {
        return new SimulatedEventLoop(RunQueue.fifo(), lotsOf(0), calls -> 0, OptionalLong.empty());
    }

    private static RandomGenerator lotsOf(long seed) {
        return Seeds.lots(seed, "code");
    }

    private static IntUnaryOperator callsOf(long seed) {
        return Seeds.lots(seed, "calls")::nextInt;
    }

    private static Readiness waiting() {
        Supplier<Executor> others = executors;
        return others == null ? new OtherThreads() : new Handover(others.get(), new Probe(Duration.ZERO));
    }

    /** Has a loop that waits look again. */
    private static Runnable lookOf(Readiness waiting) {
        return waiting instanceof Handover handover ? handover::lookAgain : waiting::wakeUp;
    }

    @Override
    public OptionalLong seed() {
        return seed;
    }

    @Override
    public long steps() {
        return stepsMade();
    }

    @Override
    public Hold hold(String what) {
        Objects.requireNonNull(what, "what");
        if (isClosed()) {
            throw Closing.closed();
        }
        return simulation.holds.open(what);
    }

    @Override
    void arrives(String did, Object subject) {
        if (!isLoopThread() && isRunning()) {
            simulation.arrives(did, subject);
        }
    }

    @Override
    Waiter awaitsOther(SpawnedTask<?> awaited, Waiter waiter) {
        return isLoopThread() && Execution.behind(waiter) instanceof RunningCoroutine coroutine
                ? simulation.awaits(awaited, waiter, coroutine)
                : waiter;
    }

    @Override
    Waiter leavesOther(SpawnedTask<?> awaited, Waiter waiter) {
        return simulation.leaves(awaited, waiter);
    }

    @Override
    public @Nullable String whyLate(SpawnedTask<?> task) {
        String awaited = OpenStages.below(task, this);
        return awaited == null
                ? null
                : " (" + awaited
                        + ". If another thread was to complete that: virtual time does not wait for it while it"
                        + " holds no SimulatedLoop.hold(...))";
    }

    @Override
    void beginsToClose() {
        simulation.failure.closes();
    }

    @Override
    void runFails(Throwable failure) {
        List<String> happened = faultsThatHappened();
        if ((seed.isPresent() || !happened.isEmpty()) && !(failure instanceof CancellationException)) {
            Replay.goesAlong(failure, whichRun(), happened, isDrawn);
        }
    }

    /** What has happened at fault points, in order. */
    final List<String> faultsThatHappened() {
        PlantedFaults planted = faults;
        return planted == null ? List.of() : planted.happened();
    }

    /** Says which run has failed, for what goes along with its failure. */
    String whichRun() {
        return "the run was on EventLoop."
                + (seed.isPresent()
                        ? "simulated(" + seed.getAsLong() + "L), which makes the same schedule again"
                        : "simulatedInOrder()");
    }

    /** How to make the same schedule again. */
    String again() {
        return "To run this schedule again, make the loop by EventLoop."
                + (seed.isPresent() ? "simulated(" + seed.getAsLong() + "L)" : "simulatedInOrder()");
    }

    @Override
    void holdFor(BlockingJob<?> call) {
        simulation.calls.add(call);
    }

    @Override
    void callIsTakenBack(BlockingJob<?> call) {
        simulation.calls.takenBack(call);
    }

    @Override
    void callHasEnded() {
        simulation.callHasEnded();
    }

    /**
     * Makes a loop as {@link #SimulatedEventLoop(long)} does, which tells what it runs.
     *
     * @param seed determines the order in which ready tasks run
     * @param record what is told of each step
     * @return the loop
     */
    public static SimulatedEventLoop recorded(long seed, StepRecord record) {
        return new SimulatedEventLoop(
                record.around(RunQueue.seeded(new Random(seed))), lotsOf(seed), callsOf(seed), OptionalLong.of(seed));
    }

    @Override
    public final synchronized FaultPoints faults() {
        if (faults == null) {
            if (isClosed()) {
                throw Closing.closed();
            }
            faults = new PlantedFaults(this);
        }
        return faults;
    }

    @Override
    final @Nullable PlantedFaults plantedFaults() {
        return faults;
    }

    /** A step takes some time, for which nothing else runs. */
    final void jump(long nanos) {
        simulation.jump(nanos);
    }

    /** Draws whether a fault happens; any thread, one at a time. */
    boolean drawsFault(double probability, Random lots) {
        return lots.nextDouble() < probability;
    }

    @Override
    public final void close() {
        endWithFaults(super::close);
    }

    /** Has the faults end with the loop. Where closing fails, that says more than what they have to say. */
    final void endWithFaults(Runnable closing) {
        boolean closes = false;
        try {
            closing.run();
            closes = true;
        } finally {
            PlantedFaults planted = faults;
            if (planted != null && isClosed()) {
                if (closes) {
                    planted.end();
                } else {
                    planted.forget();
                }
            }
        }
    }

    @Override
    public final RandomGenerator random() {
        requireNoOtherThread("random()");
        return random;
    }

    /** Lets a turn pass, where the order within one is any. */
    @Override
    void wakeLast(Waiter waiter) {
        if (seed.isEmpty()) {
            super.wakeLast(waiter);
        } else {
            enqueue(() -> Fence.wake(waiter, "yieldNow()"));
        }
    }

    /** The readiness of a loop without channels: other threads can wake it, and nothing else. */
    private static final class OtherThreads implements Readiness {
        private volatile @Nullable Thread waiting;
        private volatile boolean woken;

        @Override
        public Registration watch(Watched what, int interest, IntConsumer onReady) {
            throw new UnsupportedOperationException(
                    "A simulated event loop watches no channels. Test code that uses sockets on EventLoop.create(), or have it take a dev.weft.net.Network and give it a host of a dev.weft.testing.MemoryNetwork.");
        }

        @Override
        public void poll() {}

        @Override
        public boolean isWatching() {
            return false;
        }

        @Override
        public void await(long nanos) {
            waiting = Thread.currentThread();
            long end = System.nanoTime() + Math.min(nanos, Long.MAX_VALUE / 2);
            for (long left = nanos; left > 0 && isAsleep(); left = end - System.nanoTime()) {
                LockSupport.parkNanos(this, left);
            }
            woken = false;
            waiting = null;
        }

        private boolean isAsleep() {
            return !woken && !Thread.currentThread().isInterrupted();
        }

        @Override
        public void wakeUp() {
            woken = true;
            LockSupport.unpark(waiting);
        }

        @Override
        public void close() {}
    }
}
