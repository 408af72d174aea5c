// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.support.LogRecords;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final class Stackless extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stackless() {
            super("stackless", null, false, false);
        }
    }

    private static Task<Void> failing(RuntimeException failure) {
        return Script.of((step, last) -> {
            throw failure;
        });
    }

    @Test
    void goesToTheLogWhereTheFailureTakesNoSuppressedException() {
        try (LogRecords log = new LogRecords();
                SimulatedLoop loop = EventLoop.simulated()) {
            assertThrows(Stackless.class, () -> loop.run(failing(new Stackless())));
            String message = log.all().get(0).message();
            assertTrue(message.contains("EventLoop.simulated(" + loop.seed().getAsLong() + "L)"), message);
        }
    }

    @Test
    void isThatOfTheLastRunWhereTheFailureIsAConstant() {
        RuntimeException constant = new IllegalStateException("constant");
        for (long seed = 1; seed <= 3; seed++) {
            try (SimulatedLoop loop = EventLoop.simulated(seed)) {
                assertThrows(IllegalStateException.class, () -> loop.run(failing(constant)));
            }
        }
        assertEquals(1, constant.getSuppressed().length);
        String message = constant.getSuppressed()[0].toString();
        assertTrue(message.contains("EventLoop.simulated(3L)"), message);
    }
}
