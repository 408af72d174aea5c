// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

/** What stands between an awaitable and the await. */
enum Way {
    WAIT_FOR,
    GATHER,
    /** With another part that fails. */
    GATHER_FAILING,
    SPAWN,
    /** {@code toCompletableFuture()}; only outermost. */
    FUTURE
}
