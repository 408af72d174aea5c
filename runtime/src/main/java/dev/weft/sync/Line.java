// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import org.jspecify.annotations.Nullable;

/**
 * Those who wait for the same, who has waited longest first. Anybody leaves it in constant time, wherever they stand: a hundred thousand
 * tasks that are cancelled leave as fast as one after the other is served.
 *
 * @param <W> what stands in it
 */
final class Line<W extends Queued<?>> {
    private @Nullable W first;
    private @Nullable Queued<?> last;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** Who has waited longest, or null. */
    @Nullable
    W first() {
        return first;
    }

    void add(W added) {
        added.standsIn = this;
        added.before = last;
        if (last == null) {
            first = added;
        } else {
            last.behind = added;
        }
        last = added;
        size++;
    }

    /** Takes out who has waited longest, or returns null. */
    @Nullable
    W poll() {
        W polled = first;
        if (polled != null) {
            remove(polled);
        }
        return polled;
    }

    /** Takes one out, wherever it stands; does nothing if it is not in this line. */
    @SuppressWarnings("unchecked") // what stands behind was added here
    void remove(Queued<?> gone) {
        if (gone.standsIn != this) {
            return;
        }
        Queued<?> before = gone.before;
        Queued<?> behind = gone.behind;
        if (before == null) {
            first = (W) behind;
        } else {
            before.behind = behind;
        }
        if (behind == null) {
            last = before;
        } else {
            behind.before = before;
        }
        gone.standsIn = null;
        gone.before = null;
        gone.behind = null;
        size--;
    }
}
