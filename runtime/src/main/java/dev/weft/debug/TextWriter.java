// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.io.IOException;
import java.util.stream.IntStream;

/** Writes a dump as a list: what is wrong, the loops, and a block of lines for each task, or for all that are alike. */
final class TextWriter {
    private static final String INDENT = "    ";

    private final TaskDump dump;
    private final DumpOptions options;
    private final Lines lines;

    TextWriter(TaskDump dump, DumpOptions options, Appendable out) {
        this.dump = dump;
        this.options = options;
        this.lines = new Lines(out, options);
    }

    void write() throws IOException {
        TaskGraph graph = new TaskGraph(dump);
        Verdicts verdicts = new Verdicts(graph);
        new Heading(dump, verdicts, lines).write();
        LeftOut leftOut = new LeftOut(options);
        int[] shown = IntStream.range(0, graph.size())
                .filter(place -> leftOut.matches(graph.task(place)))
                .toArray();
        for (Entry entry : new Alike(graph, options.locals(), verdicts.named()).entries(shown)) {
            if (leftOut.shows(entry.count())) {
                write(entry);
            }
        }
        leftOut.write(lines);
    }

    private void write(Entry entry) throws IOException {
        String awaits = Phrases.awaits(entry, id -> false);
        lines.line(Phrases.head(entry) + (awaits.isEmpty() ? "" : "  " + awaits));
        lines.line(INDENT + facts(entry));
        lines.stack(INDENT, entry.task());
        lines.line("");
    }

    /** {@code age 4.2 s, 12 steps, awaited by #1.1 main, spawned at demo.Main.run(Demo.java:88) by #1.1 main}. */
    private static String facts(Entry entry) {
        StringBuilder facts = new StringBuilder();
        Span age = entry.age();
        facts.append(age == null ? "" : "age " + Words.time(age) + ", ");
        facts.append(Words.count(entry.steps(), "step"));
        String awaitedBy = entry.awaitedBy(id -> false);
        facts.append(awaitedBy.isEmpty() ? "" : ", awaited by " + awaitedBy);
        String callers = entry.callers();
        facts.append(callers.isEmpty() || !awaitedBy.isEmpty() ? "" : ", asked for by " + callers);
        FrameInfo spawn = entry.task().spawn();
        String parents = entry.parents(id -> false);
        facts.append(spawn == null && parents.isEmpty() ? "" : ", spawned");
        facts.append(spawn == null ? "" : " at " + Words.frame(spawn));
        facts.append(parents.isEmpty() ? "" : " by " + parents);
        return facts.toString();
    }
}
