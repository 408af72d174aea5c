// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.stream.IntStream;

/** What is said of the tasks that the garbage collector has proved nobody can have go on. */
final class Lost {
    private final TaskGraph graph;
    private final DumpOptions options;
    private final LeftOut leftOut;

    private Lost(TaskDump dump, DumpOptions options) {
        this.graph = new TaskGraph(dump);
        this.options = options;
        this.leftOut = new LeftOut(options);
    }

    static Verdict in(TaskDump dump, DumpOptions options) {
        StringBuilder text = new StringBuilder();
        try {
            boolean isAny = new Lost(dump, options).write(new Lines(text, options));
            return new Verdict(isAny ? Verdict.FOUND : Verdict.FINE, text.toString());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private boolean write(Lines lines) throws IOException {
        int[] lost = IntStream.range(0, graph.size())
                .filter(place -> graph.task(place).lost() && leftOut.matches(graph.task(place)))
                .toArray();
        long all = graph.dump().tasks().stream().mapToLong(TaskInfo::count).sum();
        long count =
                IntStream.of(lost).mapToLong(place -> graph.task(place).count()).sum();
        lines.line("lost  pid " + graph.dump().pid() + "  nobody can have " + count + " of " + Words.count(all, "task")
                + " go on");
        if (count > 0) {
            lines.line("");
        }
        for (Entry entry : new Alike(graph, options.locals(), new BitSet()).entries(lost)) {
            if (leftOut.shows(entry.count())) {
                lines.entry(entry);
            }
        }
        leftOut.write(lines);
        return count > 0;
    }
}
