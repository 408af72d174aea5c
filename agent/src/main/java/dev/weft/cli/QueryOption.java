// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** An option that the process is told as a parameter of the same name. */
enum QueryOption {
    FILTER(
            "PATTERN",
            Pattern.class,
            "show only tasks of which a name, a line or what they await has a match, and those around them"),
    LIMIT("N", Integer.class, "show at most N tasks, and count the others"),
    LOCALS("", Boolean.class, "show the values of the local variables too"),
    INTERNAL("", Boolean.class, "show the frames of Weft itself too"),
    ASCII("", Boolean.class, "draw with characters of ASCII alone"),
    FORM("FORM", String.class, "table, or csv or tsv for programs"),
    FOR("TIME", Duration.class, "how long a task must not have moved; 5s if not given"),
    GC("", Boolean.class, "have the process collect its garbage first, which stops it for that long"),
    CLUSTER("", Boolean.class, "of all nodes of the cluster that the process is one of"),
    SECONDS("N", Integer.class, "how long to look");

    /** What can be said wherever tasks are shown. */
    static final List<QueryOption> OF_TASKS = List.of(FILTER, LIMIT, LOCALS, INTERNAL, ASCII);

    private final String label;
    private final Class<?> type;
    private final String meaning;

    QueryOption(String label, Class<?> type, String meaning) {
        this.label = label;
        this.type = type;
        this.meaning = meaning;
    }

    String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    private String option() {
        return "--" + parameter();
    }

    OptionSpec spec() {
        OptionSpec.Builder spec = OptionSpec.builder(option()).type(type).description(meaning);
        if (type == Boolean.class) {
            return spec.arity("0").build();
        }
        if (type != String.class) {
            spec.converters(converter());
        }
        return spec.paramLabel(label).build();
    }

    private ITypeConverter<?> converter() {
        return type == Duration.class ? Durations::parse : type == Pattern.class ? Values::pattern : Values::number;
    }

    /** Adds what was typed to the parameters of a request. */
    void addTo(Map<String, String> parameters, ParseResult arguments) {
        Object value = arguments.matchedOptionValue(option(), (Object) null);
        if (value instanceof Duration time) {
            parameters.put(parameter(), time.toMillis() + "ms");
        } else if (value != null) {
            parameters.put(parameter(), value.toString());
        }
    }

    /** Returns how long an answer takes longer for it. */
    Optional<Duration> time(ParseResult arguments) {
        Object value = arguments.matchedOptionValue(option(), (Object) null);
        if (value instanceof Duration time) {
            return Optional.of(time);
        }
        return this == SECONDS && value instanceof Integer seconds
                ? Optional.of(Duration.ofSeconds(seconds))
                : Optional.empty();
    }
}
