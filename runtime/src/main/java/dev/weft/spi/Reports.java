// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import org.jspecify.annotations.Nullable;

/** The log for what goes wrong where no caller is left to be told: warnings of the logger {@code dev.weft}. Any thread. */
public final class Reports {
    private Reports() {}

    /**
     * Logs a warning.
     *
     * @param what what went wrong, where, and what becomes of it, as a sentence without a full stop or several with one
     * @param failure the exception that says why, or null
     */
    public static void warning(String what, @Nullable Throwable failure) {
        System.getLogger("dev.weft").log(System.Logger.Level.WARNING, what, failure);
    }
}
