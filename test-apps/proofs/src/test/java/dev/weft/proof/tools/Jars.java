// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.tools;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/** Packs what a test has compiled. */
final class Jars {
    private Jars() {}

    /** A jar of the files in a folder. */
    static Path of(Path file, Path classes) throws IOException {
        try (JarOutputStream jar = open(file, Map.of())) {
            addFolder(jar, "", classes);
        }
        return file;
    }

    /** An executable jar in Spring Boot's layout: libraries are jars inside it, and not compressed. */
    static Path springBoot(Path file, Path loader, String main, Path classes, Path... libraries) throws IOException {
        Map<String, String> manifest = Map.of(
                "Main-Class", "org.springframework.boot.loader.launch.JarLauncher",
                "Start-Class", main,
                "Spring-Boot-Classes", "BOOT-INF/classes/",
                "Spring-Boot-Lib", "BOOT-INF/lib/");
        try (JarOutputStream jar = open(file, manifest)) {
            addJar(jar, loader);
            jar.putNextEntry(new ZipEntry("BOOT-INF/classes/"));
            addFolder(jar, "BOOT-INF/classes/", classes);
            for (Path library : libraries) {
                addStored(jar, "BOOT-INF/lib/" + library.getFileName(), Files.readAllBytes(library));
            }
        }
        return file;
    }

    static JarOutputStream open(Path file, Map<String, String> attributes) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.forEach(manifest.getMainAttributes()::putValue);
        OutputStream out = Files.newOutputStream(file);
        return new JarOutputStream(out, manifest);
    }

    private static void addFolder(JarOutputStream jar, String prefix, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                add(jar, prefix + name, Files.readAllBytes(file));
            }
        }
    }

    private static void addJar(JarOutputStream jar, Path other) throws IOException {
        try (JarFile from = new JarFile(other.toFile())) {
            for (JarEntry entry : from.stream().toList()) {
                if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    try (InputStream in = from.getInputStream(entry)) {
                        add(jar, entry.getName(), in.readAllBytes());
                    }
                }
            }
        }
    }

    static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(content);
        jar.closeEntry();
    }

    private static void addStored(JarOutputStream jar, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        jar.putNextEntry(entry);
        jar.write(content);
        jar.closeEntry();
    }
}
