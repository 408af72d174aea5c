// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.abi.Yield;
import java.util.List;

/** What the front door asks about the calling thread, and the typing of gathered results. */
public final class Tasks {
    private Tasks() {}

    /**
     * Returns the loop of the calling thread.
     *
     * @param operation what needs it, for the message
     * @return the loop
     */
    public static EventLoop loop(String operation) {
        return Execution.requireLoop(operation);
    }

    /**
     * Refuses to run on a thread that runs a loop already.
     *
     * @param main what was to run; it does not count as forgotten
     */
    public static void requireNoLoop(Awaitable<?> main) {
        if (Execution.here().loop != null) {
            Children.drop(main);
            throw Binding.anotherLoopRuns();
        }
    }

    /**
     * Returns the task that runs on the calling thread.
     *
     * @return the task
     */
    public static ScheduledTask<?> current() {
        if (Execution.here().current() instanceof SpawnedTask<?> task) {
            return task;
        }
        throw new IllegalStateException("No task is running on thread \""
                + Thread.currentThread().getName() + "\"; currentTask() is for code that a task calls.");
    }

    /**
     * Returns what gives way when it is awaited.
     *
     * @return always the same
     */
    public static Awaitable<Void> yieldNow() {
        return Yield.NOW;
    }

    /**
     * Returns one result of a gather.
     *
     * @param results all of them
     * @param index which
     * @return the result
     * @param <T> its type, which the caller knows from the argument at the index
     */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public static <T> T at(List<Object> results, int index) {
        return (T) results.get(index);
    }

    /**
     * Returns all results of a gather.
     *
     * @param results all of them
     * @return the same list
     * @param <T> their type, which the caller knows from the arguments
     */
    @SuppressWarnings("unchecked")
    public static <T> List<T> allOf(List<Object> results) {
        return (List<T>) results;
    }
}
