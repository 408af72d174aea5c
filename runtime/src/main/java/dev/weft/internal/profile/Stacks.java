// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.profile;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Task time by stack, and the lines that tell it: {@code frame;frame;frame milliseconds}, the outermost caller first. */
final class Stacks {
    private static final long MILLI = 1_000_000;
    private static final char LINE_SEPARATOR = '\u2028';
    private static final char PARAGRAPH_SEPARATOR = '\u2029';

    private final Map<String, Long> nanos = new HashMap<>();

    /** Adds time to a stack of frames, the outermost first. */
    void add(List<String> frames, long time) {
        StringBuilder stack = new StringBuilder();
        for (String frame : frames) {
            (stack.isEmpty() ? stack : stack.append(';')).append(inOneWord(frame));
        }
        nanos.merge(stack.toString(), time, Long::sum);
    }

    /** What stands between frames, what ends a line for some reader, and what a terminal obeys has no place in the name of one. */
    private static String inOneWord(String frame) {
        StringBuilder word = new StringBuilder(frame);
        for (int i = 0; i < word.length(); i++) {
            char letter = word.charAt(i);
            if (letter == ';') {
                word.setCharAt(i, ',');
            } else if (Character.isISOControl(letter) || letter == LINE_SEPARATOR || letter == PARAGRAPH_SEPARATOR) {
                word.setCharAt(i, ' ');
            }
        }
        return word.toString();
    }

    /** Writes the whole milliseconds of each stack, and keeps what is left of them for the next time. */
    void drainTo(Appendable out) throws IOException {
        Map<String, Long> written = new TreeMap<>();
        nanos.forEach((stack, time) -> {
            if (time >= MILLI) {
                written.put(stack, time / MILLI);
            }
        });
        written.forEach((stack, millis) -> nanos.merge(stack, -millis * MILLI, Long::sum));
        nanos.values().removeIf(rest -> rest == 0);
        for (Map.Entry<String, Long> stack : written.entrySet()) {
            out.append(stack.getKey())
                    .append(' ')
                    .append(stack.getValue().toString())
                    .append('\n');
        }
    }
}
