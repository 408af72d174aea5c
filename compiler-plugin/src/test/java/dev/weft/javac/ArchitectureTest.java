// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.support.Architecture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of packages in docs/architecture.md, against the compiler plugin's classes. */
class ArchitectureTest {
    private static final Architecture TABLE = Architecture.read();

    @Test
    void classesUseWhatTheTableSays() {
        assertEquals(List.of(), TABLE.compare("compiler-plugin", Path.of("target/classes")));
    }
}
