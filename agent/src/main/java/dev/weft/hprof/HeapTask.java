// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import dev.weft.hprof.heap.HeapObject;
import dev.weft.hprof.heap.UnreadableDumpException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine in a heap dump: a task of a loop, or one without.
 *
 * @param object the coroutine
 * @param loop its loop; null without one
 * @param number its number on the loop, or among those without
 */
record HeapTask(HeapObject object, @Nullable HeapLoop loop, long number) {
    static final String CLASS = "dev.weft.internal.SpawnedTask";

    /** The entries of the coroutines without a loop. */
    static final String DETACHED_ENTRY = "dev.weft.internal.DetachedCoroutines$Entry";

    private static final String DETACHED = "dev.weft.internal.DetachedCoroutine";
    private static final String BARE = "dev.weft.internal.AwaitFrame";
    private static final String SETTLEMENT = "dev.weft.internal.Settlement";
    private static final String LIST = "java.util.ArrayList";
    static final int IS_BLOCK = 32;

    /** The bits of the status of a coroutine that are its phase. */
    static final int PHASE = 7;

    static final int TO_START = 0;
    static final int RUNNING = 1;
    static final int RESULT_DUE = 2;
    static final int WAITING = 3;

    /** The bit of the status of a task that is in the run queue. */
    static final int QUEUED = 64;

    static HeapTask of(HeapObject task, HeapLoop loop) throws UnreadableDumpException {
        return new HeapTask(task, loop, Integer.toUnsignedLong((int) RuntimeField.TASK_NUMBER.number(task)));
    }

    // ------------------------------------------------------------------ which one it is

    /** The id of a task, ended or not, or of a coroutine without a loop; null for any other object. */
    static @Nullable String idOf(@Nullable HeapObject object) throws UnreadableDumpException {
        if (object == null) {
            return null;
        }
        if (object.className().equals(CLASS)) {
            return idOn(object, (int) RuntimeField.TASK_NUMBER.number(object));
        }
        HeapObject entry = object.className().equals(DETACHED) ? RuntimeField.DETACHED_ENTRY.object(object) : null;
        return entry == null ? null : "0." + RuntimeField.DETACHED_NUMBER.number(entry);
    }

    private static @Nullable String idOn(HeapObject task, int number) throws UnreadableDumpException {
        HeapObject loop = RuntimeField.TASK_LOOP.object(task);
        return loop == null ? null : RuntimeField.LOOP_NUMBER.number(loop) + "." + Integer.toUnsignedString(number);
    }

    static boolean hasEnded(HeapObject task) throws UnreadableDumpException {
        return task.className().equals(CLASS) && RuntimeField.TASK_DONE.is(task);
    }

    String id() throws UnreadableDumpException {
        return (loop == null ? 0 : loop.number()) + "." + number;
    }

    String name() throws UnreadableDumpException {
        return loop == null ? "detached-" + number : Labels.name(object);
    }

    /** The id of the task of which it is a part, or that spawned it; null if no task did. */
    @Nullable
    String parent() throws UnreadableDumpException {
        if (loop == null) {
            return null;
        }
        String whole = idOf(RuntimeField.TASK_WHOLE.object(object));
        int spawner = (int) RuntimeField.TASK_SPAWNER.number(object);
        return whole != null || spawner == 0 ? whole : idOn(object, spawner);
    }

    // ------------------------------------------------------------------ where it is

    private int phase() throws UnreadableDumpException {
        return (int) RuntimeField.STATUS.number(object) & PHASE;
    }

    boolean isNew() throws UnreadableDumpException {
        return loop != null && phase() == TO_START;
    }

    /** Whether its code is on a thread. */
    boolean isRunning() throws UnreadableDumpException {
        return loop == null ? RuntimeField.DETACHED_WAKES.number(object) != 0 : isInStep();
    }

    private boolean isInStep() throws UnreadableDumpException {
        int phase = phase();
        return phase == RUNNING || phase == RESULT_DUE;
    }

    boolean isSuspended() throws UnreadableDumpException {
        return !isRunning()
                && awaited() != null
                && !(loop != null && (RuntimeField.STATUS.number(object) & QUEUED) != 0);
    }

    /** What it awaits; null if it does not. */
    @Nullable
    HeapObject awaited() throws UnreadableDumpException {
        return phase() == WAITING ? RuntimeField.PENDING.object(object) : null;
    }

    /** The innermost of its frames of which nothing is on a Java stack; null if there is none. */
    @Nullable
    HeapObject frame() throws UnreadableDumpException {
        HeapObject top = RuntimeField.TOP.object(object);
        return top != null && isInStep() ? Chains.parent(top) : top;
    }

    // ------------------------------------------------------------------ who waits for it

    /** The task for which an owner of a lock acts, if it is a part or a block of that; else the owner itself. */
    static HeapObject actsFor(HeapObject owner) throws UnreadableDumpException {
        HeapObject acting = owner;
        while (acting.className().equals(CLASS)) {
            HeapObject whole = RuntimeField.TASK_WHOLE.object(acting);
            if (whole == null || !(isBareAwait(acting) || (RuntimeField.TASK_FLAGS.number(acting) & IS_BLOCK) != 0)) {
                return acting;
            }
            acting = whole;
        }
        return acting;
    }

    private static boolean isBareAwait(HeapObject task) throws UnreadableDumpException {
        HeapObject top = RuntimeField.TOP.object(task);
        return top != null && top.className().equals(BARE);
    }

    /** Who else than tasks waits for its end, in words: threads that are blocked. */
    List<String> otherWaiters() throws UnreadableDumpException {
        List<String> names = new ArrayList<>(0);
        HeapObject waiters = loop == null ? null : RuntimeField.TASK_WAITERS.object(object);
        if (waiters != null) {
            for (HeapObject waiter : listed(waiters)) {
                if (waiter.isA(SETTLEMENT)) {
                    String thread = RuntimeField.BLOCKED_THREAD.text(waiter);
                    names.add(thread == null ? "a future" : "thread \"" + thread + '"');
                }
            }
        }
        return names;
    }

    /** The elements of a list; of any other object itself. */
    static List<HeapObject> listed(HeapObject object) throws UnreadableDumpException {
        if (!object.isA(LIST)) {
            return List.of(object);
        }
        HeapObject elements = object.object("elementData");
        List<HeapObject> listed = new ArrayList<>();
        for (int i = 0; elements != null && i < object.number("size"); i++) {
            HeapObject element = elements.element(i);
            if (element != null) {
                listed.add(element);
            }
        }
        return listed;
    }
}
