// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import dev.weft.internal.SystemSignal;
import dev.weft.spi.Reports;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Prints a dump to standard error when a signal comes: {@code -Dweft.debug.signal=USR1} and {@code kill -USR1 PID}. Opt-in, as the signal
 * may be another one's.
 */
final class SignalDoor {
    static final String PROPERTY = "weft.debug.signal";

    private SignalDoor() {}

    /** Waits for the signal that the property names; null where it names none, or where that cannot be had, which is logged. */
    static @Nullable SystemSignal open(Supplier<String> dump) {
        String name = System.getProperty(PROPERTY, "");
        if (name.isEmpty()) {
            return null;
        }
        try {
            return SystemSignal.handle(name, () -> print(dump));
        } catch (IllegalArgumentException | UnsupportedOperationException refused) {
            Reports.warning("-D" + PROPERTY + '=' + name + " has no effect: " + refused.getMessage(), null);
            return null;
        }
    }

    private static void print(Supplier<String> dump) {
        System.err.print(dump.get());
        System.err.flush();
    }
}
