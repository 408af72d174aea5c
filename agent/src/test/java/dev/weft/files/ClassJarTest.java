// SPDX-License-Identifier: Apache-2.0
package dev.weft.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassJarTest {
    private static final long TIME = 1_000_000_000_000L;

    @TempDir
    Path folder;

    private Path jar;

    @BeforeEach
    void makeJar() throws IOException {
        jar = jar("in.jar", "META-INF/MANIFEST.MF");
    }

    /** The classes twice, once for a newer Java, and a file; all stored, not deflated. */
    private Path jar(String name, String paper) throws IOException {
        Path classes = Compiled.into(Files.createDirectories(folder.resolve("classes")), Compiled.SOURCE);
        TreeMap<String, byte[]> entries = new TreeMap<>();
        for (String file : List.of("p/Plain.class", "p/Orders.class", "p/Orders$Nested.class")) {
            entries.put(file, Files.readAllBytes(classes.resolve(file)));
            entries.put("META-INF/versions/21/" + file, Files.readAllBytes(classes.resolve(file)));
        }
        entries.put(paper, "Manifest-Version: 1.0\n".getBytes(StandardCharsets.UTF_8));
        Path made = folder.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(made))) {
            for (var each : entries.entrySet()) {
                put(out, each.getKey(), each.getValue());
            }
        }
        return made;
    }

    private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 sum = new CRC32();
        sum.update(content);
        entry.setTime(TIME);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        out.putNextEntry(entry);
        out.write(content, 0, content.length);
        out.closeEntry();
    }

    private static List<String> names(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().map(ZipEntry::getName).toList();
        }
    }

    /** As tools make a jar that is executable by itself. */
    @Test
    void refusesAJarBehindALaunchScript() throws IOException {
        Path script = folder.resolve("app.jar");
        Files.write(script, "#!/bin/sh\nexec java -jar \"$0\"\n".getBytes(StandardCharsets.UTF_8));
        Files.write(script, Files.readAllBytes(jar), StandardOpenOption.APPEND);
        byte[] before = Files.readAllBytes(script);
        String refusal = assertThrows(RefusedException.class, () -> ClassFiles.weave(script, script))
                .getMessage();
        assertTrue(String.valueOf(refusal).contains("app.jar has something in front of the jar"), refusal);
        assertArrayEquals(before, Files.readAllBytes(script));
    }

    @Test
    void keepsComments() throws Exception {
        Path commented = folder.resolve("commented.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(commented))) {
            out.setComment("of the jar");
            ZipEntry entry = new ZipEntry("a.txt");
            entry.setComment("of the entry");
            out.putNextEntry(entry);
        }
        ClassFiles.weave(commented, commented);
        try (ZipFile in = new ZipFile(commented.toFile())) {
            assertEquals("of the jar", in.getComment());
            assertEquals("of the entry", in.getEntry("a.txt").getComment());
        }
    }

    @Test
    void copiesTheJarWithItsClassesWovenWhereTheyAre() throws Exception {
        Path out = folder.resolve("out.jar");
        WeaveSummary summary = ClassFiles.weave(jar, out);
        assertEquals(6, summary.classes());
        assertEquals(4, summary.woven().size());
        assertEquals(
                List.of(
                        "META-INF/MANIFEST.MF",
                        "META-INF/versions/21/p/Orders$Nested$weft$two.class",
                        "META-INF/versions/21/p/Orders$Nested.class",
                        "META-INF/versions/21/p/Orders$weft$total.class",
                        "META-INF/versions/21/p/Orders$weft$one.class",
                        "META-INF/versions/21/p/Orders.class",
                        "META-INF/versions/21/p/Plain.class",
                        "p/Orders$Nested$weft$two.class",
                        "p/Orders$Nested.class",
                        "p/Orders$weft$total.class",
                        "p/Orders$weft$one.class",
                        "p/Orders.class",
                        "p/Plain.class"),
                names(out));
        try (ZipFile zip = new ZipFile(out.toFile())) {
            ZipEntry entry = zip.getEntry("p/Orders.class");
            assertEquals(ZipEntry.STORED, entry.getMethod());
            assertEquals(TIME, entry.getTime());
        }
    }

    @Test
    void givesTheSameBytesEachTimeAndInPlace() throws Exception {
        ClassFiles.weave(jar, folder.resolve("one.jar"));
        ClassFiles.weave(jar, jar);
        assertArrayEquals(Files.readAllBytes(folder.resolve("one.jar")), Files.readAllBytes(jar));
        ClassFiles.weave(jar, folder.resolve("two.jar"));
        assertArrayEquals(Files.readAllBytes(jar), Files.readAllBytes(folder.resolve("two.jar")));
        assertEquals(List.of(), ClassFiles.check(jar).woven());
    }

    @Test
    void refusesASignedJarAndLeavesNothingBehind() throws Exception {
        Path signed = jar("signed.jar", "META-INF/KEY.SF");
        Path out = folder.resolve("out.jar");
        RefusedException refused = assertThrows(RefusedException.class, () -> ClassFiles.weave(signed, out));
        assertTrue(refused.toString().contains("weave before signing"), refused::toString);
        assertFalse(Files.exists(out));
        try (var files = Files.list(folder)) {
            assertEquals(3, files.count(), "two jars and the classes");
        }
    }

    @Test
    void leavesNoHalfJarBehindWhenTheInputIsNone() throws Exception {
        Path text = folder.resolve("text.jar");
        Files.writeString(text, "no jar");
        assertThrows(IOException.class, () -> ClassFiles.weave(text, text));
        assertEquals("no jar", Files.readString(text));
    }

    @Test
    void dropsFramesThatAnEarlierBuildLeft() throws Exception {
        Path left = folder.resolve("left.jar");
        try (ZipFile in = new ZipFile(jar.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(left))) {
            put(out, "p/Orders$weft$total.class", new byte[4]);
            put(
                    out,
                    "p/Orders.class",
                    in.getInputStream(in.getEntry("p/Orders.class")).readAllBytes());
        }
        ClassFiles.weave(left, left);
        assertEquals(List.of("p/Orders$weft$total.class", "p/Orders$weft$one.class", "p/Orders.class"), names(left));
    }

    /** A temporary file is for its owner alone, which nobody wants of a jar. */
    @Test
    void hasThePermissionsOfAnyOtherFileOrOfTheOneItReplaces() throws Exception {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        Path out = folder.resolve("out.jar");
        ClassFiles.weave(jar, out);
        assertEquals(
                Files.getPosixFilePermissions(Files.createFile(folder.resolve("any"))),
                Files.getPosixFilePermissions(out));
        Set<PosixFilePermission> unusual = PosixFilePermissions.fromString("rwxr-x--x");
        Files.setPosixFilePermissions(out, unusual);
        ClassFiles.weave(jar, out);
        assertEquals(unusual, Files.getPosixFilePermissions(out));
    }

    /** Some tools write a file twice, licences above all. */
    @Test
    void takesOnceWhatIsThereTwice() throws Exception {
        Path twice = folder.resolve("twice.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(twice))) {
            put(out, "LICENCE.1", new byte[] {1});
            put(out, "LICENCE.2", new byte[] {2});
        }
        String bytes = Files.readString(twice, StandardCharsets.ISO_8859_1);
        Files.writeString(twice, bytes.replace("LICENCE.2", "LICENCE.1"), StandardCharsets.ISO_8859_1);
        Path out = folder.resolve("out.jar");
        ClassFiles.weave(twice, out);
        assertEquals(List.of("LICENCE.1"), names(out));
        try (ZipFile before = new ZipFile(twice.toFile());
                ZipFile after = new ZipFile(out.toFile())) {
            assertArrayEquals(licence(before), licence(after));
        }
    }

    private static byte[] licence(ZipFile zip) throws IOException {
        return zip.getInputStream(zip.getEntry("LICENCE.1")).readAllBytes();
    }

    @Test
    void namesTheFileThatIsNoJar() throws Exception {
        Path text = folder.resolve("text.jar");
        Files.writeString(text, "no jar");
        IOException failure = assertThrows(IOException.class, () -> ClassFiles.check(text));
        assertTrue(failure.toString().contains(text.toString()), failure::toString);
    }
}
