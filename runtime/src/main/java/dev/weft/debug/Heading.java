// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The first lines of a text: of what and of when it is, what is wrong, and the loops. */
final class Heading {
    /** How many loops have a line; the others are counted. */
    private static final int MOST_LOOPS = 20;

    private final TaskDump dump;
    private final Verdicts verdicts;
    private final Lines lines;

    Heading(TaskDump dump, Verdicts verdicts, Lines lines) {
        this.dump = dump;
        this.verdicts = verdicts;
        this.lines = lines;
    }

    void write() throws IOException {
        lines.line(first(dump));
        verdicts.write(lines);
        writeLoops();
        lines.line("");
    }

    /** {@code weft-dump/1  pid 4711  jdk 25  weft 1.0  2026-11-21T09:00:00Z  mode=consistent  tasks=6  loops=1  lag=0.2ms}. */
    static String first(TaskDump dump) {
        StringBuilder first = new StringBuilder(TaskDump.SCHEMA)
                .append("  pid ")
                .append(dump.pid())
                .append("  jdk ")
                .append(Words.plain(dump.jdk()))
                .append("  weft ")
                .append(Words.plain(dump.weft()))
                .append("  ")
                .append(dump.time());
        if (dump.node() != null) {
            first.append("  node=").append(Words.plain(dump.node()));
        }
        if (dump.request() != null) {
            first.append("  request=").append(Words.plain(dump.request()));
        }
        first.append("  mode=").append(Words.lower(dump.mode()));
        first.append("  tasks=")
                .append(dump.tasks().stream().mapToLong(TaskInfo::count).sum());
        first.append("  loops=").append(dump.loops().size());
        dump.loops().stream()
                .map(LoopInfo::lagNanos)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .ifPresent(lag -> first.append("  lag=").append(Words.time(lag).replace(" ", "")));
        return first.toString();
    }

    /** Those that do something come first. */
    private void writeLoops() throws IOException {
        List<LoopInfo> loops = dump.loops();
        if (loops.size() > MOST_LOOPS) {
            loops = loops.stream()
                    .sorted(Comparator.comparing((LoopInfo loop) -> loop.state() == LoopInfo.State.IDLE)
                            .thenComparing(LoopInfo::tasks, Comparator.reverseOrder()))
                    .limit(MOST_LOOPS)
                    .sorted(Comparator.comparingInt(LoopInfo::id))
                    .toList();
        }
        for (LoopInfo loop : loops) {
            write(loop);
        }
        if (dump.loops().size() > MOST_LOOPS) {
            lines.line("… " + Words.count(dump.loops().size() - MOST_LOOPS, "loop") + " more");
        }
    }

    private void write(LoopInfo loop) throws IOException {
        StringBuilder line = new StringBuilder("loop ").append(loop.id());
        line.append(loop.thread() == null ? "" : " on thread " + Words.plain(loop.thread()));
        line.append("  ").append(loop.state()).append(' ').append(Words.time(loop.stateNanos()));
        line.append("  ").append(Words.count(loop.tasks(), "task"));
        line.append(", ").append(loop.ready()).append(" ready");
        line.append(", ").append(Words.count(loop.timers(), "timer"));
        line.append(loop.lagNanos() == null ? "" : ", lag " + Words.time(loop.lagNanos()));
        line.append(loop.mode() == LoopInfo.Mode.CONSISTENT ? "" : ", read " + how(loop.mode()));
        lines.line(line.toString());
        TaskInfo running = loop.stack().isEmpty() ? null : verdicts.running(loop);
        if (running == null || running.stack().isEmpty()) { // else its stack begins with the same frames
            lines.frames("    ", loop.stack());
        }
    }

    private static String how(LoopInfo.Mode mode) {
        return mode == LoopInfo.Mode.SLICED ? "between its turns" : "from outside";
    }
}
