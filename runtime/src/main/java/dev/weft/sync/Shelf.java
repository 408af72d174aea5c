// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a pool that nobody uses, in the order in which they were used last. What was used last is taken first, so that what a
 * burst has made, and nobody needs any more, stays untouched and grows old.
 */
final class Shelf<T> {
    private final List<Pooled<T>> idle = new ArrayList<>();

    int size() {
        return idle.size();
    }

    /** Puts an object where it belongs by the time of its last use, nearly always at the end. */
    void put(Pooled<T> object) {
        int place = idle.size();
        while (place > 0 && idle.get(place - 1).used - object.used > 0) {
            place--;
        }
        idle.add(place, object);
    }

    /** The one that was used last, or null. */
    @Nullable
    Pooled<T> newest() {
        return idle.isEmpty() ? null : idle.get(idle.size() - 1);
    }

    /** The one that was unused for longest, or null. */
    @Nullable
    Pooled<T> oldest() {
        return idle.isEmpty() ? null : idle.get(0);
    }

    /** Takes the one that was used last, or returns null. */
    @Nullable
    Pooled<T> takeNewest() {
        return idle.isEmpty() ? null : idle.remove(idle.size() - 1);
    }

    /** Takes out those for which something is true, the oldest first; each is asked once it is known that those before are out. */
    List<Pooled<T>> takeAll(Predicate<Pooled<T>> which) {
        List<Pooled<T>> taken = new ArrayList<>();
        for (Iterator<Pooled<T>> all = idle.iterator(); all.hasNext(); ) {
            Pooled<T> each = all.next();
            if (which.test(each)) {
                all.remove();
                taken.add(each);
            }
        }
        return taken;
    }

    /** All, the oldest first; not to be changed meanwhile. */
    List<Pooled<T>> all() {
        return idle;
    }
}
