// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepsTest {
    private static final byte[] SOUND = ClassFiles.plain("com/example/Orders", "java/lang/Object");
    private static final byte[] FRAME = ClassFiles.plain("com/example/Orders$total", "java/lang/Object");
    private static final byte[] BROKEN = ClassFiles.broken("com/example/Orders$total");

    private final Reported reported = new Reported();

    @TempDir
    Path directory;

    @Test
    void dumpWritesTheClassAndItsFrameClasses() throws Exception {
        Path missing = directory.resolve("a").resolve("b");
        assertTrue(ClassDump.into(missing, reported.report).take(woven(SOUND, FRAME)));
        assertArrayEquals(SOUND, Files.readAllBytes(missing.resolve("com/example/Orders.class")));
        assertArrayEquals(FRAME, Files.readAllBytes(missing.resolve("com/example/Orders$total.class")));
    }

    @Test
    void dumpWritesAClassWithoutPackage() throws Exception {
        WovenClass woven = new WovenClass(getClass().getClassLoader(), "Main", null, SOUND, Map.of());
        assertTrue(ClassDump.into(directory, reported.report).take(woven));
        assertTrue(Files.exists(directory.resolve("Main.class")));
    }

    @Test
    void dumpIsRefusedWhereItCannotWrite() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThrows(OptionException.class, () -> ClassDump.into(file, reported.report));
        assertThrows(OptionException.class, () -> ClassDump.into(file.resolve("below"), reported.report));
    }

    @Test
    void dumpReportsItsFirstFailureAndGoesOn() throws Exception {
        ClassDump dump = ClassDump.into(directory, reported.report);
        Files.createFile(directory.resolve("com"));
        assertTrue(dump.take(woven(SOUND, FRAME)));
        assertTrue(dump.take(woven(SOUND, FRAME)));
        assertTrue(reported.text().startsWith("[weft] cannot dump com.example.Orders"), reported.text());
        assertEquals(1, reported.text().lines().count());
    }

    @Test
    void checkPassesASoundClass() {
        assertTrue(new ClassCheck(reported.report).take(woven(SOUND, FRAME)));
        assertEquals("", reported.text());
    }

    @Test
    void checkRefusesABrokenClassAndABrokenFrameClass() {
        assertFalse(new ClassCheck(reported.report).take(woven(BROKEN, FRAME)));
        assertFalse(new ClassCheck(reported.report).take(woven(SOUND, BROKEN)));
        assertTrue(reported.text().startsWith("[weft] com.example.Orders: [WeaverFailure]"), reported.text());
        assertTrue(
                reported.text().contains("verification failed: com.example.Orders$total.broken()I: "), reported.text());
    }

    private static WovenClass woven(byte[] classFile, byte[] frameClass) {
        return new WovenClass(
                StepsTest.class.getClassLoader(),
                "com/example/Orders",
                null,
                classFile,
                Map.of("com/example/Orders$total", frameClass));
    }
}
