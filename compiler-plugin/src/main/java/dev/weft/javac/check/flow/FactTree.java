// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.flow;

import com.sun.source.util.TreePath;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A map that never changes, as a tree: at each fork one bit of a fact's hash says where it is, the lowest first. An operation makes
 * anew only what lies on the way to what it changes, and looks at nothing that two trees share. Null is the empty one.
 */
sealed interface FactTree {
    /** Those whose next bit is 0, and those whose next bit is 1. Never two nulls, nor a leaf and a null. */
    record Fork(@Nullable FactTree zero, @Nullable FactTree one) implements FactTree {}

    /** One fact; others with the same hash are in the next leaf. */
    record Leaf(
            int hash, Object fact, TreePath from, @Nullable Leaf next) implements FactTree {}

    static @Nullable TreePath get(@Nullable FactTree tree, Object fact) {
        Leaf found = find(tree, hash(fact), fact, 0);
        return found == null ? null : found.from();
    }

    private static @Nullable Leaf find(@Nullable FactTree tree, int hash, Object fact, int depth) {
        int bits = hash >>> depth;
        FactTree each = tree;
        while (each instanceof Fork fork) {
            each = (bits & 1) == 0 ? fork.zero() : fork.one();
            bits >>>= 1;
        }
        Leaf found = each instanceof Leaf leaf && leaf.hash() == hash ? leaf : null;
        while (found != null && !found.fact().equals(fact)) {
            found = found.next();
        }
        return found;
    }

    static void forEach(@Nullable FactTree tree, BiConsumer<Object, TreePath> reader) {
        if (tree instanceof Fork fork) {
            forEach(fork.zero(), reader);
            forEach(fork.one(), reader);
        }
        for (Leaf leaf = tree instanceof Leaf first ? first : null; leaf != null; leaf = leaf.next()) {
            reader.accept(leaf.fact(), leaf.from());
        }
    }

    static FactTree with(@Nullable FactTree tree, Object fact, TreePath from) {
        return with(without(tree, fact), new Leaf(hash(fact), fact, from, null), 0);
    }

    private static FactTree with(@Nullable FactTree tree, Leaf leaf, int depth) {
        if (tree instanceof Fork fork) {
            return bit(leaf, depth) == 0
                    ? new Fork(with(fork.zero(), leaf, depth + 1), fork.one())
                    : new Fork(fork.zero(), with(fork.one(), leaf, depth + 1));
        }
        if (!(tree instanceof Leaf other)) {
            return leaf;
        }
        if (other.hash() == leaf.hash()) {
            return new Leaf(leaf.hash(), leaf.fact(), leaf.from(), other);
        }
        return with(bit(other, depth) == 0 ? new Fork(other, null) : new Fork(null, other), leaf, depth);
    }

    static @Nullable FactTree without(@Nullable FactTree tree, Object fact) {
        return get(tree, fact) == null ? tree : without(tree, fact, hash(fact));
    }

    private static @Nullable FactTree without(@Nullable FactTree tree, Object fact, int bits) {
        if (tree instanceof Fork fork) {
            return (bits & 1) == 0
                    ? fork(without(fork.zero(), fact, bits >>> 1), fork.one())
                    : fork(fork.zero(), without(fork.one(), fact, bits >>> 1));
        }
        return tree instanceof Leaf leaf ? withoutLeaf(leaf, fact) : null;
    }

    private static @Nullable Leaf withoutLeaf(@Nullable Leaf leaf, Object fact) {
        if (leaf == null || leaf.fact().equals(fact)) {
            return leaf == null ? null : leaf.next();
        }
        return new Leaf(leaf.hash(), leaf.fact(), leaf.from(), withoutLeaf(leaf.next(), fact));
    }

    /** What both have, with the places of the one. */
    static @Nullable FactTree join(@Nullable FactTree one, @Nullable FactTree other) {
        return join(one, other, 0);
    }

    private static @Nullable FactTree join(@Nullable FactTree one, @Nullable FactTree other, int depth) {
        if (one == other || one == null || other == null) {
            return one == other ? one : null;
        }
        if (one instanceof Fork a && other instanceof Fork b) {
            FactTree zero = join(a.zero(), b.zero(), depth + 1);
            FactTree ones = join(a.one(), b.one(), depth + 1);
            return zero == a.zero() && ones == a.one() ? a : fork(zero, ones);
        }
        Leaf both = null;
        Leaf first = one instanceof Leaf leaf ? leaf : (Leaf) other;
        for (Leaf each = first; each != null; each = each.next()) {
            Leaf ours = find(one, each.hash(), each.fact(), depth);
            if (ours != null && find(other, each.hash(), each.fact(), depth) != null) {
                both = new Leaf(ours.hash(), ours.fact(), ours.from(), both);
            }
        }
        return both != null && both.next() == null && one instanceof Leaf only && only.next() == null ? one : both;
    }

    /** Whether two trees have the same facts, from the same places in the source. May say no where it would take long to see. */
    @SuppressWarnings("ReferenceEquality") // what two trees share need not be looked at
    static boolean isSame(@Nullable FactTree one, @Nullable FactTree other) {
        if (one == other) {
            return true;
        }
        if (one instanceof Fork a && other instanceof Fork b) {
            return isSame(a.zero(), b.zero()) && isSame(a.one(), b.one());
        }
        return one instanceof Leaf a
                && other instanceof Leaf b
                && a.next() == null
                && b.next() == null
                && a.fact().equals(b.fact())
                && a.from().getLeaf() == b.from().getLeaf();
    }

    private static int hash(Object fact) {
        int hash = fact.hashCode();
        return hash ^ hash >>> 16; // the lowest bits come first
    }

    private static int bit(Leaf leaf, int depth) {
        return leaf.hash() >>> depth & 1;
    }

    private static @Nullable FactTree fork(@Nullable FactTree zero, @Nullable FactTree one) {
        if (zero == null && (one == null || one instanceof Leaf)) {
            return one;
        }
        return one == null && zero instanceof Leaf ? zero : new Fork(zero, one);
    }
}
