// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.over;

import dev.weft.spi.Reports;

/** Begins what system properties ask for, before the first loop turns. {@code dev.weft.internal} knows it by name. */
public final class AtStart implements Runnable {
    private static final String HISTORY = "weft.debug.history";

    /** For who begins. */
    public AtStart() {}

    @Override
    public void run() {
        String length = System.getProperty(HISTORY);
        if (length != null) {
            keepHistory(length.trim());
        }
    }

    private static void keepHistory(String length) {
        if (length.matches("[1-9]\\d{0,6}")) {
            History.keep(Integer.parseInt(length));
        } else {
            Reports.warning(
                    HISTORY + " has to be a number from 1 to " + History.MOST + ", as 1000, and is " + length
                            + "; no history is kept",
                    null);
        }
    }
}
