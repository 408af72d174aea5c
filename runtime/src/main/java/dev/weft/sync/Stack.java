// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

/** Last in, first out. */
final class Stack<E> extends Buffer.Ring<E> {
    @Override
    E remove() {
        return removeLast();
    }

    @Override
    void putBack(E element) {
        add(element);
    }
}
