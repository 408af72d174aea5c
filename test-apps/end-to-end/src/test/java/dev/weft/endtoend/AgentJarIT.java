// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

class AgentJarIT {
    /** What the archiver adds differs from one build machine to the next. */
    private static final List<String> BUILD_DETAILS = List.of("Created-By", "Java-Version", "Build-Jdk-Spec");

    /** Its ASM is renamed, so that another one in the application is neither hidden nor used. */
    @Test
    void holdsNoClassOutsideItsOwnPackages() throws IOException {
        List<String> classes =
                entries().stream().filter(name -> name.endsWith(".class")).toList();
        assertTrue(classes.contains("dev/weft/agent/asm/ClassReader.class"));
        assertEquals(
                List.of(),
                classes.stream()
                        .filter(name -> !name.matches("dev/weft/(agent|diagnostic|files|weave)/.*"))
                        .toList());
    }

    /** The application's own runtime must be the one that woven classes link against. */
    @Test
    void holdsNothingOfTheRuntime() throws IOException {
        assertEquals(
                List.of(),
                entries().stream()
                        .filter(name -> name.matches("dev/weft/([^/]+|(abi|internal|io)/.*)"))
                        .toList());
    }

    @Test
    void holdsNothingButClassesAndItsPapers() throws IOException {
        assertEquals(
                List.of("META-INF/MANIFEST.MF", "META-INF/licenses/asm.txt"),
                entries().stream()
                        .filter(name -> !name.endsWith(".class") && !name.startsWith("META-INF/maven/"))
                        .toList());
    }

    @Test
    void hasExactlyTheseManifestEntries() throws IOException {
        Map<String, String> manifest = new TreeMap<>();
        try (JarFile jar = agentJar()) {
            jar.getManifest().getMainAttributes().forEach((key, value) -> manifest.put(key.toString(), (String) value));
        }
        manifest.keySet().removeAll(BUILD_DETAILS);
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
                        "Can-Retransform-Classes", "false")),
                manifest);
    }

    private static List<String> entries() throws IOException {
        try (JarFile jar = agentJar()) {
            return jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .toList();
        }
    }

    private static JarFile agentJar() throws IOException {
        return new JarFile(System.getProperty("weft.agentJar"));
    }
}
