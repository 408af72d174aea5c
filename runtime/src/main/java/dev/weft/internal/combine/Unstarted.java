// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.abi.ColdFrames;
import dev.weft.abi.Frame;
import dev.weft.spi.Reports;

/** An awaitable that an operation was given and has not started, when the operation is cancelled before it began. */
final class Unstarted {
    private Unstarted() {}

    /**
     * Gives it up without asking whether it is ready, for asking may do the work.
     *
     * @return false if it runs already: it has then been cancelled, and is to be waited for
     */
    static boolean giveUp(Awaitable<?> part, Waiter waiter) {
        if (part instanceof Frame<?>) {
            ColdFrames.giveUp(part);
            return true;
        }
        try {
            return part.withdraw(waiter);
        } catch (Throwable thrown) { // of user code; the cancellation goes on to the other parts
            Reports.warning(
                    "withdraw(...) of " + part.getClass().getName() + " failed, and it counts as given up", thrown);
            return true;
        }
    }
}
