// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What holds for a test or for a class.
 *
 * @param seed that to run under, or the first of several; empty if nobody says it
 * @param count the number of seeds to run under; 1 in real time
 * @param virtualTime whether time is virtual
 * @param timeout how long it may take
 */
record Settings(OptionalLong seed, int count, boolean virtualTime, Duration timeout) {
    private static final String SEED = "weft.seed";
    private static final String SEED_VARIABLE = "WEFT_SEED";
    private static final String TIMEOUT = "weft.timeout";
    private static final String DEFAULT_TIMEOUT = "60 s";

    /** Reads what stands at the method, at its class, at the classes around that, and in the configuration. */
    static Settings of(ExtensionContext context) {
        Said said = Said.of(context);
        String timeout = said.timeout().isEmpty()
                ? context.getConfigurationParameter(TIMEOUT).orElse(DEFAULT_TIMEOUT)
                : said.timeout();
        Duration limit = TimeText.parse(timeout);
        if (!said.virtualTime()) {
            return new Settings(OptionalLong.empty(), 1, false, limit);
        }
        String asked = context.getConfigurationParameter(SEED).orElseGet(() -> System.getenv(SEED_VARIABLE));
        return asked == null
                ? new Settings(said.seed(), said.seeds(), true, limit)
                : new Settings(OptionalLong.of(number(asked)), 1, true, limit);
    }

    private static long number(String seed) {
        try {
            return Long.parseLong(seed.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(SEED + " is to be a whole number, and is " + seed, e);
        }
    }

    /** Those to run under, one after the other, where there are several. */
    List<Long> seeds() {
        long first = seed.orElse(1);
        return LongStream.range(first, first + count).boxed().toList();
    }

    /** That of what runs once; null in real time. */
    @Nullable
    Long oneSeed() {
        return virtualTime ? Long.valueOf(seed.orElseGet(Said::draw)) : null;
    }
}
