// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Waiter;
import dev.weft.spi.Fence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The waiters of a task in one field of it, which is null, the waiter, or a list of waiters: most tasks have one at most, and there may be a
 * million tasks. Each method takes the field's value, and those that change it return the next.
 */
final class Waiters {
    private Waiters() {}

    @SuppressWarnings("unchecked")
    static Object add(@Nullable Object waiters, Waiter added) {
        if (waiters == null) {
            return added;
        }
        if (waiters instanceof List<?> list) {
            ((List<Waiter>) list).add(added);
            return list;
        }
        return new ArrayList<>(List.of((Waiter) waiters, added));
    }

    static @Nullable Object remove(@Nullable Object waiters, Waiter removed) {
        if (waiters instanceof List<?> list) {
            list.remove(removed);
        }
        return waiters == removed ? null : waiters;
    }

    /** Returns the waiter that has waited longest, or null. */
    static @Nullable Object first(@Nullable Object waiters) {
        return waiters instanceof List<?> list && !list.isEmpty() ? list.get(0) : waiters;
    }

    /** Wakes all of them, whatever one of them does. */
    static void wake(@Nullable Object waiters, Object awaited) {
        if (waiters instanceof Waiter waiter) {
            Fence.wake(waiter, awaited);
        } else if (waiters instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) { // by number: one that is woken may add others
                Fence.wake((Waiter) list.get(i), awaited);
            }
        }
    }
}
