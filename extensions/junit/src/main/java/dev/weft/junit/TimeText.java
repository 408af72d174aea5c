// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as JUnit writes them in its own configuration: {@code 500 ms}. */
final class TimeText {
    private static final Pattern TIME = Pattern.compile("\\s*(\\d+)\\s*([a-z]*)\\s*");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ns", ChronoUnit.NANOS,
            "ms", ChronoUnit.MILLIS,
            "", ChronoUnit.SECONDS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS);

    private TimeText() {}

    static Duration parse(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches() || !UNITS.containsKey(time.group(2)) || Long.parseLong(time.group(1)) == 0) {
            throw new IllegalArgumentException("timeout = \"" + text
                    + "\" of @AsyncTest: write a number and ns, ms, s, m or h, such as \"500 ms\"");
        }
        return Duration.of(Long.parseLong(time.group(1)), UNITS.get(time.group(2)));
    }

    static String of(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
