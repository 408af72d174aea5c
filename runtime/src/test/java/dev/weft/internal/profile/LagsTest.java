// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LagsTest {
    private static final long SECOND = 1_000_000_000;

    private final Lags lags = new Lags();

    @Test
    void aLoopThatWaitsAllTheTimeHasNone() {
        assertEquals(0, lags.quantile(0.99, SECOND));
        assertEquals(0, lags.longest());
    }

    @Test
    void whatComesInTheMiddleOfATurnWaitsForTheRestOfIt() {
        lags.add(SECOND);
        assertNear(SECOND / 2, lags.quantile(0.5, SECOND), 1_000);
        assertNear(SECOND / 10 * 9, lags.quantile(0.9, SECOND), 1_000);
    }

    @Test
    void oneLongTurnInATimeOfNothingIsSeenInItsPartOfTheTimeAlone() {
        lags.add(SECOND / 10);
        assertEquals(0, lags.quantile(0.5, SECOND));
        assertNear(0, lags.quantile(0.9, SECOND), 1_000);
        assertNear(SECOND / 10 - SECOND / 100, lags.quantile(0.99, SECOND), 1_000);
        assertEquals(SECOND / 10, lags.longest());
    }

    @Test
    void manyShortTurnsHideNoLongOne() {
        for (int i = 0; i < 800_000; i++) {
            lags.add(1_000);
        }
        lags.add(SECOND / 5);
        assertNear(1_000, lags.quantile(0.7, SECOND), 1_000);
        assertNear(SECOND / 10, lags.quantile(0.9, SECOND), SECOND / 100);
    }

    @Test
    void turnsOfAnyLengthHaveAPlace() {
        lags.add(0);
        lags.add(1);
        lags.add(Long.MAX_VALUE / 4);
        assertEquals(Long.MAX_VALUE / 4, lags.longest());
    }

    private static void assertNear(long expected, long found, long margin) {
        assertTrue(Math.abs(expected - found) <= margin, () -> found + " is not near " + expected);
    }
}
