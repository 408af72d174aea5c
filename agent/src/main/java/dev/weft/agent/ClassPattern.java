// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import java.util.regex.Pattern;

/**
 * Covers a package, a package with those below it, or a class with those nested in it. Every class that is loaded passes
 * through {@link #covers}, so the text is kept as the JVM spells names, with slashes.
 *
 * @param name the package or class, with slashes; empty for all packages
 * @param below whether packages below are covered too
 */
record ClassPattern(String name, boolean below) {
    private static final String ALL_BELOW = ".*";
    /** Anything that can be part of a name: other languages and tools use more than Java identifiers. */
    private static final Pattern VALID = Pattern.compile("\\*|[^.;/\\[*,\\s]+(\\.[^.;/\\[*,\\s]+)*(\\.\\*)?");

    static boolean isPattern(String text) {
        return VALID.matcher(text).matches();
    }

    static ClassPattern of(String text) {
        if (text.equals("*")) {
            return new ClassPattern("", true);
        }
        boolean below = text.endsWith(ALL_BELOW);
        String name = below ? text.substring(0, text.length() - ALL_BELOW.length()) : text;
        return new ClassPattern(name.replace('.', '/'), below);
    }

    boolean covers(String className) {
        return below ? isBelow(className) : isClass(className) || isPackageOf(className);
    }

    private boolean isBelow(String className) {
        return name.isEmpty() || (className.startsWith(name) && className.startsWith("/", name.length()));
    }

    private boolean isClass(String className) {
        return className.startsWith(name)
                && (className.length() == name.length() || className.charAt(name.length()) == '$');
    }

    private boolean isPackageOf(String className) {
        return className.startsWith(name) && className.lastIndexOf('/') == name.length();
    }
}
