// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Says what has changed from one dump to a later one of the same process, task by task. */
final class Difference {
    private final TaskDump before;
    private final TaskDump after;
    private final DumpOptions options;
    private final Lines lines;
    private final LeftOut leftOut;
    private final Crowd crowd;
    private final Map<String, TaskInfo> was = new HashMap<>();
    private final Map<String, TaskInfo> is = new HashMap<>();

    private Difference(TaskDump before, TaskDump after, DumpOptions options, Lines lines) {
        this.before = before;
        this.after = after;
        this.options = options;
        this.lines = lines;
        this.leftOut = new LeftOut(options);
        this.crowd = new Crowd(before, after, leftOut);
        before.tasks().forEach(task -> was.put(task.id(), task));
        after.tasks().forEach(task -> is.put(task.id(), task));
    }

    static Verdict between(TaskDump before, TaskDump after, DumpOptions options) {
        StringBuilder text = new StringBuilder();
        try {
            int standing = new Difference(before, after, options, new Lines(text, options)).write();
            return new Verdict(standing > 0 ? Verdict.FOUND : Verdict.FINE, text.toString());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Returns how many did not move. */
    private int write() throws IOException {
        lines.line("difference  pid " + after.pid() + "  from " + before.time() + " to " + after.time() + ", "
                + Words.time(Math.max(
                        0, Duration.between(before.time(), after.time()).toNanos())));
        if (before.pid() != after.pid()) {
            lines.line("the earlier dump is of another process, " + before.pid()
                    + ", so equal ids do not mean equal tasks");
        }
        lines.line("");
        crowd.write(lines);
        TaskGraph now = new TaskGraph(after);
        section("came", now, place -> isMissing(now.task(place), was));
        TaskGraph then = new TaskGraph(before);
        section("ended", then, place -> isMissing(then.task(place), is));
        section(
                "moved, and waits for something else",
                now,
                place -> hasMoved(now.task(place)) && hasOtherWait(now.task(place)));
        section(
                "moved, and is where it was",
                now,
                place -> hasMoved(now.task(place)) && !hasOtherWait(now.task(place)));
        int standing = section("did not move", now, place -> isStanding(now.task(place)));
        leftOut.write(lines);
        return standing;
    }

    // ------------------------------------------------------------------ one task

    /** Whether a task is not in the other dump: of a crowd nobody knows. */
    private boolean isMissing(TaskInfo task, Map<String, TaskInfo> others) {
        return !others.containsKey(task.id()) && !crowd.has(task);
    }

    private boolean hasMoved(TaskInfo task) {
        TaskInfo earlier = was.get(task.id());
        return earlier != null
                && earlier.count() == 1
                && (earlier.steps() != task.steps() || earlier.state() != task.state());
    }

    private boolean isStanding(TaskInfo task) {
        TaskInfo earlier = was.get(task.id());
        return earlier != null && earlier.count() == 1 && !hasMoved(task);
    }

    private boolean hasOtherWait(TaskInfo task) {
        TaskInfo earlier = was.get(task.id());
        return earlier == null || !Objects.equals(wait(earlier), wait(task));
    }

    /** What a task waits for and where; what changes of itself, as how many wait beside it, is not in it. */
    private static String wait(TaskInfo task) {
        @Nullable WaitInfo wait = task.awaits();
        return task.state() + " " + (wait == null ? "" : wait.kind() + ' ' + wait.id() + ' ' + wait.tasks())
                + task.stack();
    }

    // ------------------------------------------------------------------ the text

    private int section(String title, TaskGraph graph, IntPredicate isIn) throws IOException {
        int[] places = IntStream.range(0, graph.size())
                .filter(place ->
                        graph.task(place).count() == 1 && isIn.test(place) && leftOut.matches(graph.task(place)))
                .toArray();
        lines.line(title + ": " + places.length);
        for (Entry entry : new Alike(graph, options.locals(), new BitSet()).entries(places)) {
            if (leftOut.shows(entry.count())) {
                lines.entry(entry);
            }
        }
        lines.line("");
        return places.length;
    }
}
