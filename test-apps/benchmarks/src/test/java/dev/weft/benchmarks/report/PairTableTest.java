// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** From the figures of the JVMs of two checkouts to what can be said of both. */
class PairTableTest {
    private static final String HEADER = "machine: 2 x some processor";

    @Test
    void comparesTheMediansWithTheWiderRange() {
        String text = PairTable.text(List.of(
                HEADER,
                "before\tSpawn\tns\t50.0",
                "after\tSpawn\tns\t55.0",
                "after\tSpawn\tns\t56.0",
                "before\tSpawn\tns\t57.0",
                "before\tSpawn\tns\t51.0",
                "after\tSpawn\tns\t57.0"));
        List<String> lines = text.lines().toList();
        assertEquals("Spawn ns 51.0 56.0 5.00 7.00 2.00 within", lines.get(1).replaceAll(" +", " "));
        assertEquals("Spawn: before 50.0 57.0 51.0, after 55.0 56.0 57.0", lines.get(3));
    }

    @Test
    void saysThatACheckoutIsSlowerThanAnyTwoJvmsDiffer() {
        String text = PairTable.text(List.of(
                "before\tSpawn\tns\t50.0",
                "after\tSpawn\tns\t56.0",
                "after\tSpawn\tns\t57.0",
                "before\tSpawn\tns\t51.0"));
        assertTrue(text.lines().toList().get(1).endsWith("DIFFERS"), text);
    }

    @Test
    void saysThatACheckoutIsFasterThanAnyTwoJvmsDiffer() {
        String text = PairTable.text(List.of(
                "before\tSpawn\tns\t56.0",
                "after\tSpawn\tns\t50.0",
                "after\tSpawn\tns\t51.0",
                "before\tSpawn\tns\t57.0"));
        assertTrue(text.lines().toList().get(1).endsWith("DIFFERS"), text);
    }
}
