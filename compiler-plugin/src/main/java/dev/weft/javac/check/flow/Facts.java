// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.flow;

import com.sun.source.util.TreePath;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts that are certain at one point of a method, on every path that leads there. A fact is any object with an {@code equals}, which a
 * rule gives its meaning. Never changed: what adds or removes a fact makes others.
 *
 * @param known each fact with the place that it comes from
 */
public record Facts(Map<Object, TreePath> known) {
    static final Facts NONE = new Facts(Map.of());

    /**
     * Returns where a fact comes from.
     *
     * @param fact the fact
     * @return the place; null if it is not certain
     */
    public @Nullable TreePath get(Object fact) {
        return known.get(fact);
    }

    /**
     * Adds a fact.
     *
     * @param fact the fact, in place of an equal one
     * @param from where it comes from
     * @return these facts and that one
     */
    public Facts with(Object fact, TreePath from) {
        Map<Object, TreePath> more = new HashMap<>(known);
        more.put(fact, from);
        return new Facts(more);
    }

    /**
     * Removes a fact.
     *
     * @param fact the fact
     * @return these facts but that one
     */
    public Facts without(Object fact) {
        if (!known.containsKey(fact)) {
            return this;
        }
        Map<Object, TreePath> less = new HashMap<>(known);
        less.remove(fact);
        return new Facts(less);
    }

    /** The facts that are certain where two paths meet. Null is where no path leads. */
    static @Nullable Facts join(@Nullable Facts one, @Nullable Facts other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        Map<Object, TreePath> both = new HashMap<>(one.known);
        both.keySet().retainAll(other.known.keySet());
        return new Facts(both);
    }
}
