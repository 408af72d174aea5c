// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.diagnostic.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The options there are, and what {@code help} says about them. */
enum OptionKey {
    INCLUDE("include", "PATTERNS", "weave only classes that one of the patterns covers"),
    EXCLUDE("exclude", "PATTERNS", "weave no class that one of the patterns covers; stronger than include"),
    DUMP("dump", "DIR", "write woven classes and their frame classes to DIR as DIR/package/Name.class"),
    VERIFY("verify", "true|false", "check woven classes, and leave those unwoven that fail; default false"),
    ENTRIES("entries", "true|false", "let no await bypass mocks and other agents' advice; default false"),
    HELP("help", "", "print this and exit");

    private static final String INTRODUCTION = """
            usage: -javaagent:weft-agent.jar[=KEY=VALUE,KEY=VALUE...]
               or: -Dweft.KEY=VALUE, for each KEY that is not among the agent's arguments
            """;

    private static final String PATTERNS = """
            PATTERNS are separated by ';', or given by repeating the key:
              com.example.*       the package and all packages below it
              com.example         the package alone
              com.example.Orders  the class and the classes nested in it
            """;

    private static final String PREFIX = "weft.";

    private final String text;
    private final String value;
    private final String meaning;

    OptionKey(String text, String value, String meaning) {
        this.text = text;
        this.value = value;
        this.meaning = meaning;
    }

    String text() {
        return text;
    }

    String property() {
        return PREFIX + text;
    }

    boolean isList() {
        return this == INCLUDE || this == EXCLUDE;
    }

    static OptionKey named(String text) throws OptionException {
        for (OptionKey key : values()) {
            if (key.text.equals(text)) {
                return key;
            }
        }
        throw new OptionException("unknown option \"" + text + "\""
                + nearest(text).map(key -> "; did you mean \"" + key + "\"?").orElse(""));
    }

    /** Refuses a misspelt {@code weft.KEY}. Other properties of that prefix may be the application's own. */
    static void refuseMisspelt(Set<String> properties) throws OptionException {
        for (String property : new TreeSet<>(properties)) {
            if (property.startsWith(PREFIX)
                    && Arrays.stream(values()).noneMatch(key -> key.property().equals(property))) {
                Optional<String> meant = nearest(property.substring(PREFIX.length()));
                if (meant.isPresent()) {
                    throw new OptionException("unknown system property \"" + property + "\"; did you mean \"" + PREFIX
                            + meant.get() + "\"?");
                }
            }
        }
    }

    static String help() {
        String keys = Arrays.stream(values()).map(OptionKey::line).collect(Collectors.joining());
        return (INTRODUCTION + keys + PATTERNS).replace("\n", System.lineSeparator());
    }

    private static Optional<String> nearest(String text) {
        List<String> keys = Arrays.stream(values()).map(OptionKey::text).toList();
        return Spelling.nearest(text, keys);
    }

    private String line() {
        return "  %-18s  %s%n".formatted(value.isEmpty() ? text : text + "=" + value, meaning);
    }
}
