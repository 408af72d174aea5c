// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.sync.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Runs in virtual time in which some tasks of {@linkplain Nest nested calls} share {@linkplain Shared locks, channels and queues}, and are
 * cancelled one after the other. Each run is a function of its seed. Arguments: the first seed, and the last.
 */
final class Seams {
    private static final int TASKS = 5;
    private static final int CANCELLATIONS = 6;
    private static final int DEEPEST = 3;

    /** Rounds of cancelling all until what goes on in spite of that is fed, and until it has hung. */
    private static final int PATIENT_ROUNDS = 4;

    private static final int MOST_ROUNDS = 300;

    private final Random random;
    private final Shared shared;

    private Seams(long seed) {
        this.random = new Random(seed);
        this.shared = new Shared(seed % 3 == 0 ? Channel.rendezvous() : Channel.bounded((int) (seed % 3)));
    }

    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[0]);
        long last = Long.parseLong(arguments[1]);
        Log log = new Log();
        for (long seed = first; seed <= last; seed++) {
            log.clear();
            List<String> faults = new Seams(seed).run(seed);
            log.unexpected().stream().filter(line -> !isPlanned(line)).forEach(faults::add);
            if (!faults.isEmpty()) {
                System.out.println("failed\t" + seed + "\t" + faults);
            }
        }
        System.out.println("runs\t" + (last - first + 1));
    }

    /**
     * Calls are drawn before they run, and some are cancelled before they come to their parts. What a shield left alone may fail, and two
     * parts of one race that want the same lock do.
     */
    private static boolean isPlanned(String line) {
        return line.startsWith("A task was never awaited")
                || line.startsWith("What shield(...) ran on")
                || line.startsWith("A part of asCompleted(...)")
                || line.contains("would wait for itself");
    }

    private List<String> run(long seed) {
        EventLoop loop = EventLoop.simulated(seed);
        try {
            loop.run(main());
        } catch (Exception e) {
            shared.faults.add(e.toString());
        } finally {
            loop.close();
        }
        return shared.faults;
    }

    @Async
    private Task<Void> main() throws Exception {
        Nest nest = new Nest(shared, random);
        List<ScheduledTask<?>> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            tasks.add(spawn("task " + i, nest.draw(DEEPEST)));
        }
        for (int i = 0; i < CANCELLATIONS; i++) {
            await(sleep(Duration.ofMillis(random.nextInt(8))));
            tasks.get(random.nextInt(TASKS)).cancel();
        }
        await(end());
        for (ScheduledTask<?> task : tasks) {
            await(result(task));
        }
        shared.close();
        return Task.done();
    }

    /** Cancels all tasks, those that shields have left alone too, until they have ended. */
    @Async
    private Task<Void> end() throws Exception {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            await(sleep(Duration.ofMillis(20)));
            List<ScheduledTask<?>> left = new ArrayList<>(currentTask().loop().tasks());
            left.remove(currentTask());
            if (left.isEmpty()) {
                return Task.done();
            }
            left.forEach(ScheduledTask::cancel);
            if (round >= PATIENT_ROUNDS) {
                shared.feed();
            }
        }
        throw new IllegalStateException(
                "These tasks never end: " + currentTask().loop().tasks());
    }

    /** A task may be a bare operation, whose result is an element. */
    @Async
    private Task<Void> result(ScheduledTask<?> task) {
        try {
            shared.got(await(task));
        } catch (Exception e) {
            // it was cancelled, or failed as planned
        }
        return Task.done();
    }
}
