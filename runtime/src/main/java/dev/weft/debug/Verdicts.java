// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is wrong, before all tasks are listed: circles of waits, blocked loops, lost tasks, locks whose holder has ended. */
final class Verdicts {
    /** How many circles are shown that differ in their lines or kinds of waits; others are counted. */
    private static final int MOST_SHOWN = 10;

    /** How many waits of a circle are shown at its beginning. */
    private static final int MOST_EDGES = 20;

    /** How many callers of a wait are shown where its line does not tell it from others. */
    private static final int MOST_CALLERS = 3;

    private final TaskGraph graph;

    /** The circles to show, each with how many are like it, itself included. */
    private final Map<Deadlock, Integer> shown = new LinkedHashMap<>();

    private final List<Deadlock> all;

    Verdicts(TaskGraph graph) {
        this.graph = graph;
        this.all = Deadlocks.of(graph);
        Map<List<String>, Deadlock> first = new LinkedHashMap<>();
        for (Deadlock deadlock : all) {
            Deadlock like = first.putIfAbsent(shape(deadlock), deadlock);
            shown.merge(like == null ? deadlock : like, 1, Integer::sum);
        }
    }

    /** What circles have in common that are shown as one: the kinds and lines of their waits. */
    private List<String> shape(Deadlock deadlock) {
        List<String> shape = new ArrayList<>();
        boolean isShared = isLineShared(deadlock.edges());
        deadlock.edges().forEach(edge -> shape.add(edge.awaits().kind() + ' ' + where(edge, isShared)));
        shape.sort(null);
        shape.add(title(deadlock));
        return shape;
    }

    private static String title(Deadlock deadlock) {
        return deadlock.untilNanos() != null
                ? "WAIT IN A CIRCLE"
                : deadlock.certain() ? "DEADLOCK" : "POSSIBLE DEADLOCK";
    }

    List<Deadlock> deadlocks() {
        return all;
    }

    /** The tasks that are named. */
    BitSet named() {
        BitSet named = new BitSet();
        shown.keySet().stream()
                .limit(MOST_SHOWN)
                .flatMap(deadlock -> deadlock.edges().stream().limit(MOST_EDGES))
                .forEach(edge -> named.set(graph.place(edge.task())));
        return named;
    }

    // ------------------------------------------------------------------ the text

    /**
     * Writes the lines.
     *
     * @return whether there are any
     */
    boolean write(Lines lines) throws IOException {
        int number = 0;
        for (Map.Entry<Deadlock, Integer> entry : shown.entrySet()) {
            if (++number > MOST_SHOWN) {
                lines.line("… " + Words.count(shown.size() - MOST_SHOWN, "circle") + " more of other shapes");
                break;
            }
            write(entry.getKey(), entry.getValue(), lines);
        }
        boolean isBlocked = writeBlocked(lines);
        long lost = graph.dump().tasks().stream()
                .filter(TaskInfo::lost)
                .mapToLong(TaskInfo::count)
                .sum();
        if (lost > 0) {
            lines.line("LOST  " + Words.count(lost, "task") + " that nobody can have go on");
        }
        boolean isLeft = LeftLocked.write(graph.dump(), lines);
        return number > 0 || isBlocked || lost > 0 || isLeft;
    }

    private void write(Deadlock deadlock, int alike, Lines lines) throws IOException {
        List<Deadlock.Edge> edges = deadlock.edges();
        StringBuilder line = new StringBuilder(title(deadlock)).append("  ");
        for (Deadlock.Edge edge : edges.subList(0, Math.min(edges.size(), MOST_EDGES))) {
            line.append(name(edge.task())).append(" → ");
        }
        line.append(edges.size() > MOST_EDGES ? "… " + (edges.size() - MOST_EDGES) + " more → " : "");
        line.append(name(edges.get(0).task()));
        lines.line(line + ending(deadlock, alike));
        boolean isShared = isLineShared(edges);
        for (Deadlock.Edge edge : edges.subList(0, Math.min(edges.size(), MOST_EDGES))) {
            lines.line("    " + sentence(edge, isShared));
        }
    }

    private static String ending(Deadlock deadlock, int alike) {
        String until =
                deadlock.untilNanos() == null ? "" : ", until a deadline " + Words.due(Span.of(deadlock.untilNanos()));
        String waiting = deadlock.waiting() == 0
                ? ""
                : deadlock.waiting() == 1
                        ? "; 1 task waits for them"
                        : "; " + deadlock.waiting() + " tasks wait for them";
        String sure = deadlock.certain() || deadlock.untilNanos() != null
                ? ""
                : "; read at several moments, so look again in a second";
        return until + waiting + (alike == 1 ? "" : "; " + (alike - 1) + " more like it") + sure;
    }

    /** A wait of a circle: {@code #1.9 transfer-a awaits mutex "acct-2", held by #1.10 transfer-b, at demo.Bank.move(Demo.java:74)}. */
    private String sentence(Deadlock.Edge edge, boolean isShared) {
        return name(edge.task()) + " awaits " + Phrases.waitFor(edge.awaits(), name(edge.next())) + ", at "
                + where(edge, isShared);
    }

