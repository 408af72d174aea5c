// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.List;

/** A task that passed a request on, and to whom: a step of the way of a {@link CancelWave}. */
final class PassedOn {
    final CancellableTask<?> waiter;
    final List<? extends CancellableTask<?>> awaited;

    /** Whether the waiter can do without the awaited: a structured call cannot do without its parts. */
    final boolean canLeave;

    /** The place of the one to which the wave goes next. */
    int next;

    PassedOn(CancellableTask<?> waiter, List<? extends CancellableTask<?>> awaited, boolean canLeave) {
        this.waiter = waiter;
        this.awaited = awaited;
        this.canLeave = canLeave;
    }
}
