// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Those who wait for something that all of them are told, in the order in which they began to. Any thread. */
abstract class Listeners extends ShortLock {
    private final Set<Listening<?>> listening = new LinkedHashSet<>();

    final void add(Listening<?> listener) {
        lock();
        try {
            listening.add(listener);
        } finally {
            unlock();
        }
    }

    final void remove(Listening<?> listener) {
        lock();
        try {
            listening.remove(listener);
        } finally {
            unlock();
        }
    }

    /** Those who wait now. With the lock held. */
    final List<Listening<?>> waiting() {
        return listening.isEmpty() ? List.of() : new ArrayList<>(listening);
    }

    /** How many wait. With the lock held. */
    final int count() {
        return listening.size();
    }

    /** How messages tell how many wait. */
    static String waitingText(int waiting) {
        return waiting == 0 ? "" : ", " + waiting + (waiting == 1 ? " waits" : " wait");
    }
}
