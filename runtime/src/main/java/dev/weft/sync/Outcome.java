// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import org.jspecify.annotations.Nullable;

/** What came of an {@link Operation}, where that is no element. */
final class Outcome {
    /** Nothing but that it is done. */
    static final Outcome DONE = new Outcome(null);

    /** The exchange was closed. */
    static final Outcome CLOSED = new Outcome(null);

    /** What the attempt threw. */
    final @Nullable Throwable failure;

    Outcome(@Nullable Throwable failure) {
        this.failure = failure;
    }
}
