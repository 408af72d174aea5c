// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import java.util.Objects;

/**
 * What a {@link Condition} looked like at one moment.
 *
 * @param waiting how many wait for a signal
 * @param mutex what its mutex looked like; who was signalled waits there
 */
public record ConditionStatistics(int waiting, MutexStatistics mutex) {
    /**
     * Refuses a missing mutex.
     *
     * @param waiting see {@link #waiting}
     * @param mutex see {@link #mutex}
     */
    public ConditionStatistics {
        Objects.requireNonNull(mutex, "mutex");
    }
}
