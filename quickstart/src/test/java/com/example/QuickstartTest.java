// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Task;
import org.junit.jupiter.api.Test;

class QuickstartTest {
    // region test
    /** In virtual time: no test waits. */
    @Test
    void takesTheLowerPrice() {
        try (EventLoop loop = EventLoop.simulated(1)) {
            assertEquals(240, loop.run(twice()) / 2);
        }
    }

    @Async
    private static Task<Integer> twice() {
        return Task.of(await(Quickstart.best()) + await(Quickstart.best()));
    }
    // endregion
}
