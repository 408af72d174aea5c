// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Writes a dump as a tree: each task below the one that awaits it or has it as a part, else below the one that spawned it. */
final class TreeWriter {
    /** From which level on a task that stands at the same place as the one above it becomes a part of the same entry. */
    private static final int FOLDED_LEVEL = 12;

    /** How many levels are drawn; what is deeper is counted. */
    private static final int MOST_LEVELS = 32;

    private final TaskDump dump;
    private final Lines lines;
    private final LeftOut leftOut;
    private final TaskGraph graph;
    private final TaskTree tree;
    private final Verdicts verdicts;
    private final Alike alike;

    /** How many entries the filter matches, of each task and all below it. */
    private final long[] matches;

    /** How many tasks are to be shown, of each entry and all below it. */
    private final long[] sums;

    TreeWriter(TaskDump dump, DumpOptions options, Appendable out) {
        this.dump = dump;
        this.lines = new Lines(out, options);
        this.leftOut = new LeftOut(options);
        this.graph = new TaskGraph(dump);
        this.tree = new TaskTree(graph);
        this.verdicts = new Verdicts(graph);
        this.alike = new Alike(graph, options.locals(), verdicts.named());
        this.matches = tree.sums(counts(task -> options.shows(task) ? 1 : 0));
        long[] shown = counts(TaskInfo::count);
        for (int place = 0; place < shown.length; place++) {
            if (matches[place] == 0) {
                leftOut.doesNotMatch(shown[place]);
                shown[place] = 0;
            }
        }
        this.sums = tree.sums(shown);
    }

    private long[] counts(ToLongFunction<TaskInfo> count) {
        return dump.tasks().stream().mapToLong(count).toArray();
    }

    void write() throws IOException {
        new Heading(dump, verdicts, lines).write();
        for (Entry entry : entries(tree.top())) {
            write(entry, "", "", 0);
        }
        leftOut.write(lines);
    }

    /** What is to be shown of some tasks: those below which, or in which, the filter has matched. */
    private List<Entry> entries(int[] places) {
        return alike.entries(
                Arrays.stream(places).filter(place -> matches[place] > 0).toArray());
    }

    /**
     * Writes an entry, and all below it.
     *
     * @param before what is before its first line
     * @param beside what is before all other lines
     */
    private void write(Entry found, String before, String beside, int level) throws IOException {
        if (!leftOut.shows(sum(found))) {
            return;
        }
        IntQueue others = new IntQueue();
        Entry entry = withFolded(found, level, others);
        List<Entry> below = entries(others.removeAll());
        lines.line(before + line(entry));
        lines.stack(beside + (below.isEmpty() ? "   " : "│  "), entry.task());
        if (level == MOST_LEVELS && !below.isEmpty()) {
            long deeper = below.stream().mapToLong(this::sum).sum();
            lines.line(beside + "└─ … " + Words.count(deeper, "task") + " deeper");
            return;
        }
        for (int number = 1; number <= below.size(); number++) {
            boolean isLast = number == below.size();
            String next = beside + (isLast ? "   " : "│  ");
            write(below.get(number - 1), beside + (isLast ? "└─ " : "├─ "), next, level + 1);
        }
    }

    private long sum(Entry entry) {
        return Arrays.stream(entry.places()).mapToLong(place -> sums[place]).sum();
    }

    /**
     * The entry with those below it that stand at the same place, from a level on, and those below these, and so on.
     *
     * @param others where those go that are below it and are not in it
     */
    private Entry withFolded(Entry entry, int level, IntQueue others) {
        if (level < FOLDED_LEVEL) {
            Arrays.stream(tree.below(entry.places())).forEach(others::add);
            return entry;
        }
        IntQueue open = new IntQueue();
        IntQueue folded = new IntQueue();
        Arrays.stream(entry.places()).forEach(open::add);
        while (!open.isEmpty()) {
            for (int place : tree.below(new int[] {open.remove()})) {
                if (matches[place] > 0 && alike.isSamePlace(entry.first(), place)) {
                    open.add(place);
                    folded.add(place);
                } else {
                    others.add(place);
                }
            }
        }
        return entry.with(folded.removeAll());
    }

    /** What is said of an entry on its line, but for what its place in the tree says. */
    private String line(Entry entry) {
        Set<Integer> places = new HashSet<>();
        Set<Integer> above = new HashSet<>();
        for (int place : entry.places()) {
            places.add(place);
            above.add(tree.above(place));
        }
        Predicate<String> isBelow = id -> graph.place(id) >= 0 && places.contains(tree.above(graph.place(id)));
        Predicate<String> isAbove = id -> graph.place(id) >= 0 && above.contains(graph.place(id));
        StringBuilder line = new StringBuilder(Phrases.head(entry));
        String awaits = Phrases.awaits(entry, isBelow);
        line.append(awaits.isEmpty() ? "" : "  " + awaits);
        String awaitedBy = entry.awaitedBy(isAbove);
        line.append(awaitedBy.isEmpty() ? "" : "  awaited by " + awaitedBy);
        FrameInfo spawn = entry.task().spawn();
        String parents = entry.parents(isAbove);
        line.append(spawn == null && parents.isEmpty() ? "" : "  spawned");
        line.append(spawn == null ? "" : " " + Words.fileAndLine(spawn));
        return line.append(parents.isEmpty() ? "" : " by " + parents).toString();
    }
}
