// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The order in which the lines of several tasks are to run: each names its place. */
final class Steps {
    private int last;

    /** Says that this is the step of that number. */
    void step(int number) {
        assertEquals(last + 1, number, "step");
        last = number;
    }

    /** Says that so many steps have run, and no more. */
    void were(int number) {
        assertEquals(number, last, "steps");
    }
}
