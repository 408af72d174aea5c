// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.junit.AsyncTest;

class QuickstartTest {
    // region test
    /** In virtual time: no test waits. */
    @AsyncTest
    void takesTheLowerPrice() {
        assertEquals(240, await(Quickstart.best()));
    }
    // endregion
}
