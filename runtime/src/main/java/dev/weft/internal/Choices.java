// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

/** Decides what happens next on an {@link ExploredLoop}: the seam for what walks through all orders. Called on the loop's thread. */
@FunctionalInterface
public interface Choices {
    /**
     * Chooses one of several things that may happen next. The first is always what a real loop would do.
     *
     * @param alternatives how many there are, at least two
     * @param soFar tells what has happened so far: after the same choices, a program that is deterministic has the same number here
     * @return which one, from 0
     */
    int choose(int alternatives, int soFar);
}
