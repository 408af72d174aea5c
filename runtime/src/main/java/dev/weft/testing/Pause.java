// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.SingleUse;

/** Waits for nothing: the waiter is ready again at once, and runs when it is its turn. */
final class Pause extends SingleUse<Void> {
    @Override
    protected String operation() {
        return "pause()";
    }

    @Override
    protected void begin(Waiter waiter) {
        complete();
    }

    @Override
    @SuppressWarnings("NullAway") // Void
    protected Void value() {
        return null;
    }

    @Override
    public WaitDescription describe() {
        return WaitDescription.of("pause", "");
    }
}
