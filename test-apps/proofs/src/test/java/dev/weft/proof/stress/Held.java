// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

/** A result that is more than a value: whoever gets it ends it, and exactly once. */
interface Held {
    /** Whether it was ended. */
    boolean isOver();

    void end();
}
