// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Numbers by stack, as profilers write them: {@code frame;frame;frame number}, the outermost frame first.
 *
 * @param numbers by the text before the number
 */
record CollapsedStacks(Map<String, Long> numbers) {
    /** A name may have what a pattern takes for the end of a line, and is none. */
    private static final Pattern LINE = Pattern.compile("(.*\\S) (\\d{1,18})", Pattern.DOTALL);

    /** Sums up the lines of a text; {@link IllegalArgumentException} says which line is none. */
    static CollapsedStacks parse(String text) {
        Map<String, Long> sums = new TreeMap<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) {
                sums.merge(parts.group(1), Long.valueOf(parts.group(2)), Long::sum);
            } else if (!line.isBlank()) {
                throw new IllegalArgumentException(
                        "line " + number + " does not end with a number: " + shortened(line));
            }
        }
        return new CollapsedStacks(sums);
    }

    private static String shortened(String line) {
        return line.length() <= 80 ? line : line.substring(0, 80) + "...";
    }

    /** Returns the frames of a stack, the outermost first. */
    static List<String> frames(String stack) {
        return List.of(stack.split(";"));
    }

    /** One line for each stack, in the order of the stacks. */
    String text() {
        return numbers.entrySet().stream()
                .map(stack -> stack.getKey() + " " + stack.getValue() + "\n")
                .collect(Collectors.joining());
    }

    /** What is more and what is less here than there: a line for each stack of which the number differs, the greatest change first. */
    String changesSince(CollapsedStacks before) {
        Map<String, Long> changes = new LinkedHashMap<>();
        Stream.concat(numbers.keySet().stream(), before.numbers.keySet().stream())
                .forEach(stack -> changes.put(stack, numberOf(stack) - before.numberOf(stack)));
        return changes.entrySet().stream()
                .filter(change -> change.getValue() != 0)
                .sorted(Comparator.comparingLong(change -> -Math.abs(change.getValue())))
                .map(change -> "%s %+d%n".formatted(change.getKey(), change.getValue()))
                .collect(Collectors.joining());
    }

    private long numberOf(String stack) {
        return numbers.getOrDefault(stack, 0L);
    }
}
