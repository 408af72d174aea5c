// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tasks that stand where they stood in an earlier dump and for whom that is no ordinary thing (decision 52). A task that waits
 * for others is as they are: who waits for a lock of a stuck task is stuck, too, and who awaits it waits for a stuck one.
 */
final class Stuck {
    /** What is said of a task. */
    private enum Finding {
        STUCK("stuck"),
        WAITS_FOR_STUCK("await stuck ones"),
        NEW("came meanwhile"),
        MOVED("moved"),
        ENDS_BY_ITSELF("wait for a time that is to come"),
        OUTSIDE("wait for what comes from outside"),
        WORKS("have work done on a thread that moves"),
        LOOP_BLOCKED("cannot run, as their loop is blocked or nobody runs it"),
        WAITS_FOR_OTHERS("wait for tasks that are not stuck"),
        MERGED("are not told apart in the dumps");

        final String words;

        Finding(String words) {
            this.words = words;
        }
    }

    /** How late a deadline is before the wait for it counts as stuck. */
    private static final long LATE_NANOS = 1_000_000_000;

    private final TaskDump before;
    private final TaskDump after;
    private final TaskGraph graph;
    private final long[] ends;
    private final Map<String, TaskInfo> earlier = new HashMap<>();
    private final Map<String, LoopInfo.State> loops = new HashMap<>();
    private final @Nullable Finding[] findings;

    private Stuck(TaskDump before, TaskDump after) {
        this.before = before;
        this.after = after;
        this.graph = new TaskGraph(after);
        this.ends = graph.ends();
        before.tasks().forEach(task -> earlier.put(task.id(), task));
        this.findings = new @Nullable Finding[graph.size()];
        Arrays.setAll(findings, this::byItself);
        knots();
        spread();
    }

    static Verdict between(TaskDump before, TaskDump after, DumpOptions options) {
        StringBuilder text = new StringBuilder();
        try {
            long stuck = new Stuck(before, after).write(new Lines(text, options), options);
            return new Verdict(stuck > 0 ? Verdict.FOUND : Verdict.FINE, text.toString());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    // ------------------------------------------------------------------ one task

    /** What is found of a task without a look at others; null if it depends on those that it waits for. */
    private @Nullable Finding byItself(int place) {
        TaskInfo task = graph.task(place);
        TaskInfo was = earlier.get(task.id());
        if (was == null) {
            return Finding.NEW;
        }
        if (was.count() > 1 || task.count() > 1) {
            return Finding.MERGED;
        }
        if (was.steps() != task.steps() || was.state() != task.state()) {
            return Finding.MOVED;
        }
        if (task.state() == TaskInfo.State.RUNNING) {
            return Finding.STUCK;
        }
        LoopInfo.State loop = loops.computeIfAbsent(task.loopId(), ignored -> stateOfLoop(task));
        if (loop == LoopInfo.State.BLOCKED || loop == LoopInfo.State.IDLE) {
            return Finding.LOOP_BLOCKED;
        }
        return waiting(place, was.awaits(), task.awaits());
    }

    private LoopInfo.@Nullable State stateOfLoop(TaskInfo task) {
        return after.loops().stream()
                .filter(loop -> loop.has(task))
                .map(LoopInfo::state)
                .findFirst()
                .orElse(null);
    }

    private @Nullable Finding waiting(int place, @Nullable WaitInfo was, @Nullable WaitInfo wait) {
        if (graph.due(place) != TaskGraph.NEVER || ends[place] <= TaskGraph.SOON_NANOS) {
            return ends[place] < -LATE_NANOS ? Finding.STUCK : Finding.ENDS_BY_ITSELF;
        }
        if (wait == null) {
            return Finding.STUCK;
        }
        if (WaitKind.isFromOutside(wait)) {
            return Finding.OUTSIDE;
        }
        if (was != null && !wait.thread().equals(was.thread())) {
            return Finding.WORKS;
        }
        return graph.awaited(place).length == 0 ? Finding.STUCK : null;
    }

    // ------------------------------------------------------------------ those that wait for others

    /** Those that wait for one another in a circle are stuck, on a blocked loop and below a deadline that is far off, too. */
    private void knots() {
        boolean[] notSoon = Deadlocks.notSoon(graph);
        IntPredicate isIn = place -> notSoon[place] && mayBeInKnot(findings[place]);
        Knots.of(graph, isIn).forEach(knot -> Arrays.stream(knot).forEach(place -> findings[place] = Finding.STUCK));
    }

    private static boolean mayBeInKnot(@Nullable Finding finding) {
        return finding == null || finding == Finding.LOOP_BLOCKED || finding == Finding.ENDS_BY_ITSELF;
    }

    private void spread() {
        int[] missing = new int[findings.length];
        IntQueue stuck = new IntQueue();
        for (int place = 0; place < missing.length; place++) {
            WaitInfo wait = graph.task(place).awaits();
            missing[place] = wait == null || WaitKind.needsAll(wait) ? 1 : graph.awaited(place).length;
            if (findings[place] == Finding.STUCK) {
                stuck.add(place);
            }
        }
        while (!stuck.isEmpty()) {
            for (int waiter : graph.awaiters(stuck.remove())) {
                if (findings[waiter] == null && --missing[waiter] == 0) {
                    WaitInfo wait = graph.task(waiter).awaits();
                    findings[waiter] = wait == null || WaitKind.isCall(wait) ? Finding.WAITS_FOR_STUCK : Finding.STUCK;
                    stuck.add(waiter);
                }
            }
        }
        Arrays.setAll(findings, place -> findings[place] == null ? Finding.WAITS_FOR_OTHERS : findings[place]);
    }

    // ------------------------------------------------------------------ the text

    private long write(Lines lines, DumpOptions options) throws IOException {
        LeftOut leftOut = new LeftOut(options);
        int[] looked = IntStream.range(0, graph.size())
                .filter(place -> leftOut.matches(graph.task(place)))
                .toArray();
        int[] stuck = Arrays.stream(looked)
                .filter(place -> findings[place] == Finding.STUCK)
                .toArray();
        String time = Words.time(
                Math.max(0, Duration.between(before.time(), after.time()).toNanos()));
        lines.line("stuck  pid " + after.pid() + "  " + stuck.length + " of "
                + Words.count(
                        Arrays.stream(looked)
                                .mapToLong(place -> graph.task(place).count())
                                .sum(),
                        "task")
                + " did not move for " + time);
        if (before.pid() != after.pid()) {
            lines.line("the earlier dump is of another process, " + before.pid());
        }
        Verdicts verdicts = new Verdicts(graph);
        verdicts.write(lines);
        lines.line("");
        for (Entry entry : new Alike(graph, options.locals(), new BitSet()).entries(stuck)) {
            if (leftOut.shows(entry.count())) {
                lines.entry(entry);
            }
        }
        writeOthers(looked, lines);
        leftOut.write(lines);
        return stuck.length;
    }

    /** Why the others are not stuck, with counts. */
    private void writeOthers(int[] looked, Lines lines) throws IOException {
        Map<Finding, Long> counts = new EnumMap<>(Finding.class);
        for (int place : looked) {
            Finding finding = findings[place];
            if (finding != null && finding != Finding.STUCK) {
                counts.merge(finding, (long) graph.task(place).count(), Long::sum);
            }
        }
        if (!counts.isEmpty()) {
            List<String> parts = new ArrayList<>();
            counts.forEach((finding, count) -> parts.add(count + " " + finding.words));
            lines.line("not stuck: " + String.join("; ", parts));
        }
    }
}
