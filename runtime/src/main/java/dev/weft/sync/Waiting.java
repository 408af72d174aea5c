// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import org.jspecify.annotations.Nullable;

/** Those who wait for the same thing, the longest first. A list through the operations themselves, out of whose middle one leaves at once. Guarded by the lock of the exchange. */
final class Waiting<E> {
    /** Who has waited longest. Others than the holder of the lock look whether there is one, as a hint. */
    @Nullable
    Operation<E, ?> first;

    private @Nullable Operation<E, ?> last;
    private int size;

    int size() {
        return size;
    }

    void add(Operation<E, ?> operation) {
        operation.previous = last;
        if (last == null) {
            first = operation;
        } else {
            last.next = operation;
        }
        last = operation;
        size++;
    }

    /** Takes an operation out, wherever it is; does nothing if it is not in the list. */
    void remove(Operation<E, ?> operation) {
        Operation<E, ?> before = operation.previous;
        Operation<E, ?> after = operation.next;
        if (before == null && first != operation) {
            return;
        }
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
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
            remove(next);
            if (next.claim()) {
                return next;
            }
            next = first;
        }
        return null;
    }
}
