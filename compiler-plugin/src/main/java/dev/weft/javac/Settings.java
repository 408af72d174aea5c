// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Spelling;
import dev.weft.javac.check.BlockingCalls;
import dev.weft.weave.WeaveOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The options of one compilation: {@code -Aweft.KEY=VALUE}, or {@code KEY=VALUE} behind {@code -Xplugin:Weft}.
 *
 * @param weave whether class files are woven
 * @param debug whether they are woven for debuggers
 * @param blocking entries for the list of methods that block, besides those it has
 * @param everything the severity of the diagnostics that no option names; null for that of each
 * @param severities of the diagnostics that an option names
 * @param problems what is wrong with the options, a sentence each
 */
record Settings(
        boolean weave,
        boolean debug,
        List<String> blocking,
        @Nullable Severity everything,
        Map<Diagnostic, Severity> severities,
        List<String> problems) {
    static final Settings STANDARD = new Settings(true, false, List.of(), null, Map.of(), List.of());

    private static final String PREFIX = "weft.";
    private static final String WEAVE = "weave";
    private static final String DEBUG = "debug";
    private static final String BLOCKING = "blocking";
    private static final String ALL = "all";

    static Settings ofPlugin(String... arguments) {
        Map<String, String> options = new TreeMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            options.put(
                    equals < 0 ? argument : argument.substring(0, equals),
                    equals < 0 ? "" : argument.substring(equals + 1));
        }
        return of(options, "");
    }

    static Settings ofProcessor(Map<String, String> given) {
        Map<String, String> options = new TreeMap<>();
        given.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                options.put(key.substring(PREFIX.length()), value == null ? "" : value);
            }
        });
        return of(options, "-A" + PREFIX);
    }

    /** What javac is to accept behind {@code -A} without a warning. */
    static Set<String> processorOptions() {
        return keys().stream().map(key -> PREFIX + key).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Reads options by their key; the prefix is what their user has written before it. */
    private static Settings of(Map<String, String> options, String prefix) {
        boolean weave = true;
        boolean debug = false;
        List<String> blocking = List.of();
        Severity everything = null;
        Map<Diagnostic, Severity> severities = new EnumMap<>(Diagnostic.class);
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, String> each : options.entrySet()) {
            String value = each.getValue();
            Optional<Diagnostic> diagnostic = diagnostic(each.getKey());
            Optional<Severity> severity = Severity.named(value);
            if (diagnostic.isPresent() && severity.isPresent()) {
                severities.put(diagnostic.get(), severity.get());
            } else if (each.getKey().equals(ALL) && severity.isPresent()) {
                everything = severity.get();
            } else if (each.getKey().equals(WEAVE) && isFlag(value)) {
                weave = value.equals("true");
            } else if (each.getKey().equals(DEBUG) && isFlag(value)) {
                debug = value.equals("true");
            } else if (each.getKey().equals(BLOCKING) && entries(value).stream().allMatch(BlockingCalls::isEntry)) {
                blocking = entries(value);
            } else {
                boolean isDiagnostic = diagnostic.isPresent() || each.getKey().equals(ALL);
                problems.add("Weft: the option " + prefix + each.getKey() + "=" + value + " is unknown: "
                        + (isDiagnostic
                                ? "a severity is off, note, warning or error"
                                : problem(each.getKey(), prefix)));
            }
        }
        return new Settings(weave, debug, blocking, everything, Map.copyOf(severities), List.copyOf(problems));
    }

    private static boolean isFlag(String value) {
        return value.equals("true") || value.equals("false");
    }

    private static String problem(String key, String prefix) {
        return switch (key) {
            case WEAVE, DEBUG -> key + " is true or false";
            case BLOCKING -> "blocking is a list of class#method, class#method/parameters and class, with ; in between";
            default ->
                "it is neither weave, debug, blocking, nor all, nor the name of a diagnostic"
                        + Spelling.nearest(key, keys())
                                .map(meant -> "; did you mean " + prefix + meant + "?")
                                .orElse("");
        };
    }

    private static List<String> keys() {
        return Stream.concat(
                        Stream.of(WEAVE, DEBUG, BLOCKING, ALL),
                        Arrays.stream(Diagnostic.values()).map(Diagnostic::text))
                .toList();
    }

    private static List<String> entries(String value) {
        return List.of(value.split(";", -1));
    }

    private static Optional<Diagnostic> diagnostic(String text) {
        return Arrays.stream(Diagnostic.values())
                .filter(each -> each.text().equals(text))
                .findFirst();
    }

    /** Options of the plugin and of the processor, which add up. */
    Settings and(Settings others) {
        Map<Diagnostic, Severity> all = new EnumMap<>(Diagnostic.class);
        all.putAll(severities);
        all.putAll(others.severities);
        List<String> allProblems = new ArrayList<>(problems);
        allProblems.addAll(others.problems);
        List<String> allBlocking = new ArrayList<>(blocking);
        allBlocking.addAll(others.blocking);
        return new Settings(
                weave && others.weave,
                debug || others.debug,
                List.copyOf(allBlocking),
                others.everything == null ? everything : others.everything,
                Map.copyOf(all),
                List.copyOf(allProblems));
    }

    /** The same, once they have been told. */
    Settings withoutProblems() {
        return new Settings(weave, debug, blocking, everything, severities, List.of());
    }

    WeaveOptions weaving() {
        return debug ? WeaveOptions.FOR_DEBUGGERS : WeaveOptions.STANDARD;
    }

    Severity severity(Diagnostic diagnostic) {
        Severity standard = Severity.standard(diagnostic);
        boolean isOurs =
                standard == Severity.NOTE && everything != Severity.OFF; // and never louder by an option for all
        Severity unnamed = everything == null || isOurs ? standard : everything;
        return severities.getOrDefault(diagnostic, unnamed);
    }
}
