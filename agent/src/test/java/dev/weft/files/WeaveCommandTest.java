// SPDX-License-Identifier: Apache-2.0
package dev.weft.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeaveCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private int run(String... args) {
        return new WeaveCommand(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
                .run(List.of(args));
    }

    @Test
    void saysHowManyClassesItWove() throws Exception {
        Compiled.into(folder, Compiled.SOURCE);
        assertEquals(0, run("weave", folder.toString(), folder.toString()), () -> err.toString(UTF_8));
        assertEquals(
                "[weft] " + folder + ": 2 of 3 classes woven\n",
                out.toString(UTF_8).replace("\r", ""));
        assertEquals(0, run("verify", folder.toString()));
        assertEquals("", err.toString(UTF_8));
    }

    @Test
    void verifyFailsAndNamesWhatIsNotWoven() throws Exception {
        Compiled.into(folder, Compiled.SOURCE);
        assertEquals(1, run("verify", folder.toString()));
        assertEquals(
                "[weft] " + folder + ": p.Orders$Nested is not woven\n[weft] " + folder + ": p.Orders is not woven\n",
                err.toString(UTF_8).replace("\r", ""));
    }

    /** As Multi-Release jars and web archives have them. */
    @Test
    void verifyNamesTheFileOfAClassThatLiesInNoPackage() throws Exception {
        Compiled.into(Files.createDirectories(folder.resolve("META-INF/versions/21")), Compiled.SOURCE);
        assertEquals(1, run("verify", folder.toString()));
        String nested = "META-INF/versions/21/p/Orders$Nested.class";
        assertTrue(err.toString(UTF_8).contains(": " + nested + " is not woven"), err.toString(UTF_8));
    }

    @Test
    void namesTheJarThatItCannotWrite() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "a folder in which nobody can write");
        Path jar = folder.resolve("in.jar");
        new ZipOutputStream(Files.newOutputStream(jar)).close();
        assertEquals(2, run("weave", jar.toString(), "/proc/self/x.jar"));
        assertTrue(err.toString(UTF_8).contains("/proc/self/x.jar cannot be written"), err.toString(UTF_8));
        assertFalse(err.toString(UTF_8).contains("/weft"), err.toString(UTF_8));
    }

    @Test
    void failsIfAMethodIsRefused() throws Exception {
        Compiled.into(folder, Compiled.REFUSED);
        assertEquals(1, run("weave", folder.toString(), folder.resolve("out").toString()));
        assertTrue(err.toString(UTF_8).contains("[AwaitOutsideAsync] in p.Refused.total"), err.toString(UTF_8));
        assertTrue(Files.exists(folder.resolve("out/p/Refused.class")));
    }

    @Test
    void verifyFailsIfAMethodOfAWovenClassWasRefused() throws Exception {
        Compiled.into(folder, Compiled.PARTLY_REFUSED);
        assertEquals(1, run("weave", folder.toString(), folder.toString()));
        String refusal = err.toString(UTF_8);
        assertTrue(refusal.contains("[AsyncSynchronizedMethod] in p.Partly.bad"), refusal);
        err.reset();
        assertEquals(1, run("verify", folder.toString()));
        assertEquals(refusal, err.toString(UTF_8));
        err.reset();
        assertEquals(1, run("weave", folder.toString(), folder.toString()));
        assertEquals(refusal, err.toString(UTF_8));
    }

    @Test
    void namesTheDamagedEntryOfAJar() throws Exception {
        Path jar = folder.resolve("in.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("p/Plain.class"));
            out.write("abcabcabcabcabcabcabcabc".getBytes(UTF_8));
        }
        byte[] content = Files.readAllBytes(jar);
        content[30 + "p/Plain.class".length()] = (byte) 0xff; // a kind of block that there is not
        Files.write(jar, content);
        assertEquals(2, run("verify", jar.toString()));
        assertTrue(err.toString(UTF_8).contains("p/Plain.class in " + jar + " is damaged: "), err.toString(UTF_8));
    }

    @Test
    void saysThatAFileIsNoJar() throws Exception {
        Path file = Files.writeString(folder.resolve("B.class"), "no jar");
        assertEquals(2, run("weave", file.toString(), folder.resolve("out.jar").toString()));
        assertTrue(
                err.toString(UTF_8).contains("B.class is no jar that can be read; give a folder of class files"),
                err.toString(UTF_8));
    }

    @Test
    void namesTheFolderThatItCannotMake() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "a folder in which nobody can write");
        Compiled.into(folder, Compiled.SOURCE);
        assertEquals(2, run("weave", folder.toString(), "/proc/self/nope"));
        assertTrue(err.toString(UTF_8).contains("the folder /proc/self/nope"), err.toString(UTF_8));
    }

    @Test
    void succeedsIfAFindingOnlyInforms() throws Exception {
        Compiled.into(folder, Compiled.NOT_COMPILED);
        assertEquals(0, run("weave", folder.toString(), folder.toString()));
        assertTrue(err.toString(UTF_8).contains("[MethodNotCompiled] in p.Long.total"), err.toString(UTF_8));
    }

    @Test
    void explainsItself() {
        assertEquals(0, run("help"));
        assertTrue(out.toString(UTF_8).startsWith("usage: java -jar weft-agent.jar weave IN OUT"));
        assertEquals(2, run());
        assertEquals(out.toString(UTF_8), err.toString(UTF_8));
    }

    @Test
    void saysWhatIsWrongWithItsFiles() {
        assertEquals(2, run("weave", folder.resolve("none").toString(), "out"));
        assertTrue(err.toString(UTF_8).contains("none does not exist; give a folder of class files, or a jar"));
    }

    @Test
    void makesNoJarOfAFolderAndNoFolderOfAJar() throws Exception {
        Path classes = Compiled.into(Files.createDirectories(folder.resolve("classes")), Compiled.SOURCE);
        assertEquals(
                2, run("weave", classes.toString(), folder.resolve("out.jar").toString()));
        assertTrue(err.toString(UTF_8).contains("out.jar is no folder, as " + classes), err.toString(UTF_8));
        assertFalse(Files.exists(folder.resolve("out.jar")));
        Path jar = Files.createFile(folder.resolve("in.jar"));
        assertEquals(2, run("weave", jar.toString(), classes.toString()));
        assertTrue(err.toString(UTF_8).contains(classes + " is a folder, and"), err.toString(UTF_8));
    }
}
