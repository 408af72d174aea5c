// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

/** What goes wrong where no caller is left to be told: logged as a warning by {@code dev.weft}. */
final class Reports {
    private Reports() {}

    static void failure(String what, Throwable failure) {
        System.getLogger("dev.weft").log(System.Logger.Level.WARNING, what, failure);
    }
}
