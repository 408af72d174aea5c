// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the user wants of the agent; {@link OptionKey} says what each means.
 *
 * @param include covers the classes to weave; empty means all
 * @param exclude covers classes not to weave, whatever {@code include} says
 * @param dump where to write woven classes, or null
 * @param verify whether to check woven classes
 * @param entries whether all calls go through entries
 * @param debug whether to weave for debuggers
 * @param properties what the runtime is to find as system properties, unless the user has set them
 * @param help whether to print the options and exit
 */
record Options(
        List<ClassPattern> include,
        List<ClassPattern> exclude,
        @Nullable Path dump,
        boolean verify,
        boolean entries,
        boolean debug,
        Map<String, String> properties,
        boolean help) {

    /**
     * Reads the options.
     *
     * @param arguments what stands behind the {@code =} of {@code -javaagent}, null if nothing does
     * @param properties gives the value of a system property, or null
     */
    static Options read(@Nullable String arguments, UnaryOperator<@Nullable String> properties) throws OptionException {
        OptionValues values = OptionValues.read(arguments, properties);
        return new Options(
                patterns(values, OptionKey.INCLUDE),
                patterns(values, OptionKey.EXCLUDE),
                directory(values, OptionKey.DUMP),
                flag(values, OptionKey.VERIFY),
                flag(values, OptionKey.ENTRIES),
                RuntimeOptions.isForDebuggers(values),
                RuntimeOptions.properties(values),
                flag(values, OptionKey.HELP));
    }

    private static List<ClassPattern> patterns(OptionValues values, OptionKey key) throws OptionException {
        String text = values.get(key);
        if (text == null) {
            return List.of();
        }
        List<ClassPattern> patterns = new ArrayList<>();
        for (String pattern : text.split(OptionValues.SEPARATOR, -1)) {
            if (!ClassPattern.isPattern(pattern.strip())) {
                throw bad(key, pattern.strip(), "a package as com.example.* or com.example, or a class");
            }
            patterns.add(ClassPattern.of(pattern.strip()));
        }
        return List.copyOf(patterns);
    }

    private static @Nullable Path directory(OptionValues values, OptionKey key) throws OptionException {
        String text = values.get(key);
        if (text == null) {
            return null;
        }
        try {
            if (!text.isEmpty()) {
                return Path.of(text);
            }
        } catch (InvalidPathException e) {
            // Reported below, with the empty one.
        }
        throw bad(key, text, "a directory");
    }

    private static boolean flag(OptionValues values, OptionKey key) throws OptionException {
        String text = values.get(key);
        if (text == null) {
            return false;
        }
        return switch (text) {
            case "", "true" -> true;
            case "false" -> false;
            default -> throw bad(key, text, "true or false");
        };
    }

    static OptionException bad(OptionKey key, String value, String expected) {
        return new OptionException(
                "bad value \"" + value + "\" for option \"" + key.text() + "\"; expected " + expected);
    }
}
