// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.jdks.Jdks;
import dev.weft.proof.Counts;
import dev.weft.proof.Scale;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real libraries, verified: each method gets a twin in which each call may suspend, the weaver weaves the twins, and the JVM and
 * ASM verify all that comes out. A class that the JVM does not link unwoven either, for want of an optional dependency, is
 * counted as such; ASM checks it all the same.
 */
class LibrariesIT {
    private static final Path LIBRARIES = Path.of(System.getProperty("weft.libraries"));
    private static final List<String> IN_SHORT_RUN = List.of("asm", "commons-lang3");
    private static final List<String> JDK_MODULES = List.of("java.base", "jdk.compiler");
    private static final int SAMPLE = 25;

    @TempDir
    Path folder;

    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    @Test
    void weavesEveryClassSoThatItIsVerified() throws Exception {
        for (Path jar : jars("woven")) {
            verifyJar(jar);
        }
        if (Scale.isFull()) {
            verifyJdk(Jdks.current());
        }
        publish();
        assertEquals(List.of(), failed);
    }

    @Test
    void givesTheSameBytesForTheSameInput() throws IOException {
        Library library = Library.ofJar(jars("woven").get(1));
        Map<String, byte[]> sample = new TreeMap<>();
        library.classFiles().entrySet().stream()
                .skip(library.classFiles().size() / 2)
                .limit(SAMPLE)
                .forEach(entry -> sample.put(entry.getKey(), entry.getValue()));
        Map<String, byte[]> first = LibraryWeaver.addTwins(sample).classFiles();
        Map<String, byte[]> second = LibraryWeaver.addTwins(sample).classFiles();
        assertEquals(first.keySet(), second.keySet());
        assertTrue(first.size() > SAMPLE, "weaves classes and makes frame classes");
        first.forEach((name, classFile) -> assertArrayEquals(classFile, second.get(name), name));
    }

    private void verifyJar(Path jar) throws Exception {
        Library library = Library.ofJar(jar).withStackMaps();
        WovenLibrary woven = LibraryWeaver.addTwins(library.classFiles());
        Path wovenJar = folder.resolve(jar.getFileName());
        woven.writeTo(wovenJar);
        String before = classPath(jars("woven"), jars("woven-needs"));
        String after = wovenJar + File.pathSeparator + before;
        compare(library, woven, Jdks.current(), library.name(), List.of("-cp", before), List.of("-cp", after));
    }

    private void verifyJdk(Path jdkHome) throws Exception {
        for (String module : JDK_MODULES) {
            Library library = Library.ofModule(jdkHome, module);
            WovenLibrary woven = LibraryWeaver.addTwins(library.classFiles());
            woven.classFiles().putAll(Library.ofJar(runtimeJar()).classFiles());
            Path patch = folder.resolve(module + ".jar");
            woven.writeTo(patch);
            List<String> before = List.of("-cp", classPath(List.of(), List.of()));
            List<String> after = new ArrayList<>(before);
            after.addAll(List.of("--patch-module", module + "=" + patch));
            compare(
                    library,
                    woven,
                    jdkHome,
                    module + " of JDK " + Runtime.version().feature(),
                    before,
                    after);
        }
    }

    private void compare(
            Library library, WovenLibrary woven, Path jdkHome, String name, List<String> before, List<String> after)
            throws Exception {
        Linked unwoven = Linked.in(jdkHome, before, library.classFiles().keySet());
        Linked rewoven = Linked.in(jdkHome, after, woven.classFiles().keySet());
        List<String> problems = new ArrayList<>(woven.failed());
        problems.addAll(rewoven.brokenSince(unwoven, woven.classFiles().keySet()));
        problems.forEach(problem -> failed.add(name + ": " + problem));
        List<String> row = new ArrayList<>(List.of(
                name, "" + library.classFiles().size(), "" + woven.methods(), "" + woven.woven(), "" + woven.points()));
        Stream.of(Reason.values()).forEach(reason -> row.add("" + woven.refused(reason)));
        row.add("" + unwoven.failuresAmong(library.classFiles().keySet()));
        row.add("" + problems.size());
        rows.add(row);
        System.out.println(String.join(" | ", row));
    }

    private void publish() throws IOException {
        List<String> columns = new ArrayList<>(
                List.of("library", "classes", "methods", "woven", "suspension points", "over 8,000 bytes"));
        Stream.of(Reason.values()).forEach(reason -> columns.add(reason.text()));
        columns.addAll(List.of("not linkable unwoven", "failed"));
        Counts.publish("libraries", columns, rows);
    }

    private static List<Path> jars(String folder) throws IOException {
        Predicate<Path> wanted = jar -> Scale.isFull()
                || !folder.equals("woven")
                || IN_SHORT_RUN.stream()
                        .anyMatch(name -> jar.getFileName().toString().matches(name + "-\\d.*"));
        try (Stream<Path> jars = Files.list(LIBRARIES.resolve(folder))) {
            return jars.filter(wanted).sorted().toList();
        }
    }

    private static String classPath(List<Path> libraries, List<Path> needs) throws URISyntaxException {
        List<String> entries = new ArrayList<>();
        Stream.concat(libraries.stream(), needs.stream()).forEach(jar -> entries.add(jar.toString()));
        entries.add(runtimeJar().toString());
        entries.add(Path.of(LinkClasses.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString());
        return String.join(File.pathSeparator, entries);
    }

    private static Path runtimeJar() {
        return Path.of(System.getProperty("weft.runtimeJar"));
    }
}
