// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.util.function.BooleanSupplier;

/** True after it was asked a number of times. */
final class Countdown implements BooleanSupplier {
    private int left;

    Countdown(int left) {
        this.left = left;
    }

    @Override
    public boolean getAsBoolean() {
        return left-- == 0;
    }
}
