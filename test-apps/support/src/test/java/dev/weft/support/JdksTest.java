// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdksTest {
    @TempDir
    Path folder;

    @Test
    void theRunningJdkIsOfTheVersionThatRuns() {
        assertEquals(Runtime.version().feature(), Jdks.feature(Jdks.current()));
    }

    @Test
    void eachBuildIsThatOfItsReleaseFile() {
        int feature = Runtime.version().feature();
        String build = Jdks.builds().getOrDefault(feature, "none");
        assertTrue(build.startsWith(feature + "."), build);
    }

    @Test
    void ofTheJdksBesideAnotherTheFirstByNameIsTaken() throws IOException {
        Path running = jdk("m", "21.0.1");
        Path first = jdk("b", "17.0.15");
        jdk("c", "17.0.2");
        assertEquals(Optional.of(first), Jdks.beside(running, 17));
    }

    @Test
    void aVersionIsTakenAsAWhole() throws IOException {
        Path running = jdk("m", "21.0.1");
        jdk("a", "1.8.0_392");
        jdk("b", "170");
        Path jdk = jdk("c", "17-ea");
        assertEquals(Optional.of(jdk), Jdks.beside(running, 17));
    }

    @Test
    void whatCannotRunIsNoJdk() throws IOException {
        Path running = jdk("m", "21.0.1");
        Files.delete(jdk("a", "17.0.1").resolve("release"));
        Files.delete(Jvm.program(jdk("b", "17.0.1"), "java"));
        assertEquals(Optional.empty(), Jdks.beside(running, 17));
    }

    @Test
    void aWrongSettingFails() throws IOException {
        Path jdk = jdk("a", "17.0.1");
        assertEquals(jdk, Jdks.checked(jdk, 17));
        IllegalStateException wrong = assertThrows(IllegalStateException.class, () -> Jdks.checked(jdk, 25));
        assertEquals("WEFT_JDK25 names " + jdk + ", which is no JDK 25", wrong.getMessage());
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Path java = Jvm.program(home, "java");
        Files.createDirectories(java.getParent());
        assertTrue(Files.createFile(java).toFile().setExecutable(true));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }
}
