// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import dev.weft.javac.check.source.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.regex.Pattern;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;

/**
 * The methods that block their thread: a list of {@code class#method}, {@code class#method/parameters}, or {@code class} for all
 * of its methods. {@code <init>} is a constructor. What stands behind a {@code !} is none of them, whatever else the list says.
 */
public final class BlockingCalls {
    static final Pattern ENTRY =
            Pattern.compile("(?<not>!?)(?<owner>[\\w$]+(\\.[\\w$]+)*)(#(?<name>[\\w$]+|<init>)(/(?<count>\\d+))?)?");

    /** Any method of the class. */
    private static final String ANY = "*";

    private final Map<String, List<Entry>> byName = new HashMap<>();

    /** The methods that somebody has asked for. */
    private final Map<ExecutableElement, Boolean> known = new WeakHashMap<>();

    private BlockingCalls() {}

    /** A line of the list. */
    private record Entry(boolean isNone, String owner, int parameters) {}

    /**
     * Makes the list.
     *
     * @param more entries besides those of the JDK
     * @return the list
     * @throws IllegalArgumentException if one of them is no such entry
     */
    public static BlockingCalls with(List<String> more) {
        BlockingCalls calls = new BlockingCalls();
        for (String entry : JdkBlockingCalls.ENTRIES) {
            calls.add(entry);
        }
        for (String entry : more) {
            if (!isEntry(entry)) {
                throw new IllegalArgumentException(entry);
            }
            calls.add(entry);
        }
        return calls;
    }

    /**
     * Whether a text can be part of the list.
     *
     * @param text the text
     * @return true for {@code class}, {@code class#method} and the like
     */
    public static boolean isEntry(String text) {
        return ENTRY.matcher(text).matches();
    }

    /** Adds what {@link #isEntry} accepts. Without the pattern, as the list of the JDK is read in each compilation. */
    private void add(String text) {
        boolean isNone = text.startsWith("!");
        int hash = text.indexOf('#');
        int slash = text.indexOf('/');
        int end = slash < 0 ? text.length() : slash;
        String owner = text.substring(isNone ? 1 : 0, hash < 0 ? end : hash);
        String name = hash < 0 ? ANY : text.substring(hash + 1, end);
        int parameters = slash < 0 ? -1 : Integer.parseInt(text.substring(slash + 1));
        byName.computeIfAbsent(name, n -> new ArrayList<>()).add(new Entry(isNone, owner, parameters));
    }

    /** Whether a method is one of them, or overrides one. */
    boolean has(ExecutableElement method, Source source) {
        Boolean isKnown = known.get(method);
        if (isKnown == null) {
            isKnown = find(method, source);
            known.put(method, isKnown);
        }
        return isKnown;
    }

    private boolean find(ExecutableElement method, Source source) {
        List<Entry> named = byName.getOrDefault(method.getSimpleName().toString(), List.of());
        List<Entry> any = byName.getOrDefault(ANY, List.of());
        boolean maybe = !named.isEmpty() || any.stream().anyMatch(entry -> !entry.isNone());
        if (!maybe || !(method.getEnclosingElement() instanceof TypeElement owner)) {
            return false;
        }
        List<Entry> found = new ArrayList<>();
        for (TypeElement each : withSupertypes(owner, source)) {
            named.stream()
                    .filter(entry -> fits(entry, method, owner, each, source))
                    .forEach(found::add);
            any.stream().filter(entry -> isOf(entry, each)).forEach(found::add);
        }
        return !found.isEmpty() && found.stream().noneMatch(Entry::isNone);
    }

    private static boolean fits(
            Entry entry, ExecutableElement method, TypeElement owner, TypeElement type, Source source) {
        return isOf(entry, type)
                && (entry.parameters() < 0
                        || entry.parameters() == method.getParameters().size())
                && (type.equals(owner) || overrides(method, owner, type, source));
    }

    /** A method that is only called like one of {@code Object}, say, is another. */
    private static boolean overrides(ExecutableElement method, TypeElement owner, TypeElement type, Source source) {
        return type.getEnclosedElements().stream()
                .anyMatch(each -> each instanceof ExecutableElement overridden
                        && source.elements().overrides(method, overridden, owner));
    }

    private static boolean isOf(Entry entry, TypeElement type) {
        return type.getQualifiedName().contentEquals(entry.owner());
    }

    private static List<TypeElement> withSupertypes(TypeElement type, Source source) {
        List<TypeElement> found = new ArrayList<>();
        collect(type.asType(), found, source);
        return found;
    }

    private static void collect(TypeMirror type, List<TypeElement> found, Source source) {
        if (type instanceof DeclaredType declared
                && declared.asElement() instanceof TypeElement element
                && !found.contains(element)) {
            found.add(element);
            source.types().directSupertypes(type).forEach(above -> collect(above, found, source));
        }
    }
}
