// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** What of a header is for the last one to read, and not for the next (RFC 9110, 7.6.1). */
final class EndToEnd {
    private EndToEnd() {}

    /** The names and values that are left, in turn, where the field Connection has these values. */
    static String[] of(String[] fields, List<String> connection) {
        List<String> named = names(connection);
        String[] left = new String[fields.length];
        int count = 0;
        for (int i = 0; i < fields.length; i += 2) {
            if (!isOfOneHop(fields[i]) && !isAmong(named, fields[i])) {
                left[count++] = fields[i];
                left[count++] = fields[i + 1];
            }
        }
        return Arrays.copyOf(left, count);
    }

    private static List<String> names(List<String> connection) {
        List<String> names = new ArrayList<>(connection.size());
        for (String value : connection) {
            for (String name : value.split(",", -1)) {
                names.add(name.strip());
            }
        }
        return names;
    }

    private static boolean isAmong(List<String> names, String name) {
        for (String each : names) {
            if (each.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Refuses a field that is for somebody else to say, and returns it otherwise.
     *
     * @param own the fields of that one, all of them said to the next one alone, in small letters
     * @param who that is, as a word for the message
     */
    static String requireFree(String name, Set<String> own, String who) {
        if (isOfOneHop(Objects.requireNonNull(name, "name")) && own.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("the " + who + " says \"" + name + "\" itself; leave it out");
        }
        return name;
    }

    /** Whether it is said to the next one alone. By length first: most names are of no such length, or differ in their first letter. */
    private static boolean isOfOneHop(String name) {
        return switch (name.length()) {
            case 2 -> name.equalsIgnoreCase("te");
            case 6 -> name.equalsIgnoreCase("expect");
            case 7 -> name.equalsIgnoreCase("trailer") || name.equalsIgnoreCase("upgrade");
            case 10 -> name.equalsIgnoreCase("connection") || name.equalsIgnoreCase("keep-alive");
            case 14 -> name.equalsIgnoreCase("content-length");
            case 16 -> name.equalsIgnoreCase("proxy-connection");
            case 17 -> name.equalsIgnoreCase("transfer-encoding");
            case 18 -> name.equalsIgnoreCase("proxy-authenticate");
            case 19 -> name.equalsIgnoreCase("proxy-authorization");
            default -> false;
        };
    }
}
