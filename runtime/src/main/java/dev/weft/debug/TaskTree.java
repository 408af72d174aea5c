// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Puts each task below one other one, or at the top: below the first that calls it, which is whoever awaits it or has it as a part; else
 * below the task that spawned it. Whoever only waits for a lock that it has comes not into it. A circle is opened at its oldest task.
 */
final class TaskTree {
    private static final int NOBODY = -1;

    private final TaskGraph graph;
    private final int[] above;
    private final int[] firstBelow;
    private final int[] nextBeside;

    /** The tasks from the top down: each comes after the one that it is below. */
    private final int[] downwards;

    TaskTree(TaskGraph graph) {
        this.graph = graph;
        int size = graph.size();
        this.above = new int[size];
        for (int place = 0; place < size; place++) {
            int caller = caller(place);
            above[place] = caller == NOBODY ? spawner(place) : caller;
        }
        openCircles(this::spawner);
        openCircles(place -> NOBODY);
        this.firstBelow = filled(size);
        this.nextBeside = filled(size);
        for (int place = size - 1; place >= 0; place--) {
            if (above[place] != NOBODY) {
                nextBeside[place] = firstBelow[above[place]];
                firstBelow[above[place]] = place;
            }
        }
        this.downwards = downwards();
    }

    private static int[] filled(int size) {
        int[] filled = new int[size];
        Arrays.fill(filled, NOBODY);
        return filled;
    }

    // ------------------------------------------------------------------ who is above whom

    /** The task that calls it: its parent if that does, else the first one. */
    private int caller(int place) {
        TaskInfo task = graph.task(place);
        int first = NOBODY;
        for (String id : task.awaitedBy()) {
            int waiter = graph.place(id);
            if (waiter != NOBODY && waiter != place && isCall(graph.task(waiter).awaits())) {
                if (id.equals(task.parent())) {
                    return waiter;
                }
                first = first == NOBODY ? waiter : first;
            }
        }
        return first;
    }

    private static boolean isCall(@Nullable WaitInfo wait) {
        return wait == null || WaitKind.isCall(wait);
    }

    private int spawner(int place) {
        int spawner = graph.place(graph.task(place).parent());
        return spawner == place ? NOBODY : spawner;
    }

    /** Puts the oldest task of each circle elsewhere. */
    private void openCircles(IntUnaryOperator elsewhere) {
        int[] walk = new int[above.length];
        for (int start = 0; start < above.length; start++) {
            int place = start;
            while (place != NOBODY && walk[place] == 0) {
                walk[place] = start + 1;
                place = above[place];
            }
            if (place != NOBODY && walk[place] == start + 1) {
                int oldest = oldestOf(place);
                above[oldest] = elsewhere.applyAsInt(oldest) == above[oldest] ? NOBODY : elsewhere.applyAsInt(oldest);
            }
        }
    }

    private int oldestOf(int circle) {
        int oldest = circle;
        for (int place = above[circle]; place != circle; place = above[place]) {
            oldest = Math.min(oldest, place);
        }
        return oldest;
    }

    private int[] downwards() {
        IntQueue queue = new IntQueue();
        Arrays.stream(top()).forEach(queue::add);
        int[] order = new int[above.length];
        int size = 0;
        while (!queue.isEmpty()) {
            int place = queue.remove();
            order[size++] = place;
            for (int below = firstBelow[place]; below != NOBODY; below = nextBeside[below]) {
                queue.add(below);
            }
        }
        if (size != order.length) {
            throw new AssertionError(order.length - size + " tasks are in no tree");
        }
        return order;
    }

    // ------------------------------------------------------------------ what is read

    /** The tasks that are below no other one, in order. */
    int[] top() {
        IntQueue top = new IntQueue();
        for (int place = 0; place < above.length; place++) {
            if (above[place] == NOBODY) {
                top.add(place);
            }
        }
        return top.removeAll();
    }

    /** The task that one is below; -1 at the top. */
    int above(int place) {
        return above[place];
    }

    /** The tasks that are directly below some, in order. */
    int[] below(int[] places) {
        IntQueue below = new IntQueue();
        for (int place : places) {
            for (int next = firstBelow[place]; next != NOBODY; next = nextBeside[next]) {
                below.add(next);
            }
        }
        return below.removeAll();
    }

    /** How many tasks each stands for with all below it, of those that have a number. */
    long[] sums(long[] counts) {
        long[] sums = counts.clone();
        for (int step = downwards.length - 1; step >= 0; step--) {
            int place = downwards[step];
            if (above[place] != NOBODY) {
                sums[above[place]] += sums[place];
            }
        }
        return sums;
    }
}
