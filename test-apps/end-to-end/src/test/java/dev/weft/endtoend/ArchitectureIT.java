// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.support.Architecture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of packages in docs/architecture.md, against the jars that users get: the tests of each module see its classes alone. */
class ArchitectureIT {
    @ParameterizedTest
    @CsvSource({"runtime, weft.runtimeJar", "agent, weft.agentJar", "compiler-plugin, weft.compilerPlugin"})
    void classesInTheJarUseWhatTheTableSays(String module, String jar) {
        assertEquals(
                List.of(),
                Architecture.read()
                        .compareJar(
                                module,
                                Path.of(System.getProperty(jar)),
                                "dev.weft.agent.asm=org.objectweb.asm",
                                "dev.weft.cli.picocli=picocli",
                                "dev.weft.cli.flame=one.convert",
                                "dev.weft.cli.debug=dev.weft.debug"));
    }
}
