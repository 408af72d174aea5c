// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A thread that does to loops and tasks what any thread may do. */
final class Meddler extends Thread {
    private static final int DEEDS = 200;

    private final Races.Round round;
    private final Random random;

    Meddler(Races.Round round, long seed) {
        super("meddler");
        this.round = round;
        random = new Random(seed);
        setDaemon(true);
        start();
    }

    @Override
    public void run() {
        RaceLoop loop = round.loops.get(0);
        try {
            for (int i = 0; i < DEEDS; i++) {
                loop = round.loops.get(random.nextInt(round.loops.size()));
                act(loop);
                letOthersRun();
            }
        } catch (Throwable thrown) { // of the runtime
            loop.world.problem("a thread failed: " + thrown + " " + List.of(thrown.getStackTrace()));
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // that others run is likelier so, and nothing relies on it
    private void letOthersRun() {
        for (int i = random.nextInt(20); i > 0; i--) {
            Thread.yield();
        }
    }

    /** Does something that the dice say. */
    private void act(RaceLoop loop) throws Exception {
        World world = loop.world;
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> spawn(loop, new Interpreter(world).run(Draw.program(random.nextLong(), true)));
            case 3, 4 -> spawn(loop, RaceTasks.awaits(awaited(), world));
            case 5 -> spawn(loop, RaceTasks.awaitsTwo(awaited(), awaited(), world));
            case 6 -> spawn(loop, RaceTasks.awaitsAWhile(awaited(), random.nextInt(3), world));
            case 7, 8, 9 -> cancel(any());
            case 10 -> post(loop);
            case 11 -> round.gate.knock();
            case 12 -> cancelFuture(any());
            case 13 -> callBack(any());
            case 14 -> blockInterrupted(any());
            case 15 -> stop(loop);
            case 16 -> circle(loop, round.loops.get(random.nextInt(round.loops.size())));
            case 17, 18 -> detach(world);
            default -> close(loop);
        }
    }

    /** A task of any loop, or the gate. */
    private Awaitable<?> awaited() {
        ScheduledTask<?> task = any();
        return task == null || random.nextInt(8) == 0 ? round.gate : task;
    }

    private @Nullable ScheduledTask<?> any() {
        int count = round.tasks.size();
        return count == 0 ? null : round.tasks.get(random.nextInt(count));
    }

    private Optional<ScheduledTask<?>> spawn(RaceLoop loop, Task<Void> task) {
        try {
            ScheduledTask<Void> spawned = loop.loop.spawn("task " + random.nextInt(20), task);
            round.tasks.add(spawned);
            return Optional.of(spawned);
        } catch (IllegalStateException closed) {
            loop.world.expect(loop.closes(), () -> "refused: " + closed);
            return Optional.empty();
        }
    }

    /** Two tasks that wait for one another, so that they end only when one is cancelled. */
    private void circle(RaceLoop one, RaceLoop other) {
        CompletableFuture<ScheduledTask<?>> first = new CompletableFuture<>();
        CompletableFuture<ScheduledTask<?>> second = new CompletableFuture<>();
        List<ScheduledTask<?>> both = new ArrayList<>();
        spawn(one, RaceTasks.awaitsIn(second, one.world)).ifPresent(both::add);
        spawn(other, RaceTasks.awaitsIn(first, other.world)).ifPresent(both::add);
        if (both.size() == 2) {
            first.complete(both.get(0));
            second.complete(both.get(1));
        }
        letOthersRun();
        if (!both.isEmpty()) {
            cancel(both.get(random.nextInt(both.size())));
        }
    }

    private static void cancel(@Nullable ScheduledTask<?> task) {
        if (task != null) {
            task.cancel();
        }
    }

    private void post(RaceLoop loop) {
        round.posted.incrementAndGet();
        try {
            loop.loop.post(round.posted::decrementAndGet);
        } catch (IllegalStateException closed) {
            round.posted.decrementAndGet();
        }
    }

    private void cancelFuture(@Nullable ScheduledTask<?> task) {
        if (task != null) {
            CompletableFuture<?> future = task.toCompletableFuture();
            round.futures.add(future);
            if (random.nextBoolean()) {
                future.cancel(true);
            }
        }
    }

    /** Starts what goes on without a loop, and perhaps cancels it. */
    private void detach(World world) {
        CompletableFuture<String> stage = new CompletableFuture<>();
        world.completer.accept(stage);
        CompletableFuture<Void> detached = RaceTasks.detached(awaited(), stage, world);
        round.futures.add(detached);
        letOthersRun();
        if (random.nextBoolean()) {
            detached.cancel(true);
        }
    }

    private void callBack(@Nullable ScheduledTask<?> task) {
        if (task != null) {
            round.callbacks.incrementAndGet();
            task.onComplete((value, thrown) -> round.callbacks.decrementAndGet());
        }
    }

    private void blockInterrupted(@Nullable ScheduledTask<?> task) {
        if (task != null) {
            interrupt();
            try {
                task.block();
            } catch (Throwable ended) { // as the task has, or by the interrupt
                return;
            } finally {
                interrupted();
            }
        }
    }

    private void stop(RaceLoop loop) {
        if (random.nextInt(6) == 0) {
            loop.loop.stop();
        }
    }

    /** One thread closes a loop while others close it, and its own stops. */
    private void close(RaceLoop loop) {
        if (random.nextInt(40) == 0) {
            loop.closeEarly();
            try {
                loop.loop.close();
            } catch (IllegalStateException running) {
                return;
            }
        }
    }
}
