// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Durations as they are typed: {@code 500ms}, {@code 5s}, {@code 2m}; a number alone is seconds. */
final class Durations {
    private static final Pattern TYPED = Pattern.compile("(\\d{1,9})(ms|s|m|h)?");
    private static final Map<String, Long> MILLIS = Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);

    private Durations() {}

    static Duration parse(String typed) {
        Matcher matcher = TYPED.matcher(typed);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + typed + "' is no duration; give one such as 500ms, 5s or 2m");
        }
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        return Duration.ofMillis(Long.parseLong(matcher.group(1)) * MILLIS.getOrDefault(unit, 0L));
    }
}
