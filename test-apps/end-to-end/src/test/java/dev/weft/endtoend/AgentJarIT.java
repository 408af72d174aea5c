// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AgentJarIT {
    private final BuiltJar jar = BuiltJar.ofAgent();

    /** Its ASM is renamed, so that another one in the application is neither hidden nor used. */
    @Test
    void holdsNoClassOutsideItsOwnPackages() throws IOException {
        assertTrue(jar.classes().contains("dev/weft/agent/asm/ClassReader.class"));
        assertEquals(
                List.of(),
                jar.classes().stream()
                        .filter(name -> !name.matches("dev/weft/(agent|diagnostic|files|weave)/.*"))
                        .toList());
    }

    /** The application's own runtime must be the one that woven classes link against. */
    @Test
    void holdsNothingOfTheRuntime() throws IOException {
        assertEquals(
                List.of(),
                jar.entries().stream()
                        .filter(name -> name.matches("dev/weft/([^/]+|(abi|internal|io)/.*)"))
                        .toList());
    }

    @Test
    void holdsNothingButClassesAndItsPapers() throws IOException {
        assertEquals(List.of("META-INF/MANIFEST.MF", "META-INF/licenses/asm.txt"), jar.papers());
    }

    @Test
    void hasExactlyTheseManifestEntries() throws IOException {
        Map<String, String> manifest = jar.manifest();
        assertTrue(manifest.getOrDefault("Implementation-Version", "").matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"));
        manifest.remove("Implementation-Version");
        assertEquals(
                new TreeMap<>(Map.of(
                        "Manifest-Version", "1.0",
                        "Implementation-Title", "Weft agent",
                        "Automatic-Module-Name", "dev.weft.agent",
                        "Main-Class", "dev.weft.files.WeaveCommand",
                        "Premain-Class", "dev.weft.agent.WeftAgent",
                        "Launcher-Agent-Class", "dev.weft.agent.WeftAgent",
                        "Can-Redefine-Classes", "false",
                        "Can-Retransform-Classes", "true")),
                manifest);
    }
}
