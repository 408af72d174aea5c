// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.concurrent;

import dev.weft.Awaitable;

/** What operations give, where nobody awaits them. */
public final class Results {
    private Results() {}

    /** Takes the result of an operation that is ready, and that does not fail. */
    public static <T> T of(Awaitable<T> operation) {
        try {
            return operation.result();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
