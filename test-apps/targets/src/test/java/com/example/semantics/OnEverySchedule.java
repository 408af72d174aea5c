// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.SimulatedLoop;
import dev.weft.internal.LoopTimers;
import dev.weft.junit.AsyncTest;
import org.junit.jupiter.api.AfterEach;

/** For classes whose tests await: each runs under several seeds, and leaves no timer, as it leaves no task. */
@AsyncTest(seed = 0, seeds = 8)
public interface OnEverySchedule {
    @AfterEach
    default void leavesNoTimer(SimulatedLoop loop) {
        assertEquals(0, LoopTimers.setOn(loop));
    }
}
