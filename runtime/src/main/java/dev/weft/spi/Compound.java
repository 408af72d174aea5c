// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import dev.weft.Awaitable;
import java.util.List;

/**
 * An awaitable that waits for several others itself, as a {@code select} does for its clauses: whoever awaits it is held by what waits in
 * each of them, and in no other way. So a task that awaits it may be lost only if it may be with each of them.
 */
public interface Compound {
    /**
     * Returns what it waits for. Any thread.
     *
     * @return the others, in no order
     */
    List<Awaitable<?>> awaitables();
}
