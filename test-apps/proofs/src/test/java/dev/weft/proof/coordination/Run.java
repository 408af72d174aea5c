// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.coordination;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.internal.PointLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** One run of a scene in virtual time, in an order that a seed decides. */
final class Run {
    /** By then a scene of which nobody was cancelled has ended. */
    static final Duration LONGEST = Duration.ofSeconds(1);

    private final Scene scene;
    private final Cancellation cancellation;
    private final boolean undisturbed;

    private Run(Scene scene, Cancellation cancellation, boolean undisturbed) {
        this.scene = scene;
        this.cancellation = cancellation;
        this.undisturbed = undisturbed;
    }

    /** Runs it undisturbed; returns the number of its turns. */
    static int undisturbed(Scene scene, int seed) {
        Cancellation none = new Cancellation(0, 0);
        new Run(scene, none, true).on(seed);
        return none.turns();
    }

    static void cancelled(Scene scene, int seed, Cancellation cancellation) {
        new Run(scene, cancellation, false).on(seed);
    }

    private void on(int seed) {
        try (PointLoop loop = PointLoop.simulated(seed, cancellation, Run::idle)) {
            loop.run(users(loop));
        } catch (Throwable thrown) {
            scene.check(false, "it ended by " + thrown);
        }
    }

    private static void idle() {
        throw new IllegalStateException("everybody waits, and nothing can happen any more");
    }

    /** Runs the users; who waits in vain since another one was cancelled is cancelled in the end. */
    @Async
    private Task<Void> users(PointLoop loop) {
        List<ScheduledTask<Void>> tasks = new ArrayList<>();
        for (Task<Void> user : scene.users) {
            tasks.add(spawn(user));
        }
        cancellation.begin(tasks);
        await(sleep(LONGEST));
        cancellation.end();
        for (int i = 0; i < tasks.size(); i++) {
            boolean left = tasks.get(i).cancel();
            scene.check(!left || !undisturbed, "task " + i + " has not ended though nobody was cancelled");
        }
        for (ScheduledTask<Void> task : tasks) {
            await(end(task));
        }
        scene.equal(0, loop.timers(), "timers");
        scene.equal(1, loop.tasks().size(), "tasks");
        scene.count();
        return Task.done();
    }

    @Async
    private Task<Void> end(ScheduledTask<Void> task) {
        try {
            await(task);
        } catch (CancellationException expected) {
            scene.check(!undisturbed, "a task was cancelled by nobody: " + expected);
        } catch (Throwable failure) {
            scene.check(false, "a task failed: " + failure);
        }
        return Task.done();
    }
}
