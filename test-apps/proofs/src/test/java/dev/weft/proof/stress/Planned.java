// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

/** A failure that belongs to the program. */
final class Planned extends Exception {
    private static final long serialVersionUID = 1;

    Planned(String why) {
        super(why, null, true, false); // without a trace, and with what else fails
    }
}
