// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.diagnostic.Spelling;
import java.util.ArrayList;
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
    DEBUG("debug", "true|off", "true: weave and run for a debugger; off: show nothing of tasks to anybody"),
    STEP(
            "step",
            "debug.step",
            "true|false",
            "let a debugger step over awaits, with a thread for each task; default as debug=true"),
    STALL(
            "stall",
            "debug.stall",
            "TIME|off",
            "report steps that block a loop for longer, such as 250ms or 2s; default 100ms, or off with debug=true"),
    LOST("lost", "debug.lost", "on|off", "look for tasks that nobody can have go on; default on"),
    TRACE("trace", "debug.trace", "FILE", "write what the tasks do to FILE, for a viewer of Chrome traces"),
    HISTORY("history", "debug.history", "N", "remember the last N things that happened on each loop"),
    SIGNAL("signal", "debug.signal", "USR1", "print all tasks to standard error at this signal"),
    REDACT(
            "redact",
            "debug.redact",
            "REGEX",
            "show no value of a variable whose name, or whose text, the expression finds"),
    STRICT("strict", "true|false", "fail a run at whose end work was forgotten; default false"),
    HELP("help", "", "print this and exit");

    private static final String INTRODUCTION = """
            usage: -javaagent:weft-agent.jar[=KEY=VALUE,KEY=VALUE...]
               or: -Dweft.KEY=VALUE, for each KEY that is not among the agent's arguments;
                   -Dweft.debug.KEY=VALUE for step, stall, lost, trace, history, signal and redact
            """;

    private static final String PATTERNS = """
            PATTERNS are separated by ';', or given by repeating the key:
              com.example.*       the package and all packages below it
              com.example         the package alone
              com.example.Orders  the class and the classes nested in it
            """;

    private static final String PREFIX = "weft.";

    /** Of the runtime alone: set for a whole program, or published by it for those who look from outside. */
    private static final List<String> NO_OPTIONS =
            List.of("backend", "blocking.threads", "debug.socket", "debug.socket.failure", "debug.trace.limit");

    private final String text;
    private final String property;
    private final String value;
    private final String meaning;

    OptionKey(String text, String value, String meaning) {
        this(text, text, value, meaning);
    }

    OptionKey(String text, String property, String value, String meaning) {
        this.text = text;
        this.property = property;
        this.value = value;
        this.meaning = meaning;
    }

    String text() {
        return text;
    }

    String property() {
        return PREFIX + property;
    }

    /** Whether it is for the runtime, which reads its property: the agent only sets that. */
    boolean isForRuntime() {
        return this == STRICT || !property.equals(text);
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
        List<String> keys = Arrays.stream(values()).map(OptionKey::text).toList();
        throw new OptionException("unknown option \"" + text + "\""
                + Spelling.nearest(text, keys)
                        .map(key -> "; did you mean \"" + key + "\"?")
                        .orElse(""));
    }

    /** Refuses a misspelt {@code weft.KEY}. Other properties of that prefix may be the application's own. */
    static void refuseMisspelt(Set<String> properties) throws OptionException {
        Set<String> ours = new TreeSet<>();
        for (String property :
                properties) { // without a stream or a lambda, of which each takes its time when the agent starts
            if (property.startsWith(PREFIX)) {
                ours.add(property);
            }
        }
        List<String> known = ours.isEmpty() ? List.of() : known();
        for (String property : ours) {
            if (!known.contains(property.substring(PREFIX.length()))) {
                Optional<String> meant = Spelling.nearest(property.substring(PREFIX.length()), known);
                if (meant.isPresent()) {
                    throw new OptionException("unknown system property \"" + property + "\"; did you mean \"" + PREFIX
                            + meant.get() + "\"?");
                }
            }
        }
    }

    private static List<String> known() {
        List<String> known = new ArrayList<>();
        for (OptionKey key : values()) {
            known.add(key.property);
        }
        known.addAll(NO_OPTIONS);
        return known;
    }

    static String help() {
        String keys = Arrays.stream(values()).map(OptionKey::line).collect(Collectors.joining());
        return (INTRODUCTION + keys + PATTERNS).replace("\n", System.lineSeparator());
    }

    private String line() {
        return "  %-18s  %s%n".formatted(value.isEmpty() ? text : text + "=" + value, meaning);
    }
}
