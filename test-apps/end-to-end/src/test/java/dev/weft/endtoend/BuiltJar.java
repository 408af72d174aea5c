// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import dev.weft.support.Built;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** A jar as users get it. */
record BuiltJar(Path path) {
    /** What the archiver adds differs from one build machine to the next. */
    private static final List<String> BUILD_DETAILS = List.of("Created-By", "Java-Version", "Build-Jdk-Spec");

    static BuiltJar ofAgent() {
        return new BuiltJar(Built.agentJar());
    }

    static BuiltJar ofCompilerPlugin() {
        return new BuiltJar(Built.compilerPlugin());
    }

    List<String> entries() throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            return jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .toList();
        }
    }

    List<String> classes() throws IOException {
        return entries().stream().filter(name -> name.endsWith(".class")).toList();
    }

    /** What else there is, but for the poms. */
    List<String> papers() throws IOException {
        return entries().stream()
                .filter(name -> !name.endsWith(".class") && !name.startsWith("META-INF/maven/"))
                .sorted()
                .toList();
    }

    /** A class file, its constants as they are. */
    String bytes(String entry) throws IOException {
        return new String(read(entry), StandardCharsets.ISO_8859_1);
    }

    String text(String entry) throws IOException {
        return new String(read(entry), StandardCharsets.UTF_8);
    }

    private byte[] read(String entry) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            return jar.getInputStream(jar.getEntry(entry)).readAllBytes();
        }
    }

    Map<String, String> manifest() throws IOException {
        Map<String, String> manifest = new TreeMap<>();
        try (JarFile jar = new JarFile(path.toFile())) {
            jar.getManifest().getMainAttributes().forEach((key, value) -> manifest.put(key.toString(), (String) value));
        }
        manifest.keySet().removeAll(BUILD_DETAILS);
        return manifest;
    }
}
