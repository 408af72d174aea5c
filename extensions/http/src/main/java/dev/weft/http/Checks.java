// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.time.Duration;
import java.util.Objects;

/** What options refuse, in the same words everywhere. */
final class Checks {
    private Checks() {}

    static int atLeast(int least, int number, String option) {
        return (int) atLeast(least, (long) number, option);
    }

    static long atLeast(long least, long number, String option) {
        if (number < least) {
            throw new IllegalArgumentException(option + "(" + number + "): at least " + least);
        }
        return number;
    }

    static Duration positive(Duration limit, String option) {
        if (Objects.requireNonNull(limit, "limit").isNegative() || limit.isZero()) {
            throw new IllegalArgumentException(option + "(" + limit + "): more than zero");
        }
        return limit;
    }
}
