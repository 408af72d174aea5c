// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The search for tasks that wait for one another in a circle. None of them ever ends by itself, and a cancellation that each passes on to
 * the next would go round for ever; so whoever cancels asks here first.
 */
public final class AwaitCycle {
    /** An awaitable that waits for tasks of its own. */
    public interface Parts {
        /**
         * Returns the tasks it waits for.
         *
         * @return those that were started for it
         */
        List<? extends SpawnedTask<?>> parts();
    }

    private AwaitCycle() {}

    /** Whether a task waits, directly or not, for whoever waits for it. Loop thread only. */
    static boolean closes(SpawnedTask<?> task, Waiter waiter) {
        return reaches(task, waiter, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static boolean reaches(SpawnedTask<?> from, Waiter target, Set<Object> seen) {
        if (from == target) {
            return true;
        }
        if (!seen.add(from)) {
            return false;
        }
        return partsOf(from.pending()).stream().anyMatch(next -> reaches(next, target, seen));
    }

    private static List<? extends SpawnedTask<?>> partsOf(@Nullable Awaitable<?> pending) {
        if (pending instanceof SpawnedTask<?> task) {
            return List.of(task);
        }
        return pending instanceof Parts waiting ? waiting.parts() : List.of();
    }
}
