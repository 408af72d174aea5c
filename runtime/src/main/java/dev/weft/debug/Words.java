// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words of texts for people: times, counts, and names that may hold anything. */
final class Words {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    /** How much of the name of a node is in an id. */
    private static final int MOST_OF_A_NODE = 100;

    private static final Pattern NOT_IN_IDS = Pattern.compile("[\\s\\p{Cntrl}:\"#]");

    private static final Pattern ID = Pattern.compile("([^\\s\\p{Cntrl}:\"#]{1,100}:)?\\d{1,9}\\.\\d+");

    private Words() {}

    // ------------------------------------------------------------------ times

    /** A length of time: {@code 0.2 ms}, {@code 812 ms}, {@code 4.2 s}, {@code 3 min 5 s}. */
    static String time(long nanos) {
        if (nanos < 0) {
            return nanos == Long.MIN_VALUE ? time(Long.MAX_VALUE) : "-" + time(-nanos);
        }
        if (nanos < 10 * MILLI - MICRO * 50) {
            return tenths(nanos, MILLI) + " ms";
        }
        if (nanos < SECOND - MILLI / 2) {
            return (nanos + MILLI / 2) / MILLI + " ms";
        }
        if (nanos < MINUTE - SECOND / 20) {
            return tenths(nanos, SECOND) + " s";
        }
        return nanos < HOUR
                ? two(Math.max(nanos, MINUTE), MINUTE, " min", SECOND, " s")
                : nanos < DAY ? two(nanos, HOUR, " h", MINUTE, " min") : two(nanos, DAY, " d", HOUR, " h");
    }

    /** The time of several tasks: {@code 0.8–1.1 s}. */
    static String time(Span span) {
        String least = time(span.minNanos());
        String most = time(span.maxNanos());
        if (least.equals(most)) {
            return least;
        }
        int unit = most.indexOf(' ');
        boolean isShort = unit == most.lastIndexOf(' ') && least.endsWith(most.substring(unit));
        return (isShort ? least.substring(0, least.indexOf(' ')) : least + ' ') + (isShort ? "–" : "– ") + most;
    }

    /** When waits end by themselves: {@code due in 812 ms}. */
    static String due(Span span) {
        if (span.maxNanos() < 0) {
            return "due " + time(new Span(-span.maxNanos(), -span.minNanos())) + " ago";
        }
        return "due in " + time(new Span(Math.max(0, span.minNanos()), span.maxNanos()));
    }

    private static String tenths(long nanos, long unit) {
        long tenths = (nanos + unit / 20) / (unit / 10);
        return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10);
    }

    private static String two(long nanos, long big, String bigName, long small, String smallName) {
        long rest = nanos % big / small;
        return nanos / big + bigName + (rest == 0 ? "" : " " + rest + smallName);
    }

    // ------------------------------------------------------------------ counts and names

    /** A count with its noun: {@code 1 task}, {@code 12 tasks}. */
    static String count(long count, String noun) {
        return count + " "
                + (count == 1 ? noun : noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + 's');
    }

    /** The id of a task as people write it: {@code #1.9}. */
    static String id(String id) {
        return '#' + plain(id);
    }

    /** Whether a text is the id of a task, and not what people are told of somebody who waits and is none. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** The name of a node as it is in ids. */
    static String nodeId(String node) {
        String name = NOT_IN_IDS
                .matcher(node.substring(0, Math.min(node.length(), MOST_OF_A_NODE)))
                .replaceAll("_");
        return name.isEmpty() ? "_" : name;
    }

    /** The id of a task, and its name if it was given one. */
    static String idAndName(TaskInfo task) {
        String name = name(task);
        return id(task.id()) + (name.isEmpty() ? "" : ' ' + name);
    }

    /** The name that a task was given; empty if it has only the one that was made of its number. */
    static String name(TaskInfo task) {
        String number = task.id().substring(task.id().lastIndexOf('.') + 1);
        return task.name().equals("task-" + number) ? "" : plain(task.name());
    }

    /** A state in lower case, as in JSON. */
    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The file and the line of a frame: {@code Demo.java:88}. */
    static String fileAndLine(FrameInfo frame) {
        String file = Objects.requireNonNullElse(frame.fileName(), frame.className());
        return plain(frame.line() > 0 ? file + ':' + frame.line() : file);
    }

    /** A frame as in a Java stack trace. */
    static String frame(@Nullable FrameInfo frame) {
        return frame == null ? "an unknown line" : plain(frame.toString());
    }

    /** A text of the program without what would end the line or command a terminal. */
    static String plain(String text) {
        int place = 0;
        while (place < text.length() && isPlain(text.charAt(place))) {
            place++;
        }
        if (place == text.length()) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length() + 8).append(text, 0, place);
        for (; place < text.length(); place++) {
            addPlain(plain, text.charAt(place));
        }
        return plain.toString();
    }

    /** Neither of the controls of ASCII and Latin-1, nor what breaks lines or turns the direction of writing. */
    private static boolean isPlain(char next) {
        return next >= ' ' && (next < '\u007f' || next > '\u009f') && (next < '\u2028' || next > '\u202e');
    }

    private static void addPlain(StringBuilder plain, char next) {
        if (isPlain(next)) {
            plain.append(next);
            return;
        }
        switch (next) {
            case '\n' -> plain.append("\\n");
            case '\r' -> plain.append("\\r");
            case '\t' -> plain.append("\\t");
            default -> plain.append(String.format(Locale.ROOT, "\\u%04x", (int) next));
        }
    }
}
