// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import org.jspecify.annotations.Nullable;

/** A future whose outcome is that of a coroutine: it fails with what the coroutine has thrown, and nothing is wrapped around that. */
public interface CoroutineFuture {
    /**
     * Returns the coroutine. Any thread.
     *
     * @return the coroutine, or null if it has not been made yet
     */
    @Nullable
    Coroutine coroutine();
}
