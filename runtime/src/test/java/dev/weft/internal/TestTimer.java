// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Waiter;

/** A timer that nobody awaits. */
abstract class TestTimer extends Timer<String> {
    @Override
    protected final String operation() {
        return "timer";
    }

    @Override
    protected final void begin(Waiter waiter) {}

    @Override
    protected final String value() {
        return "value";
    }
}