    /** Whether two waits are at the same line, such as the only one at which a program locks anything. */
    private static boolean isLineShared(List<Deadlock.Edge> edges) {
        return edges.stream().map(edge -> Words.frame(edge.at())).distinct().count() < edges.size();
    }

    /** The line of a wait; and who has called it, if the line does not tell the waits apart. */
    private String where(Deadlock.Edge edge, boolean isShared) {
        int place = graph.place(edge.task());
        List<FrameInfo> stack =
                !isShared || place < 0 ? List.of() : graph.task(place).stack();
        return Words.frame(edge.at())
                + stack.stream()
                        .skip(1)
                        .limit(MOST_CALLERS)
                        .map(Words::frame)
                        .collect(Collectors.collectingAndThen(
                                Collectors.joining(", "), text -> text.isEmpty() ? "" : ", from " + text));
    }

    private String name(String id) {
        int place = graph.place(id);
        return place < 0 ? Words.id(id) : Words.idAndName(graph.task(place));
    }

    private boolean writeBlocked(Lines lines) throws IOException {
        boolean isAny = false;
        for (LoopInfo loop : graph.dump().loops()) {
            if (loop.state() == LoopInfo.State.BLOCKED) {
                lines.line("BLOCKED  loop " + loop.id() + Heading.nodes(loop) + thread(loop) + " for "
                        + Words.time(loop.stateNanos()) + where(loop));
                isAny = true;
            }
        }
        return isAny;
    }

    private static String thread(LoopInfo loop) {
        return loop.thread() == null ? "" : " (thread " + Words.plain(loop.thread()) + ')';
    }

    private String where(LoopInfo loop) {
        TaskInfo running = running(loop);
        List<FrameInfo> stack = running == null || running.stack().isEmpty() ? loop.stack() : running.stack();
        return (stack.isEmpty() ? "" : ", at " + Words.frame(stack.get(0)))
                + own(stack)
                + (running == null ? "" : ", in " + Words.idAndName(running));
    }

    /** The first line that is not the JDK's, where the first one is. */
    private static String own(List<FrameInfo> stack) {
        return stack.isEmpty() || !isOfJdk(stack.get(0))
                ? ""
                : stack.stream()
                        .filter(frame -> !isOfJdk(frame))
                        .findFirst()
                        .map(frame -> ", from " + Words.frame(frame))
                        .orElse("");
    }

    private static boolean isOfJdk(FrameInfo frame) {
        String name = frame.className();
        return name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("sun.");
    }

    /** The task that a loop runs; null if it runs none. */
    @Nullable
    TaskInfo running(LoopInfo loop) {
        return graph.dump().tasks().stream()
                .filter(task -> task.state() == TaskInfo.State.RUNNING && loop.has(task))
                .findFirst()
                .orElse(null);
    }

    // ------------------------------------------------------------------ check

    /** What is wrong with a dump, as a text of its own. */
    static Verdict check(TaskDump dump, DumpOptions options) {
        StringBuilder text = new StringBuilder();
        Lines lines = new Lines(text, options);
        Verdicts verdicts = new Verdicts(new TaskGraph(dump));
        try {
            lines.line(Heading.first(dump));
            boolean isPart = Heading.writeSilent(dump, lines);
            if (!verdicts.write(lines)) {
                lines.line("no deadlock, no blocked loop, no lost task, no lock that was left locked"
                        + (isPart ? ", as far as nodes have answered" : "")
                        + verdicts.notLookedAt());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new Verdict(verdicts.status(), text.toString());
    }

    /** What a look at one process cannot say of tasks that wait for another one; empty where there are none. */
    private String notLookedAt() {
        TaskDump dump = graph.dump();
        long remote = dump.tasks().stream()
                .filter(task -> task.awaits() != null && task.awaits().remote() != null)
                .mapToLong(TaskInfo::count)
                .sum();
        if (dump.spreadNanos() != null || remote == 0) {
            return "";
        }
        return " in this process; " + remote + (remote == 1 ? " task waits" : " tasks wait")
                + " for what nodes of a cluster are asked: --cluster looks at all of them";
    }

    private int status() {
        if (all.stream().anyMatch(Deadlock::isForEver)) {
            return Verdict.DEADLOCK;
        }
        return all.stream().anyMatch(Verdicts::lasts)
                        || graph.dump().tasks().stream().anyMatch(TaskInfo::lost)
                        || graph.dump().nodes().stream().anyMatch(node -> node.problem() != null)
                ? Verdict.FOUND
                : Verdict.FINE;
    }

    /** Whether a deadline breaks the circle, and is too far off to wait for. */
    private static boolean lasts(Deadlock circle) {
        Long until = circle.untilNanos();
        return circle.certain() && until != null && until > TaskGraph.SOON_NANOS;
    }
}
