// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import dev.weft.debug.FrameInfo;
import dev.weft.debug.Span;
import dev.weft.debug.TaskInfo;
import dev.weft.debug.TaskInfo.State;
import dev.weft.debug.WaitInfo;
import dev.weft.hprof.heap.HeapObject;
import dev.weft.hprof.heap.UnreadableDumpException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads coroutines of a heap dump as entries of a task dump. */
final class TaskReader {
    private final Chains chains = new Chains();
    private final Labels labels = new Labels();
    private final WaitReader waits;

    /** The lines of the coroutines that were on a Java stack. */
    private final Map<HeapObject, List<FrameInfo>> running = new HashMap<>();

    TaskReader(WaitReader waits) {
        this.waits = waits;
    }

    /** Notes which of a loop's coroutines were on its thread's Java stack, and at which lines. */
    void addRunning(HeapLoop loop, boolean internal) throws UnreadableDumpException {
        List<HeapObject> coroutines = loop.running();
        List<List<FrameInfo>> parts = JavaStack.parts(loop.stack(), internal);
        for (int i = 0; i < Math.min(coroutines.size(), parts.size() - 1); i++) {
            running.put(coroutines.get(i), parts.get(i));
        }
    }

    /** Where a coroutine stood on the heap. */
    Chains.Chain chain(HeapTask task) throws UnreadableDumpException {
        return chains.of(task.isNew() ? null : task.frame());
    }

    State state(HeapTask task) throws UnreadableDumpException {
        if (running.containsKey(task.object()) || task.isRunning()) {
            return State.RUNNING;
        }
        return task.isSuspended() ? State.SUSPENDED : State.READY;
    }

    @Nullable
    Span age(HeapTask task) throws UnreadableDumpException {
        Long age = task.loop() == null ? null : task.loop().age((int) task.number());
        return age == null ? null : Span.of(age);
    }

    @Nullable
    Span since(HeapTask task, State state) throws UnreadableDumpException {
        HeapLoop loop = task.loop();
        if (loop == null || loop.now() == 0 || state == State.READY) {
            return null;
        }
        Long since = state == State.RUNNING
                ? Long.valueOf(loop.nanosInTurn())
                : loop.since((int) RuntimeField.RESTS_SINCE.number(task.object()));
        return since == null ? null : Span.of(since);
    }

    static long steps(HeapTask task) throws UnreadableDumpException {
        return Integer.toUnsignedLong((int) RuntimeField.STEPS.number(task.object()));
    }

    TaskInfo read(HeapTask task) throws UnreadableDumpException {
        State state = state(task);
        HeapObject object = task.object();
        return new TaskInfo(
                task.id(),
                task.name(),
                1,
                state,
                age(task),
                since(task, state),
                steps(task),
                task.parent(),
                labels.site(task.loop() == null ? null : Labels.siteObject(object)),
                stack(task),
                state == State.SUSPENDED ? wait(task) : null,
                task.otherWaiters(),
                false,
                false,
                task.loop() == null ? 0 : (int) RuntimeField.CANCELLING.number(object),
                task.loop() == null ? null : Labels.serves(object),
                task.loop() == null ? null : Labels.caller(object));
    }

    private List<FrameInfo> stack(HeapTask task) throws UnreadableDumpException {
        List<FrameInfo> onHeap = chain(task).lines();
        List<FrameInfo> onJavaStack = running.get(task.object());
        if (onJavaStack == null) {
            return onHeap;
        }
        List<FrameInfo> stack = new ArrayList<>(onJavaStack);
        stack.addAll(onHeap);
        return stack;
    }

    private @Nullable WaitInfo wait(HeapTask task) throws UnreadableDumpException {
        HeapObject awaited = task.awaited();
        return awaited == null ? null : waits.read(awaited, task.loop());
    }
}
