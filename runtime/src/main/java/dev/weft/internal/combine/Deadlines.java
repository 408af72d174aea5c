// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.Awaitable;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.internal.SpawnedTask;

/** The limits of time that stand around who waits. */
public final class Deadlines {
    private Deadlines() {}

    /**
     * Returns when the first of the limits around somebody ends.
     *
     * @param waiter who waits
     * @return the time on the clock of its loop; {@link WaitDescription#NO_DEADLINE} if there is no limit
     */
    public static long around(Waiter waiter) {
        long nearest = WaitDescription.NO_DEADLINE;
        SpawnedTask<?> task = waiter.actsFor() instanceof SpawnedTask<?> acting ? acting : null;
        while (task != null && task.whole() instanceof SpawnedTask<?> whole) {
            Awaitable<?> call = whole.pending();
            if (call instanceof Shield<?> || call instanceof ShieldedBlock<?>) {
                return nearest;
            }
            if (call instanceof LimitedCall<?> limited && limited.child == task) {
                nearest = earlier(nearest, limited.describe().deadlineNanos());
            }
            task = whole;
        }
        return nearest;
    }

    /** The clock may pass its largest number. */
    private static long earlier(long first, long second) {
        if (first == WaitDescription.NO_DEADLINE || second == WaitDescription.NO_DEADLINE) {
            return first == WaitDescription.NO_DEADLINE ? second : first;
        }
        return first - second < 0 ? first : second;
    }
}
