// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.junit.AsyncTest;
import org.junit.jupiter.api.Test;

/** Where there is no seed and no virtual time. */
class MemoryClusterInRealTimeTest {
    @AsyncTest(virtualTime = false)
    void refusesALoopInRealTime() {
        IllegalStateException refused = assertThrows(IllegalStateException.class, MemoryCluster::new);
        assertTrue(refused.toString().contains("Use a simulated one"), refused.toString());
    }

    @Test
    void refusesAThreadWithoutALoop() {
        IllegalStateException refused = assertThrows(IllegalStateException.class, MemoryCluster::new);
        assertTrue(refused.toString().contains("new MemoryCluster()"), refused.toString());
    }
}
