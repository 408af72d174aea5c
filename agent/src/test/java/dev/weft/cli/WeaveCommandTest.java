// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.files.Compiled;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeaveCommandTest {
    private final CommandRun weft = new CommandRun();

    @TempDir
    Path folder;

    private int run(String... args) {
        return weft.run(args);
    }

    @Test
    void saysHowManyClassesItWove() throws Exception {
        Compiled.into(folder, Compiled.SOURCE);
        assertEquals(0, run("weave", folder.toString(), folder.toString()), () -> weft.err());
        assertEquals("[weft] " + folder + ": 2 of 3 classes woven\n", weft.out());
        assertEquals(0, run("verify", folder.toString()));
        assertEquals("", weft.err());
    }

    @Test
    void verifyFailsAndNamesWhatIsNotWoven() throws Exception {
        Compiled.into(folder, Compiled.SOURCE);
        assertEquals(1, run("verify", folder.toString()));
        assertEquals(
                "[weft] " + folder + ": p.Orders$Nested is not woven\n[weft] " + folder + ": p.Orders is not woven\n",
                weft.err());
    }

    /** As Multi-Release jars and web archives have them. */
    @Test
    void verifyNamesTheFileOfAClassThatLiesInNoPackage() throws Exception {
        Compiled.into(Files.createDirectories(folder.resolve("META-INF/versions/21")), Compiled.SOURCE);
        assertEquals(1, run("verify", folder.toString()));
        String nested = "META-INF/versions/21/p/Orders$Nested.class";
        assertTrue(weft.err().contains(": " + nested + " is not woven"), weft.err());
    }

    @Test
    void namesTheJarThatItCannotWrite() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "a folder in which nobody can write");
        Path jar = folder.resolve("in.jar");
        new ZipOutputStream(Files.newOutputStream(jar)).close();
        assertEquals(2, run("weave", jar.toString(), "/proc/self/x.jar"));
        assertTrue(weft.err().contains("/proc/self/x.jar cannot be written"), weft.err());
        assertFalse(weft.err().contains("/weft"), weft.err());
    }

    @Test
    void failsIfAMethodIsRefused() throws Exception {
        Compiled.into(folder, Compiled.REFUSED);
        assertEquals(1, run("weave", folder.toString(), folder.resolve("out").toString()));
        assertTrue(weft.err().contains("[AwaitOutsideAsync] in p.Refused.total"), weft.err());
        assertTrue(Files.exists(folder.resolve("out/p/Refused.class")));
    }

    @Test
    void verifyFailsIfAMethodOfAWovenClassWasRefused() throws Exception {
        Compiled.into(folder, Compiled.PARTLY_REFUSED);
        assertEquals(1, run("weave", folder.toString(), folder.toString()));
        String refusal = weft.err();
        assertTrue(refusal.contains("[AsyncSynchronizedMethod] in p.Partly.bad"), refusal);
        weft.forget();
        assertEquals(1, run("verify", folder.toString()));
        assertEquals(refusal, weft.err());
        weft.forget();
        assertEquals(1, run("weave", folder.toString(), folder.toString()));
        assertEquals(refusal, weft.err());
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
        assertTrue(weft.err().contains("p/Plain.class in " + jar + " is damaged: "), weft.err());
    }

    @Test
    void saysThatAFileIsNoJar() throws Exception {
        Path file = Files.writeString(folder.resolve("B.class"), "no jar");
        assertEquals(2, run("weave", file.toString(), folder.resolve("out.jar").toString()));
        assertTrue(weft.err().contains("B.class is no jar that can be read; give a folder of class files"), weft.err());
    }

    @Test
    void namesTheFolderThatItCannotMake() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "a folder in which nobody can write");
        Compiled.into(folder, Compiled.SOURCE);
        assertEquals(2, run("weave", folder.toString(), "/proc/self/nope"));
        assertTrue(weft.err().contains("the folder /proc/self/nope"), weft.err());
    }

    @Test
    void succeedsIfAFindingOnlyInforms() throws Exception {
        Compiled.into(folder, Compiled.NOT_COMPILED);
        assertEquals(0, run("weave", folder.toString(), folder.toString()));
        assertTrue(weft.err().contains("[MethodNotCompiled] in p.Long.total"), weft.err());
    }

    @Test
    void saysWhatIsWrongWithItsFiles() {
        assertEquals(2, run("weave", folder.resolve("none").toString(), "out"));
        assertTrue(weft.err().contains("none does not exist; give a folder of class files, or a jar"));
    }

    @Test
    void makesNoJarOfAFolderAndNoFolderOfAJar() throws Exception {
        Path classes = Compiled.into(Files.createDirectories(folder.resolve("classes")), Compiled.SOURCE);
        assertEquals(
                2, run("weave", classes.toString(), folder.resolve("out.jar").toString()));
        assertTrue(weft.err().contains("out.jar is no folder, as " + classes), weft.err());
        assertFalse(Files.exists(folder.resolve("out.jar")));
        Path jar = Files.createFile(folder.resolve("in.jar"));
        assertEquals(2, run("weave", jar.toString(), classes.toString()));
        assertTrue(weft.err().contains(classes + " is a folder, and"), weft.err());
    }
}
