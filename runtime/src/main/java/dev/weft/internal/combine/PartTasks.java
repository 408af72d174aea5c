// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.internal.LoopEngine;
import dev.weft.internal.SpawnedTask;
import dev.weft.internal.TaskFailures;
import dev.weft.spi.Discards;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What a structured call runs, the tasks that run it, and how each of them has ended. A result is given back once at most. */
final class PartTasks {
    private static final byte RUNS = 0;
    private static final byte HAS_RESULT = 1;

    /** It has failed, or its result was given back. */
    private static final byte OVER = 2;

    /** It has failed when its end could decide nothing any more. */
    private static final byte FAILED_LATE = 3;

    /** In order. If the call was cancelled before it began, only what has to be waited for. */
    private List<? extends Awaitable<?>> parts;

    /** Each at the place of its part, as far as they were started. */
    private final List<SpawnedTask<?>> tasks;

    /** How each part has ended, at its place. */
    private final byte[] ends;

    private int running;

    PartTasks(List<? extends Awaitable<?>> parts) {
        this.parts = List.copyOf(parts);
        this.ends = new byte[this.parts.size()];
        this.tasks = new ArrayList<>(this.parts.size()); // so that a part that has started is in it
    }

    int size() {
        return ends.length;
    }

    /** How many have started and not ended. */
    int running() {
        return running;
    }

    List<? extends Awaitable<?>> parts() {
        return parts;
    }

    /** Takes others in place of all parts, before they start. */
    void replace(List<? extends Awaitable<?>> left) {
        parts = List.copyOf(left);
    }

    List<SpawnedTask<?>> tasks() {
        return tasks;
    }

    /** Starts the next part, or throws before it has begun: nothing can fail behind that. */
    void startNext(LoopEngine loop, Waiter waiter, Waiter onEnd) {
        SpawnedTask<?> started = loop.spawnPart(parts.get(tasks.size()), waiter);
        tasks.add(started);
        started.subscribe(onEnd);
        running++;
    }

    boolean isNoted(int place) {
        return ends[place] != RUNS;
    }

    /** Writes down that a part has ended, and whether the call was decided before. */
    void note(int place, boolean hasResult, boolean isLate) {
        ends[place] = hasResult ? HAS_RESULT : isLate ? FAILED_LATE : OVER;
        running--;
    }

    /** How a part has failed that has ended; null if it has a result. */
    @Nullable
    Throwable failureOf(int place) {
        return tasks.get(place).failureSeen();
    }

    /** What a part gave that has succeeded. */
    @Nullable
    Object resultOf(int place) {
        return tasks.get(place).result();
    }

    /** Whether a part has ended with a result, which was not given back. */
    boolean hasResult(int place) {
        return ends[place] == HAS_RESULT;
    }

    /** Gives back the result that a part has. */
    @SuppressWarnings("NullAway") // it may be null
    void giveBack(int place) {
        ends[place] = OVER;
        Discards.discard(source(place), resultOf(place));
    }

    /** Hands over a part and the result that it has. */
    void handOver(int place, BiConsumer<Awaitable<Object>, @Nullable Object> taker) {
        taker.accept(source(place), resultOf(place));
    }

    @SuppressWarnings("unchecked") // the task at that place has run it, and gave what it gave
    private Awaitable<Object> source(int place) {
        return (Awaitable<Object>) parts.get(place);
    }

    /** What has failed in them, in order. */
    Failures failures() {
        Failures failures = new Failures();
        for (int place = 0; place < tasks.size(); place++) {
            failures.addSuppressed(place, tasks.get(place));
        }
        return failures;
    }

    /** Reports what has failed in them after the call was decided. */
    void reportLate(String sentence) {
        for (int place = 0; place < tasks.size(); place++) {
            if (ends[place] == FAILED_LATE) {
                TaskFailures.report(tasks.get(place), sentence);
            }
        }
    }
}
