// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.internal.CancelRequest;
import dev.weft.internal.SpawnedTask;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tasks of a {@link Group} that run, in the order in which they were spawned. One that ends is gone at once, whatever their number. */
final class Members {
    private @Nullable Member first;
    private @Nullable Member last;
    private int size;

    int size() {
        return size;
    }

    void add(Member added) {
        added.previous = last;
        if (last == null) {
            first = added;
        } else {
            last.next = added;
        }
        last = added;
        size++;
    }

    /** Does nothing if it is gone already. */
    void remove(Member ended) {
        if (ended.previous == null && first != ended) {
            return;
        }
        Member before = ended.previous;
        Member after = ended.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        ended.previous = null;
        ended.next = null;
        size--;
    }

    /** Cancels those that were not asked before. */
    void cancel(CancelRequest request) {
        for (Member member = first; member != null; member = member.next) {
            if (!member.isAsked) {
                member.task().cancel(request);
                member.isAsked = true; // last, for the rest may fail and be tried again
            }
        }
    }

    /** The tasks as of now. */
    List<SpawnedTask<?>> tasks() {
        return tasksFrom(first);
    }

    /** The tasks as of now without the block. */
    List<SpawnedTask<?>> children() {
        Member leading = first;
        return tasksFrom(leading != null && leading.isBlock() ? leading.next : leading);
    }

    private List<SpawnedTask<?>> tasksFrom(@Nullable Member start) {
        List<SpawnedTask<?>> tasks = new ArrayList<>(size);
        for (Member member = start; member != null; member = member.next) {
            tasks.add(member.task());
        }
        return tasks;
    }

    /** Whether the block runs: it is the first, if it is there. */
    boolean haveBlock() {
        return first != null && first.isBlock();
    }
}
