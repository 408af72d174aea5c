// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Dates as header fields have them; the one of now is made once a second. Any thread. */
final class HttpDate {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private static volatile Made last = new Made(Long.MIN_VALUE, "");

    private record Made(long second, String text) {}

    private HttpDate() {}

    static String of(Instant instant) {
        return FORMAT.format(instant);
    }

    /** Empty for what is no date in the form that all have to send. */
    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(Instant.from(FORMAT.parse(text)));
        } catch (DateTimeException wrong) {
            return Optional.empty();
        }
    }

    static String ofMillis(long millis) {
        long second = Math.floorDiv(millis, 1000L);
        Made made = last;
        if (made.second != second) {
            made = new Made(second, of(Instant.ofEpochSecond(second)));
            last = made;
        }
        return made.text;
    }
}
