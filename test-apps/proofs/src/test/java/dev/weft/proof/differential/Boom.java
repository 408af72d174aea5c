// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.differential;

/** A failure of a scenario's own. */
final class Boom extends Exception {
    private static final long serialVersionUID = 1;

    Boom(int number) {
        super("Boom" + number);
    }
}
