// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The first lines of a text: of what and of when it is, what is wrong, and the loops. */
final class Heading {
    /** How many loops have a line; the others are counted. */
    private static final int MOST_LOOPS = 20;

    /** How many nodes have a line, of those that have answered and of those that have not. */
    private static final int MOST_NODES = 20;

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
        writeSilent(dump, lines);
        verdicts.write(lines);
        writeNodes();
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
        if (dump.spreadNanos() != null) {
            long silent = silent(dump).count();
            first.append("  nodes=").append(dump.nodes().size() - silent);
            first.append(silent == 0 ? "" : " of " + dump.nodes().size());
            first.append("  spread=").append(Words.time(dump.spreadNanos()).replace(" ", ""));
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

    private static Stream<NodeInfo> silent(TaskDump dump) {
        return dump.nodes().stream().filter(node -> node.problem() != null);
    }

    /**
     * Writes a line for each node that has not answered: {@code NO ANSWER  c 127.0.0.1:7802: nothing within 1 s}.
     *
     * @return whether there are any
     */
    static boolean writeSilent(TaskDump dump, Lines lines) throws IOException {
        List<NodeInfo> silent = silent(dump).toList();
        for (NodeInfo node : silent.subList(0, Math.min(silent.size(), MOST_NODES))) {
            lines.line("NO ANSWER  " + name(node) + ": " + Words.plain(String.valueOf(node.problem())));
        }
        if (silent.size() > MOST_NODES) {
            lines.line("… " + Words.count(silent.size() - MOST_NODES, "node") + " more without an answer");
        }
        return !silent.isEmpty();
    }

    private static String name(NodeInfo node) {
        return Words.plain((node.node() + ' ' + node.address()).strip());
    }

    /** The nodes that have answered. */
    private void writeNodes() throws IOException {
        List<NodeInfo> nodes =
                dump.nodes().stream().filter(node -> node.problem() == null).toList();
        for (NodeInfo node : nodes.subList(0, Math.min(nodes.size(), MOST_NODES))) {
            lines.line("node " + name(node) + (node.pid() == null ? "" : "  pid " + node.pid())
                    + (node.weft() == null ? "" : "  weft " + Words.plain(node.weft())));
        }
        if (nodes.size() > MOST_NODES) {
            lines.line("… " + Words.count(nodes.size() - MOST_NODES, "node") + " more");
        }
    }

    /** Those that do something come first. */
    private void writeLoops() throws IOException {
        List<LoopInfo> loops = dump.loops();
        if (loops.size() > MOST_LOOPS) {
            List<LoopInfo> all = loops;
            loops = loops.stream()
                    .sorted(Comparator.comparing((LoopInfo loop) -> loop.state() == LoopInfo.State.IDLE)
                            .thenComparing(LoopInfo::tasks, Comparator.reverseOrder()))
                    .limit(MOST_LOOPS)
                    .sorted(Comparator.comparingInt(all::indexOf))
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
        line.append(nodes(loop));
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

    /** {@code  of b}: the nodes of a loop, if it is one of a cluster. */
    static String nodes(LoopInfo loop) {
        return loop.nodes().isEmpty() ? "" : " of " + Words.plain(String.join(", ", loop.nodes()));
    }

    private static String how(LoopInfo.Mode mode) {
        return mode == LoopInfo.Mode.SLICED ? "between its turns" : "from outside";
    }
}
