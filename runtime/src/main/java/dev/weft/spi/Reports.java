// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import org.jspecify.annotations.Nullable;

/** The log for what goes wrong where no caller is left to be told: warnings of the logger {@code dev.weft}. Any thread. */
public final class Reports {
    private Reports() {}

    /**
     * Logs a warning. Never throws: what the logger does not take goes to standard error.
     *
     * @param what what went wrong, where, and what becomes of it, as a sentence without a full stop or several with one
     * @param failure the exception that says why, or null
     */
    public static void warning(String what, @Nullable Throwable failure) {
        try {
            System.getLogger("dev.weft").log(System.Logger.Level.WARNING, what, failure);
        } catch (Throwable broken) { // a handler of the user's, or no memory for the record
            print(what, failure, broken);
        }
    }

    private static void print(String what, @Nullable Throwable failure, Throwable broken) {
        try {
            System.err.println("WARNING: " + what);
            if (failure != null) {
                System.err.println("    because of " + Fence.textOf(failure));
            }
            System.err.println(
                    "    (to standard error, since the logger dev.weft failed: " + Fence.textOf(broken) + ")");
        } catch (Throwable nobodyListens) {
            return; // there is nowhere left to say it
        }
    }
}
