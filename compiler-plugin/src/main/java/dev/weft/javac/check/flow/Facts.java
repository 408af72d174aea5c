// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.flow;

import com.sun.source.util.TreePath;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The facts that are certain at one point of a method, on every path that leads there. A fact is any object with an {@code equals}, which a
 * rule gives its meaning; with it goes the place that it comes from. Never changed: what adds or removes a fact makes others, which share
 * with these what is the same, so neither that nor a join takes the longer the more facts there are.
 */
public final class Facts {
    static final Facts NONE = new Facts(null);

    private final @Nullable FactTree root;

    private Facts(@Nullable FactTree root) {
        this.root = root;
    }

    /**
     * Returns where a fact comes from.
     *
     * @param fact the fact
     * @return the place; null if it is not certain
     */
    public @Nullable TreePath get(Object fact) {
        return FactTree.get(root, fact);
    }

    /**
     * Whether nothing is certain.
     *
     * @return true if there is no fact
     */
    public boolean isEmpty() {
        return root == null;
    }

    /**
     * Shows each fact with its place.
     *
     * @param reader who looks
     */
    public void forEach(BiConsumer<Object, TreePath> reader) {
        FactTree.forEach(root, reader);
    }

    /**
     * Adds a fact.
     *
     * @param fact the fact, in place of an equal one
     * @param from where it comes from
     * @return these facts and that one
     */
    public Facts with(Object fact, TreePath from) {
        return of(FactTree.with(root, fact, from));
    }

    /**
     * Removes a fact.
     *
     * @param fact the fact
     * @return these facts but that one
     */
    public Facts without(Object fact) {
        return of(FactTree.without(root, fact));
    }

    /** The facts that are certain where two paths meet. Null is where no path leads. */
    static @Nullable Facts join(@Nullable Facts one, @Nullable Facts other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.and(other);
    }

    Facts and(Facts other) {
        return of(FactTree.join(root, other.root));
    }

    /** Whether the same is certain, from the same places. */
    boolean isSame(Facts other) {
        return FactTree.isSame(root, other.root);
    }

    private Facts of(@Nullable FactTree changed) {
        return changed == root ? this : changed == null ? NONE : new Facts(changed);
    }
}
