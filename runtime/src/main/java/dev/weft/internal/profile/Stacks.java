// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.profile;

import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Task time by stack, and the lines that tell it: {@code frame;frame;frame milliseconds}, the outermost caller first. */
final class Stacks {
    private static final long MILLI = 1_000_000;

    private final Map<String, Long> nanos = new HashMap<>();

    /** Adds time to a stack of frames, the outermost first. */
    void add(List<String> frames, long time) {
        StringBuilder stack = new StringBuilder();
        for (String frame : frames) {
            (stack.isEmpty() ? stack : stack.append(';')).append(inOneWord(frame));
        }
        nanos.merge(stack.toString(), time, Long::sum);
    }

    /** What stands between frames, and what ends a line, has no place in the name of one. */
    private static String inOneWord(String frame) {
        return frame.replace(';', ',').replace('\n', ' ').replace('\r', ' ');
    }

    /** Writes the whole milliseconds of each stack, and keeps what is left of them for the next time. */
    void drainTo(Appendable out) throws IOException {
        Map<String, Long> written = new TreeMap<>();
        for (Iterator<Map.Entry<String, Long>> rest = nanos.entrySet().iterator(); rest.hasNext(); ) {
            Map.Entry<String, Long> stack = rest.next();
            if (stack.getValue() >= MILLI) {
                written.put(stack.getKey(), stack.getValue() / MILLI);
                rest.remove();
            }
        }
        for (Map.Entry<String, Long> stack : written.entrySet()) {
            out.append(stack.getKey())
                    .append(' ')
                    .append(stack.getValue().toString())
                    .append('\n');
        }
    }
}
