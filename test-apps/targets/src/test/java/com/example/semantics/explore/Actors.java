// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.explore;

import static dev.weft.Weft.await;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.Outcome;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * The tasks of a small program.
 *
 * @param tasks how many meet
 * @param cancels whether the first of them is cancelled, at any place
 */
record Actors(int tasks, boolean cancels) {
    /** How many of the tasks get to their end in any case. */
    int left() {
        return cancels ? tasks - 1 : tasks;
    }

    /** Runs the tasks, each with its number, and returns how they ended: none fails but by the cancellation. */
    @Async
    <T> Task<List<Outcome<T>>> run(Numbered<T> maker) throws Exception {
        return Task.of(await(ended(start(maker))));
    }

    /** Starts the tasks, and the one that cancels. */
    <T> List<ScheduledTask<T>> start(Numbered<T> maker) throws Exception {
        List<ScheduledTask<T>> started = new ArrayList<>();
        for (int number = 0; number < tasks; number++) {
            started.add(spawn(maker.make(number)));
        }
        if (cancels) {
            spawn(cancels(started.get(0)));
        }
        return started;
    }

    @Async
    static <T> Task<List<Outcome<T>>> ended(List<ScheduledTask<T>> tasks) {
        List<Outcome<T>> outcomes = new ArrayList<>();
        for (ScheduledTask<T> task : tasks) {
            outcomes.add(await(end(task)));
        }
        return Task.of(outcomes);
    }

    @Async
    static <T> Task<Outcome<T>> end(ScheduledTask<T> task) {
        try {
            return Task.of(new Outcome<>(await(task), null));
        } catch (CancellationException cancelled) {
            return Task.of(new Outcome<>(null, cancelled));
        }
    }

    @Async
    static Task<Void> cancels(ScheduledTask<?> task) {
        task.cancel();
        return Task.done();
    }

    /** Makes a task that has a number. */
    interface Numbered<T> {
        Task<T> make(int number) throws Exception;
    }

    static int succeeded(List<? extends Outcome<?>> outcomes) {
        return (int) outcomes.stream().filter(Outcome::isSuccess).count();
    }
}
