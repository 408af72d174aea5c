// SPDX-License-Identifier: Apache-2.0
package dev.weft.file;

import dev.weft.Awaitable;
import java.util.List;

/** Where a {@link Batched} generator has its elements from, some at a time. */
interface BatchSource<T> {
    /** Gives the next elements; none at the end. Loop thread only. */
    Awaitable<List<T>> more();

    /** Gives up what it holds of the system. Nothing of it is under way. Idempotent; any thread. */
    void release();

    /** Whether it holds something of the system. */
    boolean isOpen();
}
