// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import dev.weft.hprof.heap.Heap;
import dev.weft.hprof.heap.HeapObject;
import dev.weft.hprof.heap.UnreadableDumpException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event loop in a heap dump. */
final class HeapLoop {
    /** The kinds of loops that there are. */
    static final List<String> CLASSES = List.of(
            "dev.weft.internal.SelectorEventLoop",
            "dev.weft.internal.ExecutorEventLoop",
            "dev.weft.internal.SimulatedEventLoop",
            "dev.weft.internal.ExploredLoop");

    private static final String FOREIGN = "dev.weft.internal.ExecutorEventLoop";

    /** A unit of the time at which a task began to rest: what the runtime shifts its nanoseconds by. */
    static final int TICK_BITS = 22;

    private final HeapObject object;
    private final int number;
    private final long now;
    private final List<StackTraceElement> stack;

    HeapLoop(Heap heap, HeapObject object, Clock clock) throws UnreadableDumpException {
        this.object = object;
        this.number = (int) RuntimeField.LOOP_NUMBER.number(object);
        this.now = clock.nowOf(object);
        HeapObject thread = RuntimeField.LOOP_THREAD.object(object);
        this.stack = thread == null ? List.of() : heap.stackOf(thread);
    }

    /** Whether the loop is open. One that has closed is in the heap as long as somebody holds it. */
    static boolean isOpen(HeapObject loop) throws UnreadableDumpException {
        return RuntimeField.LOOP_OF_ENTRY.object(loop) != null;
    }

    HeapObject object() {
        return object;
    }

    int number() {
        return number;
    }

    /** The name of its thread; null if none runs it. */
    @Nullable
    String thread() throws UnreadableDumpException {
        HeapObject thread = RuntimeField.LOOP_THREAD.object(object);
        return thread == null ? null : RuntimeField.THREAD_NAME.text(thread);
    }

    /** Whether it is on threads of others, which run it when there is something to do. */
    boolean isForeign() {
        return object.className().equals(FOREIGN);
    }

    /** The Java stack of its thread, innermost first. */
    List<StackTraceElement> stack() {
        return stack;
    }

    /** The time on its clock. */
    long now() {
        return now;
    }

    int turns() throws UnreadableDumpException {
        return (int) RuntimeField.LOOP_TURNS.number(object);
    }

    int timers() throws UnreadableDumpException {
        return (int) RuntimeField.LOOP_TIMERS.number(object);
    }

    /** For how long it had been at its last turn. */
    long nanosInTurn() throws UnreadableDumpException {
        return Math.max(0, now - RuntimeField.LOOP_BEGUN.number(object));
    }

    /** The coroutines whose code was on its thread, the innermost first: each began in the middle of the next. */
    List<HeapObject> running() throws UnreadableDumpException {
        List<HeapObject> running = new ArrayList<>();
        if (RuntimeField.LOOP_THREAD.object(object) == null) {
            return running;
        }
        HeapObject nested = RuntimeField.LOOP_NESTED.object(object);
        for (; nested != null; nested = RuntimeField.NESTED_BEFORE.object(nested)) {
            addOnce(RuntimeField.NESTED_INNER.object(nested), running);
        }
        addOnce(stepping(), running);
        return running;
    }

    private static void addOnce(@Nullable HeapObject coroutine, List<HeapObject> to) {
        if (coroutine != null && coroutine.isA(RuntimeField.TOP.type()) && !to.contains(coroutine)) {
            to.add(coroutine);
        }
    }

    /** What the run queue has taken last. */
    private @Nullable HeapObject stepping() throws UnreadableDumpException {
        for (RuntimeField queue : List.of(RuntimeField.LOOP_QUEUE, RuntimeField.LOOP_OTHER_QUEUE)) {
            HeapObject fifo = queue.object(object);
            if (fifo != null && fifo.isA(RuntimeField.QUEUE_RING.type())) {
                int head = (int) RuntimeField.QUEUE_HEAD.number(fifo);
                if (head != (int) RuntimeField.QUEUE_FORGOTTEN.number(fifo)) {
                    HeapObject ring = RuntimeField.QUEUE_RING.object(fifo);
                    return ring == null ? null : ring.element((head - 1) & (ring.length() - 1));
                }
            }
        }
        return RuntimeField.LOOP_RUNNING_SEEDED.object(object);
    }

    /** How long ago a task was made; null if nobody knows. */
    @Nullable
    Long age(int number) throws UnreadableDumpException {
        HeapObject upTo = RuntimeField.BIRTHS_UP_TO.object(object);
        HeapObject times = RuntimeField.BIRTHS_TIMES.object(object);
        int size = (int) RuntimeField.BIRTHS_SIZE.number(object);
        if (upTo == null || times == null || now == 0) {
            return null;
        }
        int low = 0;
        int high = size;
        while (low < high) { // the first entry that has the number
            int middle = (low + high) >>> 1;
            if ((int) upTo.numberAt(middle) - number < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < size ? Math.max(0, now - times.numberAt(low)) : nanosInTurn();
    }

    /** How many nanoseconds have passed since a tick; null if nobody knows. */
    @Nullable
    Long since(int tick) {
        int ticks = (int) (now >> TICK_BITS);
        return now == 0 ? null : Math.max(0, now - (((now >> TICK_BITS) + (tick - ticks)) << TICK_BITS));
    }
}
