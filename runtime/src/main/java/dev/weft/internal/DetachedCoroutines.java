// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Detached;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.internal.stack.CallStacks;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The coroutines without a loop that have suspended and not ended. None is kept alive by this: one that nobody can wake any more is
 * garbage, as it would be without. Any thread.
 */
public final class DetachedCoroutines {
    private static final Set<Entry> ALL = ConcurrentHashMap.newKeySet();
    private static final ReferenceQueue<DetachedCoroutine> COLLECTED = new ReferenceQueue<>();
    private static final AtomicLong NUMBER = new AtomicLong();

    private DetachedCoroutines() {}

    /** The place of one coroutine. */
    static final class Entry extends WeakReference<DetachedCoroutine> {
        final long number = NUMBER.incrementAndGet();

        private Entry(DetachedCoroutine coroutine) {
            super(coroutine, COLLECTED);
        }
    }

    /** Adds a coroutine that has suspended for the first time. */
    static Entry add(DetachedCoroutine coroutine) {
        removeCollected();
        Entry entry = new Entry(coroutine);
        ALL.add(entry);
        DebugThread.DOORS.begins();
        return entry;
    }

    /** Whether there is none. */
    static boolean areNone() {
        removeCollected();
        return ALL.isEmpty();
    }

    static void remove(Entry entry) {
        ALL.remove(entry);
        entry.clear();
    }

    @SuppressWarnings("SuspiciousMethodCalls") // the queue has entries only
    private static void removeCollected() {
        for (Reference<?> entry = COLLECTED.poll(); entry != null; entry = COLLECTED.poll()) {
            ALL.remove(entry);
        }
    }

    /**
     * Describes all of them.
     *
     * @return the oldest first; of one that a thread runs now, that it runs
     */
    public static List<Detached> list() {
        return sorted().map(DetachedCoroutines::described)
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable Detached described(Entry entry) {
        DetachedCoroutine coroutine = entry.get();
        if (coroutine == null) {
            return null;
        }
        String name = "detached-" + entry.number;
        if (coroutine.isSuspended()) {
            List<StackTraceElement> stack = CallStacks.suspended(coroutine);
            WaitDescription waitsFor = coroutine.describeWait();
            if (coroutine.isSuspended()) { // and nobody has run it meanwhile
                return new Detached(name, stack, waitsFor);
            }
        }
        return new Detached(name, List.of(), null);
    }

    /** Shows all of them, the oldest first, each with its number. Takes no lock. */
    static void show(ObjLongConsumer<DetachedCoroutine> to) {
        sorted().forEach(entry -> {
            DetachedCoroutine coroutine = entry.get();
            if (coroutine != null) {
                to.accept(coroutine, entry.number);
            }
        });
    }

    /** Wakes those that wait for what belongs to a loop, which has closed: they fail. */
    static void loopClosed(EventLoop loop) {
        sorted().map(Entry::get)
                .filter(coroutine -> coroutine != null && coroutine.loopOfWait() == loop)
                .toList()
                .forEach(DetachedCoroutine::wake);
    }

    private static Stream<Entry> sorted() {
        return ALL.stream().sorted(Comparator.comparingLong(entry -> entry.number));
    }
}
