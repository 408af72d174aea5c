// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.Objects;

/**
 * Names of tasks that differ in numbers alone, which texts show as one: {@code fetch-*} stands for {@code fetch-1} and {@code fetch-2}. A
 * number that is the same in all of them stays: {@code server 127.0.0.1:*} listens at two ports, {@code server 127.0.0.1:80} on two loops.
 * Any thread.
 */
public final class SimilarNames {
    private static final char ANY = '*';

    private SimilarNames() {}

    /**
     * Returns what all names have in common that are shown as one.
     *
     * @param name a name, or what {@link #both} has made of several
     * @return the name with a star for each number
     */
    public static String shape(String name) {
        StringBuilder shape =
                new StringBuilder(Objects.requireNonNull(name, "name").length());
        int at = 0;
        while (at < name.length()) {
            int end = endOfNumber(name, at);
            shape.append(end == at ? name.charAt(at) : ANY);
            at = Math.max(end, at + 1);
        }
        return shape.toString();
    }

    /**
     * Returns the text that stands for two names.
     *
     * @param one a name, or what this method has made of several
     * @param other the same, of equal {@linkplain #shape shape}
     * @return the name with a star for each number in which the two differ
     */
    public static String both(String one, String other) {
        Objects.requireNonNull(one, "one");
        Objects.requireNonNull(other, "other");
        if (one.equals(other)) {
            return one;
        }
        StringBuilder both = new StringBuilder(one.length());
        int at = 0;
        int atOther = 0;
        while (at < one.length()) {
            int end = endOfNumber(one, at);
            int endOther = endOfNumber(other, atOther);
            if (end == at) {
                both.append(one.charAt(at));
            } else if (end - at == endOther - atOther && one.regionMatches(at, other, atOther, end - at)) {
                both.append(one, at, end);
            } else {
                both.append(ANY);
            }
            at = Math.max(end, at + 1);
            atOther = Math.max(endOther, atOther + 1);
        }
        return both.toString();
    }

    /** Where a number ends that begins at a place, or what stands for one; the place itself if none does. */
    private static int endOfNumber(String name, int start) {
        int end = start;
        while (end < name.length() && isOfNumber(name.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isOfNumber(char next) {
        return (next >= '0' && next <= '9') || next == ANY;
    }
}
