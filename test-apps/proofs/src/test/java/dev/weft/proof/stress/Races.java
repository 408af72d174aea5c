// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import dev.weft.ScheduledTask;
import dev.weft.Weft;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Rounds in which some threads meddle with some loops, at moments that nobody decides: what they do is a function of the seed, and when is not.
 * Arguments: the seed of the first round, and of the last.
 */
final class Races {
    private static final int LOOPS = 3;
    private static final int THREADS = 3;
    private static final long PATIENCE_MILLIS = 30_000;

    private final Log log = new Log();
    private final ScheduledExecutorService completers = new ScheduledThreadPoolExecutor(1, Races::daemon);
    private final Map<ScheduledTask.State, Integer> states = new EnumMap<>(ScheduledTask.State.class);
    private int failed;

    private final EchoServer echo = new EchoServer();

    private Races() {}

    public static void main(String[] arguments) throws Exception {
        Races races = new Races();
        long first = Long.parseLong(arguments[0]);
        long last = Long.parseLong(arguments[1]);
        for (long seed = first; seed <= last; seed++) {
            races.round(seed);
        }
        System.out.println("tasks\t" + races.states);
        System.out.println("runs\t" + (last - first + 1));
        System.exit(races.failed == 0 ? 0 : 1);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "completes stages");
        thread.setDaemon(true);
        return thread;
    }

    /** What the threads of a round share. */
    static final class Round {
        final List<RaceLoop> loops = new ArrayList<>();
        final List<ScheduledTask<?>> tasks = new CopyOnWriteArrayList<>();
        final List<CompletableFuture<?>> futures = new CopyOnWriteArrayList<>();
        final Gate gate = new Gate();

        /** Actions that were posted less those that ran, and callbacks that were given less those that were called. */
        final AtomicInteger posted = new AtomicInteger();

        final AtomicInteger callbacks = new AtomicInteger();
    }

    private void completeSometime(CompletableFuture<String> stage) {
        var unused = completers.schedule(() -> stage.complete("done"), 200, TimeUnit.MICROSECONDS);
    }

    private void round(long seed) throws InterruptedException {
        log.clear();
        Round round = new Round();
        for (int i = 0; i < LOOPS; i++) {
            round.loops.add(new RaceLoop(this::completeSometime, echo.address()));
        }
        List<Meddler> meddlers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            meddlers.add(new Meddler(round, seed * THREADS + i));
        }
        for (Meddler meddler : meddlers) {
            join(meddler, round, seed);
        }
        round.gate.open();
        round.loops.forEach(RaceLoop::end);
        for (RaceLoop loop : round.loops) {
            if (!loop.join(PATIENCE_MILLIS)) {
                Watchdog.hangs(loop.world, "seed " + seed + ": a loop does not end");
            }
        }
        report(round, seed);
    }

    private static void join(Thread thread, Round round, long seed) throws InterruptedException {
        thread.join(PATIENCE_MILLIS);
        if (thread.isAlive()) {
            Watchdog.hangs(round.loops.get(0).world, "seed " + seed + ": a thread does not end");
        }
    }

    /** What no loop runs ends on other threads, soon after all that it waits for, and leaves the list then. */
    private static void awaitWhatIsDetached(Round round, World world) {
        long begin = System.nanoTime();
        while (!Weft.detached().isEmpty() || !round.futures.stream().allMatch(CompletableFuture::isDone)) {
            if (System.nanoTime() - begin > TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS)) {
                world.problem("without a loop, and never ends: " + Weft.detached() + ", futures: " + round.futures);
                return;
            }
            Thread.onSpinWait();
        }
    }

    private void report(Round round, long seed) {
        World first = round.loops.get(0).world;
        awaitWhatIsDetached(round, first);
        for (ScheduledTask<?> task : round.tasks) {
            states.merge(task.state(), 1, Integer::sum);
            first.expect(task.isReady(), () -> task + " has not ended");
        }
        first.expect(round.posted.get() == 0, () -> round.posted + " actions did not run");
        first.expect(round.callbacks.get() == 0, () -> round.callbacks + " callbacks were not called");
        log.unexpected().forEach(line -> first.problem("warning: " + line));
        for (RaceLoop loop : round.loops) {
            loop.world.check(loop.isAllRead());
            if (!loop.world.problems().isEmpty()) {
                failed++;
                System.out.println("failed\tseed " + seed + ": " + loop.world.problems());
            }
        }
    }
}
