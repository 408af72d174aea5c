// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

/** What goes wrong where no caller is left to be told. */
final class Log {
    private static final System.Logger LOGGER = System.getLogger("dev.weft");

    private Log() {}

    static void warning(String what, Throwable failure) {
        LOGGER.log(System.Logger.Level.WARNING, what, failure);
    }
}
