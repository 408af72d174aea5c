// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.List;

/**
 * An operation that runs tasks of its own, its parts, and does not end before they have. When the task that waits for it is cancelled, the
 * request goes to the parts at once ({@link CancelWave}), however deep such operations are nested.
 */
public interface StructuredCall {
    /**
     * Notes that whoever waits for it is cancelled; the parts that run are cancelled next. Runs no code of the user. Loop thread only.
     *
     * @param request who asked
     * @return the parts, in order
     */
    List<? extends SpawnedTask<?>> cancelled(CancelRequest request);

    /**
     * Returns the tasks that have to end before it does, for who shows them. Another thread may ask while they change.
     *
     * @return some or all of its parts; those that have ended may be among them
     */
    List<? extends SpawnedTask<?>> awaited();

    /** Gives back what parts gave that have ended before the cancellation. Called after {@link #cancelled}; may run code of the user. */
    void giveBack();
}
