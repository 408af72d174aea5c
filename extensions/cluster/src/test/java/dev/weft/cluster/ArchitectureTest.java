// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.support.Architecture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of packages in docs/architecture.md, against the classes of this module. */
class ArchitectureTest {
    @Test
    void classesUseWhatTheTableSays() {
        assertEquals(List.of(), Architecture.read().compare("extensions/cluster", Path.of("target/classes")));
    }
}
