// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a request says beyond the name of its resource: {@code ?limit=20&locals}. What it says wrongly is refused, not passed over. */
public final class Parameters {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h)");

    private final Map<String, String> values;

    private Parameters(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads the part of a request behind the question mark.
     *
     * @param query that part, or an empty text
     * @return the parameters
     */
    public static Parameters of(String query) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = decoded(equals < 0 ? part : part.substring(0, equals));
            if (!name.isEmpty() && values.put(name, equals < 0 ? "" : decoded(part.substring(equals + 1))) != null) {
                throw new IllegalArgumentException("The parameter " + name + " is there twice");
            }
        }
        return new Parameters(values);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Refuses what the resource does not know, as a name with a letter wrong. */
    void require(Set<String> known) {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("There is no parameter " + name + " here; "
                        + (known.isEmpty() ? "there are none" : "there are " + String.join(", ", known)));
            }
        }
    }

    /**
     * Returns the value of a parameter.
     *
     * @param name its name
     * @return the text; empty where it has none; null where it is not there
     */
    public @Nullable String text(String name) {
        return values.get(name);
    }

    /**
     * Says whether something is asked for that needs no value.
     *
     * @param name the name of the parameter
     * @return whether it is there, and not {@code false}
     */
    public boolean flag(String name) {
        String value = values.get(name);
        return value != null && !value.equals("false");
    }

    /**
     * Returns a whole number that is not negative.
     *
     * @param name the name of the parameter
     * @param otherwise the number where the parameter is not there
     * @return the number
     */
    public int number(String name, int otherwise) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(name + " has to be a number, as in " + name + "=20, and is: " + value);
        }
        return Integer.parseInt(value);
    }

    /**
     * Returns a time.
     *
     * @param name the name of the parameter
     * @param otherwise the time where the parameter is not there
     * @return the time; a number without a unit is one of seconds
     */
    public Duration duration(String name, Duration otherwise) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        Matcher parts = DURATION.matcher(value.matches("\\d+") ? value + 's' : value);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    name + " has to be a time with its unit (ms, s, m, h), as in " + name + "=5s, and is: " + value);
        }
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}
