// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

class AgentJarIT {
    @Test
    void holdsNoClassOutsideItsOwnPackages() throws IOException {
        try (JarFile jar = new JarFile(System.getProperty("weft.agentJar"))) {
            List<String> classes = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class"))
                    .toList();
            assertTrue(classes.contains("dev/weft/agent/asm/ClassReader.class"));
            assertEquals(
                    List.of(),
                    classes.stream()
                            .filter(name -> !name.matches("dev/weft/(agent|diagnostic|weave)/.*"))
                            .toList());
        }
    }

    @Test
    void namesItsEntryPointsInTheManifest() throws IOException {
        try (JarFile jar = new JarFile(System.getProperty("weft.agentJar"))) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertEquals("dev.weft.agent.WeftAgent", manifest.getValue("Premain-Class"));
            assertEquals("dev.weft.agent.WeftAgent", manifest.getValue("Launcher-Agent-Class"));
            assertEquals("false", manifest.getValue("Can-Redefine-Classes"));
            assertEquals("false", manifest.getValue("Can-Retransform-Classes"));
            assertEquals("dev.weft.agent", manifest.getValue("Automatic-Module-Name"));
            assertTrue(manifest.getValue("Implementation-Version").startsWith("0."));
        }
    }
}
