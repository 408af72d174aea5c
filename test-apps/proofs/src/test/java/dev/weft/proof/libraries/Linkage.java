// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What became of the classes of a library when the JVM linked them before and after weaving.
 *
 * @param library the library before
 * @param before what the JVM said of it
 * @param woven its class files that changed, and those that are new
 * @param after what the JVM said of the library with these in front
 */
record Linkage(Library library, Linked before, Set<String> woven, Linked after) {
    private static final String NOT_FOUND = "java.lang.NoClassDefFoundError: ";
    private static final String RUNTIME = "dev/weft/";

    /** The new classes but those of the runtime. */
    Set<String> frameClasses() {
        Set<String> names = new TreeSet<>(woven);
        names.removeAll(library.names());
        names.removeIf(name -> name.startsWith(RUNTIME));
        return names;
    }

    /** How many link of the classes of the library, woven or left as they are, and of the frame classes. */
    int linked() {
        Set<String> names = frameClasses();
        names.addAll(library.names());
        names.removeAll(after.failures().keySet());
        return names.size();
    }

    /** How many classes of the library do not link unwoven. */
    int notLinkable() {
        return before.failures().size();
    }

    /** The frame classes that do not link because the library lacks a class that it names itself. */
    List<String> dependencyMissing() {
        return failing(this::isExcused);
    }

    /** The classes that do not link because of the weaver, each with what the JVM says. */
    List<String> broken() {
        return failing(name -> !isExcused(name)).stream()
                .map(name -> name + ": " + after.failures().get(name))
                .toList();
    }

    /** Those that linked in the other run, or failed there for want of another class, and fail otherwise here. */
    private List<String> failing(Predicate<String> wanted) {
        return after.failures().keySet().stream()
                .filter(name -> !kind(after, name).equals(kind(before, name)))
                .filter(wanted)
                .sorted()
                .toList();
    }

    private static String kind(Linked run, String name) {
        return run.failures().getOrDefault(name, "").replaceAll("[: ].*", "");
    }

    private boolean isExcused(String name) {
        return frameClasses().contains(name) && lacksDependency(after.failures().getOrDefault(name, ""));
    }

    /**
     * Whether a class is missing that the library itself names and does not have: to tell types apart in a frame class, the JVM
     * may load an optional dependency that it did not need to link the class unwoven.
     */
    private boolean lacksDependency(String failure) {
        if (!failure.startsWith(NOT_FOUND)) {
            return false;
        }
        String missing = failure.substring(NOT_FOUND.length());
        Pattern name = Pattern.compile(Pattern.quote(missing) + "(?![\\w/$])");
        return !missing.startsWith(RUNTIME)
                && !library.names().contains(missing)
                && library.classFiles().values().stream()
                        .anyMatch(classFile -> name.matcher(new String(classFile, StandardCharsets.ISO_8859_1))
                                .find());
    }
}
