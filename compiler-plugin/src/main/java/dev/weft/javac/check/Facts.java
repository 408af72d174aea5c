// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.util.TreePath;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is certain at one point of a method, on every path that leads there.
 *
 * @param known each fact with the place that it comes from
 */
record Facts(Map<Object, TreePath> known) {
    static final Facts NONE = new Facts(Map.of());

    @Nullable
    TreePath get(Object fact) {
        return known.get(fact);
    }

    Facts with(Object fact, TreePath from) {
        Map<Object, TreePath> more = new HashMap<>(known);
        more.put(fact, from);
        return new Facts(more);
    }

    Facts without(Object fact) {
        if (!known.containsKey(fact)) {
            return this;
        }
        Map<Object, TreePath> less = new HashMap<>(known);
        less.remove(fact);
        return new Facts(less);
    }

    /** What is certain where two paths meet. Null is where no path leads. */
    static @Nullable Facts join(@Nullable Facts one, @Nullable Facts other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        Map<Object, TreePath> both = new HashMap<>(one.known);
        both.keySet().retainAll(other.known.keySet());
        return new Facts(both);
    }
}
