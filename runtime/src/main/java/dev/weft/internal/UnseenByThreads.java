// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The tasks of a loop that have failed, and that another thread than the loop's has spawned. The end of a turn says nothing of how far
 * that thread is, which has perhaps not come to its {@code block()} yet; so it has a while to look (decision 20). Nor does virtual time:
 * there it has until the loop closes. Loop thread only.
 */
final class UnseenByThreads {
    /** How many nanoseconds another thread has to look at a failure before it is reported. */
    static final long PATIENCE = 1_000_000_000;

    private record Failed(SpawnedTask<?> task, long due) {}

    /** The oldest first, and so in the order in which they are due. */
    private final Deque<Failed> failed = new ArrayDeque<>(1);

    private final LoopEngine loop;

    UnseenByThreads(LoopEngine loop) {
        this.loop = loop;
    }

    void add(SpawnedTask<?> task) {
        failed.add(new Failed(task, loop.nanoTime() + PATIENCE));
    }

    boolean isEmpty() {
        return failed.isEmpty();
    }

    /** Nanoseconds until there may be something to report; {@code Long.MAX_VALUE} if that is never by itself. */
    long untilDue(long now) {
        Failed first = failed.peek();
        return first == null || loop.hasVirtualTime() ? Long.MAX_VALUE : Math.max(0, first.due - now);
    }

    /** Takes out those whose time is over, and with them lets go of what somebody has seen. */
    List<SpawnedTask<?>> takeDue(long now) {
        int count = 0;
        for (Failed each : failed) {
            if (!each.task.failuresUnlessSeen().isEmpty() && (loop.hasVirtualTime() || each.due - now > 0)) {
                break;
            }
            count++;
        }
        return take(count);
    }

    /** Takes out all. */
    List<SpawnedTask<?>> takeAll() {
        return take(failed.size());
    }

    private List<SpawnedTask<?>> take(int count) {
        List<SpawnedTask<?>> taken = new ArrayList<>(count); // first: it may fail
        for (int i = 0; i < count; i++) {
            taken.add(failed.remove().task);
        }
        return taken;
    }
}
