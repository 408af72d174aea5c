// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import org.jspecify.annotations.Nullable;

/**
 * Those who wait for the same thing, the longest first: a list through the operations themselves, out of whose middle one leaves at once.
 * While there is one, which is nearly always, a single field says so, for in an old object each reference to a new one costs a
 * collector's barrier. Guarded by the lock of the exchange.
 */
final class Waiting<E> {
    /** Who has waited longest. */
    private @Nullable Operation<E, ?> first;

    /** Who has waited shortest, if that is not the first. */
    private @Nullable Operation<E, ?> last;

    private int size;

    int size() {
        return size;
    }

    /** Others than the holder of the lock ask this as a hint. */
    boolean isEmpty() {
        return first == null;
    }

    void add(Operation<E, ?> operation) {
        Operation<E, ?> before = last == null ? first : last;
        if (before == null) {
            first = operation;
        } else {
            before.next = operation;
            operation.previous = before;
            last = operation;
        }
        size++;
    }

    /** Takes an operation out, wherever it is; does nothing if it is not in the list. */
    void remove(Operation<E, ?> operation) {
        if (operation == first) {
            removeFirst(operation);
        } else if (operation.previous != null) {
            removeBehind(operation.previous, operation);
        }
    }

    private void removeFirst(Operation<E, ?> operation) {
        Operation<E, ?> after = operation.next;
        first = after;
        if (after != null) {
            operation.next = null;
            after.previous = null;
            if (after == last) {
                last = null;
            }
        }
        size--;
    }

    private void removeBehind(Operation<E, ?> before, Operation<E, ?> operation) {
        Operation<E, ?> after = operation.next;
        before.next = after;
        if (after != null) {
            after.previous = before;
        } else {
            last = before == first ? null : before;
        }
        operation.previous = null;
        operation.next = null;
        size--;
    }

    /** Takes out the first that may be settled, and all before it. Null if there is none. */
    @Nullable
    Operation<E, ?> claimFirst() {
        Operation<E, ?> next = first;
        while (next != null) {
            removeFirst(next);
            if (next.claim()) {
                return next;
            }
            next = first;
        }
        return null;
    }
}
