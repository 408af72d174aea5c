// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A variable of the source, as a suspended frame keeps it.
 *
 * @param name its name
 * @param isKept whether the frame keeps its value; false once nothing reads it any more
 * @param value the value, boxed; null if it is, or if it is not kept
 */
public record Local(String name, boolean isKept, @Nullable Object value) {
    private static final String SAME = "\"";
    private static final String NULL = "null";

    /** Reads the part of a constant that is for a state; a text of another form names nothing. */
    static List<Local> of(String table, int state, @Nullable Object[] values) {
        String[] parts = table.split(";", -1);
        int part = state + 1;
        if (state < 0 || part >= parts.length) {
            return List.of();
        }
        while (part > 1 && parts[part].equals(SAME)) {
            part--;
        }
        List<String> fields = Arrays.asList(parts[0].split("/", -1));
        List<Local> locals = new ArrayList<>();
        for (String entry : parts[part].split("/", -1)) {
            String[] words = entry.split("\\.", -1);
            if (words.length >= 2) {
                locals.add(of(words, fields.indexOf(words[1]), values));
            }
        }
        return List.copyOf(locals);
    }

    private static Local of(String[] words, int field, @Nullable Object[] values) {
        if (field < 0 || field >= values.length) {
            return new Local(words[0], words[1].equals(NULL), null);
        }
        Object value = values[field];
        boolean isSmall = words.length == 3 && value instanceof Integer;
        return new Local(words[0], true, isSmall ? small(words[2], (Integer) value) : value);
    }

    private static Object small(String type, int value) {
        return switch (type) {
            case "Z" -> value != 0;
            case "C" -> (char) value;
            case "B" -> (byte) value;
            case "S" -> (short) value;
            default -> value;
        };
    }
}
