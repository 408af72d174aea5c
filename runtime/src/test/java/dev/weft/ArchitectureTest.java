// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.abi.Packages;
import dev.weft.support.Architecture;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
        assertLists(TABLE.packagesOf("runtime"), Packages.RUNTIME, "dev.weft.abi.Packages.RUNTIME");
        assertLists(
                TABLE.packagesOf("agent", "compiler-plugin", "maven-plugin"),
                Packages.TOOLS,
                "dev.weft.abi.Packages.TOOLS");
    }

    private static void assertLists(Set<String> packages, String list, String name) {
        assertEquals(
                packages, new TreeSet<>(List.of(list.split(","))), name + " has to list the packages of the table");
    }

    @Test
    void allButTheInternalPackagesAreExported() {
        Set<String> exported = EventLoop.class.getModule().getDescriptor().exports().stream()
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> expected = TABLE.packagesOf("runtime");
        expected.removeIf(name -> name.contains(".internal"));
        assertEquals(expected, exported, "module-info.java has to export all but the internal packages of the table");
    }

    @Test
    void noPackagesUseOneAnother() {
        assertEquals(Set.of(), TABLE.circles(), "packages that use one another; let one of them not know the other");
    }
}
