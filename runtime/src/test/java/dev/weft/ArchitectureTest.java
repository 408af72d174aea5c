// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.abi.Packages;
import dev.weft.support.Architecture;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table of packages in docs/architecture.md, against the runtime's classes and the one list of packages in its code. */
class ArchitectureTest {
    private static final Architecture TABLE = Architecture.read();

    @Test
    void classesUseWhatTheTableSays() {
        assertEquals(List.of(), TABLE.compare("runtime", Path.of("target/classes")));
    }

    @Test
    void theListOfPackagesHasThoseOfTheTable() {
        assertEquals(TABLE.packagesOf("runtime"), Set.of(Packages.RUNTIME.split(",")));
        assertEquals(TABLE.packagesOf("agent", "compiler-plugin", "maven-plugin"), Set.of(Packages.TOOLS.split(",")));
    }

    @Test
    void noPackagesUseOneAnother() {
        assertEquals(Set.of(), TABLE.circles());
    }
}
