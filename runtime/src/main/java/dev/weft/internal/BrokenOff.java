// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

/** Ends a run on a loop whose order comes from outside, whatever its tasks do: it has taken more steps than it was given. */
public final class BrokenOff extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenOff(int steps) {
        super("The program has not ended after " + steps
                + " steps. If two tasks wait for one another by yieldNow(), or sleep again and again, it never does;"
                + " if it is longer than that, raise the bound: steps(...)");
    }
}
