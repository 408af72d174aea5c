// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

/** The rule that an operation is awaited once: its result is not there for a second await. */
final class Once {
    private Once() {}

    /** Called when somebody asks for the result. */
    static void check(boolean taken, String operation) {
        if (taken) {
            throw refusal(operation);
        }
    }

    /** What a second await gets. */
    static IllegalStateException refusal(String operation) {
        return new IllegalStateException(
                operation + " was awaited before; what it returns is awaited once. Call it again for another.");
    }
}
