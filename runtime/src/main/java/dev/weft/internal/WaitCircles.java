// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The circles in which tasks wait for one another, among those through which a {@link CancelWave} went. Some of the tasks are made to
 * deliver the request alone, so that all end: a task ends when all that it awaits has ended, and whoever passed nothing on ends by itself.
 */
final class WaitCircles {
    /** A task that has not ended as far as is known, and how many of those that it awaits have not. */
    private static final class Open {
        final PassedOn passedOn;
        final List<Open> waiters = new ArrayList<>(1);
        int awaited;
        boolean ends;

        Open(PassedOn passedOn) {
            this.passedOn = passedOn;
        }
    }

    private final List<Open> all = new ArrayList<>();
    private final IdentityHashMap<CancellableTask<?>, Open> open = new IdentityHashMap<>();

    /** Takes the tasks in the order in which the wave left them: the first of a circle comes before all that only wait for it. */
    WaitCircles(List<PassedOn> way) {
        for (PassedOn passedOn : way) {
            Open task = new Open(passedOn);
            all.add(task);
            open.put(passedOn.waiter, task);
        }
        all.forEach(this::link);
    }

    private void link(Open task) {
        for (CancellableTask<?> awaited : task.passedOn.awaited) {
            @Nullable Open other = open.get(awaited);
            if (other != null) {
                other.waiters.add(task);
                task.awaited++;
            }
        }
    }

    /** Has one task of each circle deliver the request. One whose awaited all end needs nothing. */
    void leave() {
        for (Open task : all) {
            if (task.awaited == 0) {
                ends(task);
            }
        }
        for (Open task : all) {
            if (!task.ends && task.passedOn.canLeave) {
                task.passedOn.waiter.deliverAlone();
                ends(task);
            }
        }
    }

    private void ends(Open first) {
        Deque<Open> ending = new ArrayDeque<>(List.of(first));
        while (!ending.isEmpty()) {
            Open task = ending.remove();
            if (!task.ends) {
                task.ends = true;
                task.waiters.stream().filter(waiter -> --waiter.awaited == 0).forEach(ending::add);
            }
        }
    }
}
