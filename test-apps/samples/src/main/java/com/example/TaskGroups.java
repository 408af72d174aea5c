// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.TaskGroup;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;

/** Runs tasks in groups: all succeed, one fails, one fails under supervision, and a group in a try statement. */
public final class TaskGroups {
    private TaskGroups() {}

    // region group
    @Async
    static Task<Void> fetch(String page, int millis) {
        try {
            await(sleep(Duration.ofMillis(millis)));
            System.out.println("fetched " + page);
            return Task.done();
        } catch (CancellationException e) {
            System.out.println("gave up " + page);
            throw e;
        }
    }

    @Async
    static Task<Void> fetchAll() {
        await(TaskGroup.run(group -> {
            group.spawn("a", fetch("a", 100));
            group.spawn("b", fetch("b", 10));
            return Task.done();
        }));
        System.out.println("all fetched");
        return Task.done();
    }
    // endregion

    // region failure
    @Async
    static Task<Void> broken() {
        await(sleep(Duration.ofMillis(10)));
        throw new NoSuchElementException("page c is gone");
    }

    @Async
    static Task<Void> oneFails() {
        try {
            await(TaskGroup.run(group -> {
                group.spawn(fetch("d", 60_000));
                group.spawn(broken());
                await(fetch("e", 60_000));
                return Task.done();
            }));
        } catch (NoSuchElementException e) {
            System.out.println("failed: " + e.getMessage());
        }
        return Task.done();
    }
    // endregion

    // region supervised
    @Async
    static Task<Void> supervised() {
        await(TaskGroup.supervise((child, failure) -> report(child.name(), failure), group -> {
            group.spawn("c", broken());
            await(sleep(Duration.ofMillis(100)));
            group.spawn("f", fetch("f", 10));
            return Task.done();
        }));
        return Task.done();
    }

    static void report(String page, Throwable failure) {
        System.out.println(page + ": " + failure.getMessage());
    }
    // endregion

    // region try
    @Async
    static Task<Void> inTry() {
        try (TaskGroup group = TaskGroup.open()) {
            group.spawn(fetch("g", 10));
            group.spawn(fetch("h", 20));
            await(group.join());
        }
        return Task.done();
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) {
        run(fetchAll());
        run(oneFails());
        run(supervised());
        run(inTry());
    }
}
