// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.ContextKey;
import org.jspecify.annotations.Nullable;

/**
 * What context keys are bound to: an immutable list, of which a task has the head. A key is in it once, so that tasks which bind it and
 * start the next task, for ever, make no list that grows.
 */
final class Bindings {
    /** Whether anything was ever bound. Whoever has inherited a binding was handed it after this was written. */
    private static boolean used;

    private final ContextKey<?> key;
    private final Object value;
    private final @Nullable Bindings rest;

    private Bindings(ContextKey<?> key, Object value, @Nullable Bindings rest) {
        this.key = key;
        this.value = value;
        this.rest = rest;
    }

    /** Whether nothing was bound so far, and there is nothing to look for. */
    static boolean areUnused() {
        return !used;
    }

    /** The bindings there are, and one more in place of that of the same key. */
    static Bindings with(@Nullable Bindings before, ContextKey<?> key, Object value) {
        if (!used) {
            used = true;
        }
        return new Bindings(key, value, find(before, key) == null ? before : without(before, key));
    }

    private static @Nullable Bindings without(@Nullable Bindings all, ContextKey<?> key) {
        Bindings others = null;
        for (Bindings each = all; each != null; each = each.rest) {
            if (each.key != key) {
                others = new Bindings(each.key, each.value, others);
            }
        }
        return others;
    }

    /** What the key is bound to, or null. */
    static @Nullable Object find(@Nullable Bindings all, ContextKey<?> key) {
        for (Bindings each = all; each != null; each = each.rest) {
            if (each.key == key) {
                return each.value;
            }
        }
        return null;
    }

    /** The names of the keys, the newest first. Without the values, which may be secrets. */
    @Override
    public String toString() {
        StringBuilder names = new StringBuilder(key.toString());
        for (Bindings each = rest; each != null; each = each.rest) {
            names.append(", ").append(each.key);
        }
        return names.toString();
    }
}
