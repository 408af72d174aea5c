// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The knots of a graph: sets of places each of which leads to each other one, and single places that lead to themselves. By Tarjan's
 * algorithm with a stack of its own, so that a chain of a million takes no Java stack.
 */
final class Knots {
    private static final int UNSEEN = 0;

    private final TaskGraph graph;
    private final IntPredicate isIn;

    /** When a place was seen first; 0 if it was not. */
    private final int[] seen;

    /** The earliest place that is open and that it leads to. */
    private final int[] low;

    /** Which of its edges is next. */
    private final int[] next;

    /** The way from the start to the place that is looked at. */
    private final int[] way;

    /** The places whose knot is not complete yet. */
    private final int[] open;

    private final boolean[] isOpen;
    private final List<int[]> knots = new ArrayList<>();
    private int wayLength;
    private int openSize;
    private int time;

    private Knots(TaskGraph graph, IntPredicate isIn) {
        int size = graph.size();
        this.graph = graph;
        this.isIn = isIn;
        this.seen = new int[size];
        this.low = new int[size];
        this.next = new int[size];
        this.way = new int[size];
        this.open = new int[size];
        this.isOpen = new boolean[size];
    }

    /** The knots of those places that are in, each in order, and in order of their first places. */
    static List<int[]> of(TaskGraph graph, IntPredicate isIn) {
        Knots knots = new Knots(graph, isIn);
        for (int place = 0; place < graph.size(); place++) {
            if (isIn.test(place) && knots.seen[place] == UNSEEN) {
                knots.from(place);
            }
        }
        knots.knots.sort((one, other) -> Integer.compare(one[0], other[0]));
        return knots.knots;
    }

    /**
     * The shortest way from a place to itself that leads through a knot.
     *
     * @return the places in order, that one first; null if there is no such way
     */
    static int @Nullable [] shortestCircle(TaskGraph graph, int start, IntPredicate isIn) {
        IntQueue queue = new IntQueue();
        Map<Integer, Integer> from = new HashMap<>();
        queue.add(start);
        while (!queue.isEmpty()) {
            int place = queue.remove();
            for (int target : graph.awaited(place)) {
                if (target == start) {
                    return wayTo(place, start, from);
                }
                if (isIn.test(target) && from.putIfAbsent(target, place) == null) {
                    queue.add(target);
                }
            }
        }
        return null;
    }

    private static int[] wayTo(int last, int start, Map<Integer, Integer> from) {
        List<Integer> backwards = new ArrayList<>();
        for (int place = last; place != start; place = from.getOrDefault(place, start)) {
            backwards.add(place);
        }
        backwards.add(start);
        Collections.reverse(backwards);
        return backwards.stream().mapToInt(Integer::intValue).toArray();
    }

    // ------------------------------------------------------------------ the walk

    private void from(int start) {
        enter(start);
        while (wayLength > 0) {
            int place = way[wayLength - 1];
            int[] targets = graph.awaited(place);
            if (next[place] < targets.length) {
                follow(place, targets[next[place]++]);
            } else {
                leave(place);
            }
        }
    }

    private void enter(int place) {
        seen[place] = ++time;
        low[place] = time;
        isOpen[place] = true;
        open[openSize++] = place;
        way[wayLength++] = place;
    }

    private void follow(int place, int target) {
        if (!isIn.test(target)) {
            return;
        }
        if (seen[target] == UNSEEN) {
            enter(target);
        } else if (isOpen[target]) {
            low[place] = Math.min(low[place], seen[target]);
        }
    }

    private void leave(int place) {
        wayLength--;
        if (wayLength > 0) {
            int before = way[wayLength - 1];
            low[before] = Math.min(low[before], low[place]);
        }
        if (low[place] == seen[place]) {
            complete(place);
        }
    }

    /** Takes what was opened since off, which is a knot if it is more than a place that does not lead to itself. */
    private void complete(int root) {
        int end = openSize;
        int place;
        do {
            place = open[--openSize];
            isOpen[place] = false;
        } while (place != root);
        if (end - openSize > 1 || Arrays.stream(graph.awaited(root)).anyMatch(target -> target == root)) {
            int[] knot = Arrays.copyOfRange(open, openSize, end);
            Arrays.sort(knot);
            knots.add(knot);
        }
    }
}
