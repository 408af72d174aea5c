// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

import dev.weft.internal.DebugThread;
import dev.weft.spi.Reports;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** For how long a step may hold its loop: what the system property {@link DebugThread#STALL} says. */
final class Threshold {
    /** In nanoseconds. */
    static final long DEFAULT = TimeUnit.MILLISECONDS.toNanos(100);

    private static final Pattern TIME = Pattern.compile("([0-9]{1,8})(ms|s|m)?");

    private Threshold() {}

    /** Returns it in nanoseconds; the default for a value that is none, which is logged. */
    static long ofProperty() {
        String text = System.getProperty(DebugThread.STALL);
        OptionalLong nanos = of(text);
        if (nanos.isPresent()) {
            return nanos.getAsLong();
        }
        Reports.warning(
                "-D" + DebugThread.STALL + '=' + text + " has no effect: it takes a time such as 250ms or 2s, or off."
                        + " Loops that stall are reported after " + StallText.time(DEFAULT),
                null);
        return DEFAULT;
    }

    /** Reads a time; empty if it is none. A number by itself is of milliseconds. */
    static OptionalLong of(@Nullable String text) {
        if (text == null) {
            return OptionalLong.of(DEFAULT);
        }
        Matcher time = TIME.matcher(text);
        if (!time.matches() || Long.parseLong(time.group(1)) == 0) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(time.group(1));
        Duration duration = switch (String.valueOf(time.group(2))) {
            case "m" -> Duration.ofMinutes(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMillis(number);
        };
        return OptionalLong.of(duration.toNanos());
    }
}
