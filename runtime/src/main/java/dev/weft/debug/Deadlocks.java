// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Finds the tasks that wait for one another in a circle (decision 52). First it finds who may go on: whoever waits for nobody in the dump,
 * and whoever waits for such, all of them or one as its wait needs. The others never do, and the knots among them are the deadlocks. The
 * same once more without a look at deadlines gives the circles that a deadline breaks.
 */
final class Deadlocks {
    /** How many circles of one knot are named; whoever is in none of them is counted. */
    private static final int MOST_OF_A_KNOT = 10;

    /** For how long a task has to have waited before the waits of several moments are taken for those of one. */
    private static final long SURE_NANOS = 1_000_000_000;

    private final TaskGraph graph;
    private final long[] ends;

    /** Whether there are tasks that the dump does not show by themselves. */
    private final boolean isMerged;

    /** The tasks that are in a knot, or wait for one that was found before. */
    private final BitSet counted = new BitSet();

    /** The tasks of the knot that is looked at. */
    private final BitSet inKnot = new BitSet();

    /** The tasks that are in a circle that was found. */
    private final BitSet named = new BitSet();

    private final List<Deadlock> found = new ArrayList<>();

    private Deadlocks(TaskGraph graph) {
        this.graph = graph;
        this.ends = graph.ends();
        this.isMerged = graph.dump().tasks().stream().anyMatch(task -> task.count() > 1);
    }

    /** The deadlocks first, then the circles that end by a deadline; both in order of their oldest tasks. */
    static List<Deadlock> of(TaskGraph graph) {
        Deadlocks deadlocks = new Deadlocks(graph);
        boolean[] never = deadlocks.blocked(
                place -> deadlocks.ends[place] == TaskGraph.NEVER && !deadlocks.mayEndOtherwise(place));
        deadlocks.name(never, place -> never[place]);
        boolean[] notNow = deadlocks.blocked(place -> !deadlocks.mayEndOtherwise(place));
        deadlocks.name(notNow, place -> notNow[place] && !never[place]);
        return deadlocks.found;
    }

    private boolean mayEndOtherwise(int place) {
        WaitInfo wait = graph.task(place).awaits();
        return wait != null && WaitKind.mayEndOtherwise(wait);
    }

    /** The tasks that cannot go on before a deadline that is far off, if ever, as far as the dump says. */
    static boolean[] notSoon(TaskGraph graph) {
        Deadlocks deadlocks = new Deadlocks(graph);
        return deadlocks.blocked(place -> deadlocks.ends[place] > TaskGraph.SOON_NANOS);
    }

    /** Who cannot go on before others have. */
    private boolean[] blocked(IntPredicate waits) {
        boolean[] blocked = new boolean[graph.size()];
        int[] missing = new int[graph.size()];
        IntQueue goingOn = new IntQueue();
        for (int place = 0; place < blocked.length; place++) {
            missing[place] = waits.test(place) ? missing(place) : 0;
            blocked[place] = missing[place] > 0;
            if (!blocked[place]) {
                goingOn.add(place);
            }
        }
        while (!goingOn.isEmpty()) {
            for (int waiter : graph.awaiters(goingOn.remove())) {
                if (blocked[waiter] && --missing[waiter] == 0) {
                    blocked[waiter] = false;
                    goingOn.add(waiter);
                }
            }
        }
        return blocked;
    }

    /** How many tasks have to act before the task goes on; 0 if it may go on at once, for all that the dump says. */
    private int missing(int place) {
        TaskInfo task = graph.task(place);
        WaitInfo wait = task.awaits();
        int known = graph.awaited(place).length;
        if (wait == null || task.state() != TaskInfo.State.SUSPENDED || task.count() > 1 || known == 0) {
            return 0;
        }
        if (WaitKind.needsAll(wait)) {
            return known;
        }
        return isMerged || known < wait.tasks().size() ? 0 : 1; // one that the dump does not show may be enough
    }

    // ------------------------------------------------------------------ the circles

