// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

/** What happens at one point of a program's run. */
enum Mode {
    /** The outermost task is cancelled. */
    CANCEL,
    /** Some task is. */
    CANCEL_ANY,
    /** Two are, or one twice, some points apart. */
    CANCEL_TWICE,
    /** Another thread cancels some task. */
    CANCEL_FROM_THREAD,
    STOP,
    /** The loop is closed. */
    CLOSE
}
