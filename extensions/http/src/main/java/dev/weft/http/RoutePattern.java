// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The parts of a path, some of which are variables. Those with literals come first. */
final class RoutePattern implements Comparable<RoutePattern> {
    private final String text;
    private final String[] parts;

    /** By part: the name of the variable, or null for a literal. */
    private final String[] names;

    private final boolean takesRest;

    private RoutePattern(String text, String[] parts, String[] names, boolean takesRest) {
        this.text = text;
        this.parts = parts;
        this.names = names;
        this.takesRest = takesRest;
    }

    static RoutePattern parse(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("pattern \"" + text + "\": it begins with a slash");
        }
        String[] parts = partsOf(text);
        String[] names = new String[parts.length];
        boolean takesRest = false;
        Set<String> known = new HashSet<>();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].startsWith("{") && parts[i].endsWith("}")) {
                String name = parts[i].substring(1, parts[i].length() - 1);
                if (name.endsWith("...") && i == parts.length - 1) {
                    takesRest = true;
                    name = name.substring(0, name.length() - 3);
                }
                names[i] = name;
                if (!name.matches("\\w+") || !known.add(name)) {
                    throw new IllegalArgumentException("pattern \"" + text + "\": {" + name
                            + "} is no name of a variable, or is there twice, or has its dots before the end");
                }
            } else if (parts[i].indexOf('{') >= 0 || parts[i].indexOf('}') >= 0) {
                throw new IllegalArgumentException(
                        "pattern \"" + text + "\": a variable is a whole part, such as /{id}/");
            } else {
                parts[i] = Escapes.decode(parts[i]);
            }
        }
        return new RoutePattern(text, parts, names, takesRest);
    }

    /** With their escapes. */
    static String[] partsOf(String path) {
        return path.isEmpty() ? new String[] {""} : path.substring(1).split("/", -1);
    }

    boolean fits(String[] path) {
        if (path.length < parts.length || (path.length > parts.length && !takesRest)) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (names[i] == null && !parts[i].equals(Escapes.decode(path[i]))) {
                return false;
            }
        }
        return true;
    }

    Map<String, String> variablesOf(String[] path) {
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < parts.length; i++) {
            if (names[i] != null) {
                boolean isRest = takesRest && i == parts.length - 1;
                String value = isRest ? String.join("/", Arrays.copyOfRange(path, i, path.length)) : path[i];
                variables.put(names[i], Escapes.decode(value));
            }
        }
        return variables;
    }

    boolean fitsTheSameAs(RoutePattern other) {
        return compareTo(other) == 0;
    }

    @Override
    public int compareTo(RoutePattern other) {
        int common = Math.min(parts.length, other.parts.length);
        for (int i = 0; i < common; i++) {
            int byKind = Integer.compare(kind(i), other.kind(i));
            int order = byKind == 0 && names[i] == null ? parts[i].compareTo(other.parts[i]) : byKind;
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(other.parts.length, parts.length);
    }

    private int kind(int part) {
        return names[part] == null ? 0 : takesRest && part == parts.length - 1 ? 2 : 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RoutePattern pattern && compareTo(pattern) == 0;
    }

    @Override
    public int hashCode() {
        return parts.length;
    }

    @Override
    public String toString() {
        return text;
    }
}
