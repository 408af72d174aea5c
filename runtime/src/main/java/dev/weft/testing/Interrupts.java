// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import java.util.concurrent.CancellationException;

/** Ends an exploration whose thread is interrupted, as by a limit of time of the test. */
final class Interrupts {
    private Interrupts() {}

    static void check(long tried, String of) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("The exploration was interrupted after " + tried + " " + of);
        }
    }
}
