// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

/** How far all orders are walked through: how many, how long each, and how often one departs from the order of a real loop. */
record Limits(long schedules, int steps, int departures) {
    static Limits standard() {
        return new Limits(1_000_000, 10_000, Integer.MAX_VALUE);
    }

    static int positive(String name, int number) {
        if (number <= 0) {
            throw new IllegalArgumentException(name + ": " + number + " is not positive");
        }
        return number;
    }
}
