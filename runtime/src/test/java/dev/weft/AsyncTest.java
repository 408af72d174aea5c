// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AsyncTest {
    @Test
    void belongsToTheNamedModule() {
        assertEquals("dev.weft", Async.class.getModule().getName());
    }
}
