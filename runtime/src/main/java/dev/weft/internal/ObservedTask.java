// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.abi.Frame;
import dev.weft.abi.SourceLocation;
import dev.weft.internal.stack.TracedCoroutine;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link StepObserver} may ask of the task that it is told of, on the loop's thread and without an object being made; and how what
 * it has kept of that becomes text later.
 */
public final class ObservedTask {
    private ObservedTask() {}

    /**
     * Returns its number on its loop.
     *
     * @param task the task
     * @return the number, unsigned
     */
    public static int number(SpawnedTask<?> task) {
        return task.number();
    }

    /**
     * Returns what to keep for {@link #name} and {@link #site}, instead of the task.
     *
     * @param task the task
     * @return something small, which stays the same; null if there is nothing to know
     */
    public static @Nullable Object label(SpawnedTask<?> task) {
        return task.plainLabel();
    }

    /**
     * Returns the number of the task whose code has made it.
     *
     * @param task the task
     * @return the number, unsigned; 0 if no task of its loop has
     */
    public static int spawner(SpawnedTask<?> task) {
        return task.spawner();
    }

    /**
     * Returns the innermost frame on the heap that has a place in a source: where it waits, when it has suspended.
     *
     * @param task the task
     * @return the frame, of which {@link Frame#places} and {@link Frame#state} may be kept, and not the frame; null if there is none
     */
    public static @Nullable Frame<?> frame(SpawnedTask<?> task) {
        Frame<?> frame = task.leaf();
        while (frame != null && frame.places() == null) {
            frame = TracedCoroutine.parentOf(frame);
        }
        return frame;
    }

    /**
     * Returns the name of a task.
     *
     * @param label its {@link #label}
     * @param number its {@link #number}
     * @return the name
     */
    public static String name(@Nullable Object label, int number) {
        return Origin.nameIn(label, number);
    }

    /**
     * Returns the line that has spawned a task.
     *
     * @param label its {@link #label}
     * @return the line; null if nobody knows it
     */
    public static @Nullable StackTraceElement site(@Nullable Object label) {
        return Origin.siteIn(label);
    }

    /**
     * Returns the line of a frame.
     *
     * @param places its {@link Frame#places}
     * @param state its {@link Frame#state} at the time
     * @return the line; null without places
     */
    public static @Nullable StackTraceElement line(@Nullable String places, int state) {
        return places == null ? null : SourceLocation.elementOf(places, Math.max(state, 0));
    }

    /**
     * Returns the line where a task waits, of which nothing is to be kept.
     *
     * @param task the task
     * @return the line; null if there is none
     */
    public static @Nullable StackTraceElement line(SpawnedTask<?> task) {
        Frame<?> frame = frame(task);
        return frame == null ? null : line(frame.places(), frame.state);
    }

    /** How a step has ended, behind which the task is as it is now. */
    static Transition endOf(SpawnedTask<?> task) {
        return switch (task.state()) {
            case SUCCEEDED -> Transition.RETURNED;
            case FAILED -> Transition.FAILED;
            case CANCELLED -> Transition.CANCELLED;
            case READY -> Transition.GAVE_WAY;
            default -> Transition.SUSPENDED;
        };
    }
}