    private void name(boolean[] blocked, IntPredicate isIn) {
        for (int[] knot : Knots.of(graph, isIn)) {
            List<int[]> circles = circles(knot);
            int unnamed =
                    (int) Arrays.stream(knot).filter(place -> !named.get(place)).count();
            int waiting = waiting(knot, blocked) + unnamed;
            for (int[] circle : circles) {
                found.add(deadlock(circle, waiting));
                waiting = 0;
            }
        }
    }

    /** Circles of a knot, until each of its tasks is in one, or enough are named. */
    private List<int[]> circles(int[] knot) {
        Arrays.stream(knot).forEach(inKnot::set);
        List<int[]> circles = new ArrayList<>();
        for (int place : knot) {
            int[] circle = named.get(place) || circles.size() == MOST_OF_A_KNOT
                    ? null
                    : Knots.shortestCircle(graph, place, inKnot::get);
            if (circle != null) {
                Arrays.stream(circle).forEach(named::set);
                circles.add(oldestFirst(circle));
            }
        }
        Arrays.stream(knot).forEach(inKnot::clear);
        return circles;
    }

    private static int[] oldestFirst(int[] circle) {
        int oldest = 0;
        for (int place = 1; place < circle.length; place++) {
            oldest = circle[place] < circle[oldest] ? place : oldest;
        }
        int[] turned = new int[circle.length];
        System.arraycopy(circle, oldest, turned, 0, circle.length - oldest);
        System.arraycopy(circle, 0, turned, circle.length - oldest, oldest);
        return turned;
    }

    private Deadlock deadlock(int[] circle, int waiting) {
        List<Deadlock.Edge> edges = new ArrayList<>(circle.length);
        long until = TaskGraph.NEVER;
        for (int place = 0; place < circle.length; place++) {
            edges.add(edge(circle[place], circle[(place + 1) % circle.length]));
            until = Math.min(until, ends[circle[place]]);
        }
        return new Deadlock(edges, until == TaskGraph.NEVER ? null : until, isCertain(circle), waiting);
    }

    private Deadlock.Edge edge(int from, int to) {
        TaskInfo task = graph.task(from);
        WaitInfo wait = task.awaits();
        if (wait == null) {
            throw new AssertionError("a task in a circle that awaits nothing: " + task);
        }
        FrameInfo at = task.stack().isEmpty() ? null : task.stack().get(0);
        return new Deadlock.Edge(
                task.id(), task.name(), wait, at, graph.task(to).id());
    }

    /** How many wait for the tasks of a knot, and for no knot that was named before. */
    private int waiting(int[] knot, boolean[] blocked) {
        IntQueue queue = new IntQueue();
        Arrays.stream(knot).peek(counted::set).forEach(queue::add);
        int waiting = 0;
        while (!queue.isEmpty()) {
            for (int waiter : graph.awaiters(queue.remove())) {
                if (blocked[waiter] && !counted.get(waiter)) {
                    counted.set(waiter);
                    queue.add(waiter);
                    waiting++;
                }
            }
        }
        return waiting;
    }

    // ------------------------------------------------------------------ whether it is sure

    private boolean isCertain(int[] circle) {
        boolean isOneMoment = isOneMoment(circle);
        Long spread = graph.dump().spreadNanos();
        long sure = spread == null ? SURE_NANOS : Math.max(SURE_NANOS, spread);
        return Arrays.stream(circle)
                .mapToObj(graph::task)
                .allMatch(task -> !task.moving()
                        && (isOneMoment || (task.since() != null && task.since().minNanos() >= sure)));
    }

    /** Whether all are of one loop that was read in one go. */
    private boolean isOneMoment(int[] circle) {
        TaskInfo first = graph.task(circle[0]);
        return Arrays.stream(circle)
                        .allMatch(place -> graph.task(place).loopId().equals(first.loopId()))
                && graph.dump().loops().stream()
                        .anyMatch(info -> info.has(first) && info.mode() == LoopInfo.Mode.CONSISTENT);
    }
}
