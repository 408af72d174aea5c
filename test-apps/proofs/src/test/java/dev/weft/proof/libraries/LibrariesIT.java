// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import dev.weft.support.Counts;
import dev.weft.support.Jdks;
import dev.weft.support.Scale;
import java.io.IOException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

/**
 * Real libraries, verified: each method gets a twin in which each call may suspend, the weaver weaves the twins, and the JVM and
 * ASM verify all that comes out. A class that the JVM does not link unwoven either, for want of an optional dependency, is
 * counted as such; ASM checks it all the same. A full run takes one class in four of five libraries of different compilers, and of a module of one
 * JDK; an exhaustive one all.
 */
class LibrariesIT {
    private static final Path LIBRARIES = Path.of(System.getProperty("weft.libraries"));
    private static final List<String> IN_SHORT_RUN = List.of("asm", "commons-lang3");
    private static final List<String> IN_FULL_RUN =
            List.of("asm", "commons-lang3", "kotlin-stdlib", "netty-buffer", "spring-context");
    private static final String EVERY_JDK = "java.base";
    private static final String THIS_JDK = "jdk.compiler";
    private static final int SAMPLE = 25;

    @TempDir
    Path folder;

    @Test
    void weavesEveryClassSoThatItIsVerified() throws Exception {
        LibraryRun run = new LibraryRun(folder, Scale.of(1, 4, 1));
        List<Path> needs = new ArrayList<>(jars("woven"));
        needs.addAll(jars("woven-needs"));
        for (Path jar : jars("woven")) {
            run.verifyJar(jar, needs);
        }
        for (Path jdkHome : Scale.isExhaustive() ? Jdks.available().toList() : List.<Path>of()) {
            run.verifyModule(jdkHome, EVERY_JDK);
        }
        if (Scale.isFull()) {
            run.verifyModule(Jdks.current(), THIS_JDK);
        }
        assertEquals("", String.join("\n", run.failed()));
        run.rows().forEach(LibrariesIT::assertNoneIsMissing);
        Counts.publishAll("libraries", LibraryRun.columns(), run.rows());
    }

    /** Each woven method has a frame class, and of no class it is left open whether it links. */
    private static void assertNoneIsMissing(List<String> row) {
        assertEquals(
                count(row, "classes") + count(row, "woven"),
                count(row, "linked") + count(row, "not linkable unwoven"),
                row.get(0));
    }

    private static int count(List<String> row, String column) {
        return Integer.parseInt(row.get(LibraryRun.columns().indexOf(column)));
    }

    /** A class and an interface. */
    @ParameterizedTest
    @ValueSource(strings = {"java/util/Scanner", "java/util/PrimitiveIterator$OfLong"})
    void hasTheJvmVerifyClassesOfTheJdkToo(String name) throws Exception {
        byte[] original =
                Library.ofModule(Jdks.current(), "java.base").classFiles().get(name);
        WovenLibrary woven =
                LibraryWeaver.addTwins(Map.of(name, original)).withClassesOf(Library.ofJar(Built.runtimeJar()));
        assertEquals(List.of(), failures(woven));

        woven.classFiles().compute(name, (same, classFile) -> withoutStackMaps(classFile));
        assertEquals(List.of(name + " java.lang.VerifyError: Expecting a stackmap frame"), failures(woven));
    }

    /** What does not link. Events of the Flight Recorder do not where the runtime is in java.base, which cannot read their module. */
    private List<String> failures(WovenLibrary woven) throws Exception {
        return linked(woven).failures().entrySet().stream()
                .filter(failure -> !failure.getKey().matches("dev/weft/internal/(door|over)/.*"))
                .map(failure -> failure.getKey() + " " + failure.getValue().replaceAll("(?<=frame).*", ""))
                .toList();
    }

    private Linked linked(WovenLibrary woven) throws Exception {
        Path jar = folder.resolve("patch.jar");
        woven.writeTo(jar);
        return Linked.in(Jdks.current(), LibraryRun.patch("java.base", jar), woven.names());
    }

    private static byte[] withoutStackMaps(byte[] classFile) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(classFile).accept(writer, ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
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

    private static List<Path> jars(String folder) throws IOException {
        List<String> some = Scale.isFull() ? IN_FULL_RUN : IN_SHORT_RUN;
        Predicate<Path> wanted = jar -> Scale.isExhaustive()
                || !folder.equals("woven")
                || some.stream().anyMatch(name -> jar.getFileName().toString().matches(name + "-\\d.*"));
        try (Stream<Path> jars = Files.list(LIBRARIES.resolve(folder))) {
            return jars.filter(wanted).sorted().toList();
        }
    }
}
