// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table of counts, as a page has it.
 *
 * @param head the line of the heads of its columns
 * @param rows the lines below; those that name no JDK come first, then those of the older JDK
 * @param builds the builds of the JDKs that rows name, by feature
 */
record CountTable(String head, List<String> rows, SortedMap<Integer, String> builds) {
    private static final Set<String> ALWAYS_ZERO = Set.of("failed", "differences");
    private static final Pattern JDK = Pattern.compile("^\\| [^|]*\\bJDK (\\d+)\\b");
    private static final Pattern BUILD = Pattern.compile("JDK ((\\d+)[^\\s,]*)");
    private static final String COUNTED_ON = "Counted on ";
    private static final String UNKNOWN = "of an unknown build";
    private static final int NO_JDK = 0;

    /** Sorts the rows, and picks the builds of the JDKs that they name. */
    static CountTable of(List<String> columns, List<List<String>> rows, Map<Integer, String> available) {
        return of(line(columns), rows.stream().map(CountTable::line), available);
    }

    private static CountTable of(String head, Stream<String> rows, Map<Integer, String> available) {
        List<String> sorted =
                rows.sorted(Comparator.comparingInt(CountTable::feature)).toList();
        SortedMap<Integer, String> builds = new TreeMap<>();
        sorted.stream()
                .map(CountTable::feature)
                .filter(feature -> feature != NO_JDK)
                .forEach(feature -> builds.put(feature, available.getOrDefault(feature, UNKNOWN)));
        return new CountTable(head, sorted, builds);
    }

    /** Reads what {@link #toString} wrote; nothing is a table without columns. */
    static CountTable parse(String text) {
        List<String> lines =
                text.lines().filter(line -> line.startsWith("| ")).collect(Collectors.toCollection(ArrayList::new));
        Map<Integer, String> builds = new TreeMap<>();
        text.lines().filter(line -> line.startsWith(COUNTED_ON)).forEach(line -> {
            Matcher build = BUILD.matcher(line);
            while (build.find()) {
                builds.put(Integer.valueOf(build.group(2)), build.group(1));
            }
        });
        String head = lines.isEmpty() ? "" : lines.remove(0);
        return of(head, lines.stream(), builds);
    }

    /** This table with the rows of JDKs that only the other one has. */
    CountTable withJdksOf(CountTable other) {
        if (!other.head.equals(head)) {
            return this;
        }
        Map<Integer, String> all = new TreeMap<>(other.builds);
        all.putAll(builds);
        Stream<String> more =
                other.rows.stream().filter(row -> feature(row) != NO_JDK && !builds.containsKey(feature(row)));
        return of(head, Stream.concat(rows.stream(), more), all);
    }

    /**
     * The lines that have to be the same in another table: no row of a JDK that only one of them has, and no figures in a row of a
     * JDK of which they had different builds.
     */
    String comparableWith(CountTable other) {
        return Stream.concat(
                        Stream.of(head),
                        rows.stream().filter(row -> isComparable(row, other)).map(row -> comparable(row, other)))
                .collect(Collectors.joining("\n"));
    }

    private boolean isComparable(String row, CountTable other) {
        return feature(row) == NO_JDK || other.builds.containsKey(feature(row));
    }

    private String comparable(String row, CountTable other) {
        String build = builds.get(feature(row));
        if (build == null || build.equals(other.builds.get(feature(row)))) {
            return row;
        }
        int figures = row.indexOf('|', 1);
        return row.substring(0, figures) + row.substring(figures).replaceAll("\\d+", "n");
    }

    /** The rows that count something of which there should be none. */
    List<String> failures() {
        List<String> columns = cells(head);
        return rows.stream()
                .filter(row -> {
                    List<String> cells = cells(row);
                    return Stream.iterate(0, i -> i + 1)
                            .limit(columns.size())
                            .anyMatch(i -> ALWAYS_ZERO.contains(columns.get(i))
                                    && !cells.get(i).equals("0"));
                })
                .toList();
    }

    private static int feature(String row) {
        Matcher jdk = JDK.matcher(row);
        return jdk.find() ? Integer.parseInt(jdk.group(1)) : NO_JDK;
    }

    private static String line(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList();
    }

    /** The builds stand in a paragraph of their own. */
    @Override
    public String toString() {
        String text = Stream.concat(Stream.of(head, "|---".repeat(cells(head).size()) + "|"), rows.stream())
                .collect(Collectors.joining("\n"));
        return builds.isEmpty()
                ? text
                : builds.values().stream()
                        .map(build -> "JDK " + build)
                        .collect(Collectors.joining(", ", text + "\n\n" + COUNTED_ON, ""));
    }
}
