// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // a door is open, and not asked for anything
class TargetsTest {
    @TempDir
    Path folder;

    private FakeProc proc;

    @BeforeEach
    void setUp() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self")), "as on Linux");
        proc = new FakeProc(folder)
                .process(4711, "/opt/jdk/bin/java", "-cp", "x.jar", "com.example.Shop", "--port", "8080")
                .process(4712, "java", "-javaagent:weft-agent.jar", "-jar", "/srv/shop-worker.jar")
                .process(4713, "java", "com.example.ShopAdmin")
                .process(4714, "sleep", "1000", "com.example.Shop");
    }

    private Failure refused(String name) {
        return assertThrows(Failure.class, () -> proc.targets().find(name));
    }

    @Test
    void findsAProcessByItsNumberOrAPartOfItsName() throws Exception {
        assertEquals("com.example.Shop", proc.targets().find("4711").name());
        assertEquals(4712, proc.targets().find("worker").pid());
        assertEquals(4713, proc.targets().find("ShopAdmin").pid());
    }

    @Test
    void takesTheWholeNameWhereItIsPartOfAnother() throws Exception {
        assertEquals(4711, proc.targets().find("com.example.Shop").pid());
    }

    @Test
    void refusesANameThatSeveralHave() {
        Failure failure = refused("example.S");
        assertEquals(ExitStatus.MISUSED, failure.status());
        assertEquals(
                "\"example.S\" is in 2 names, so give a number: 4711 com.example.Shop, 4713 com.example.ShopAdmin",
                failure.sentence());
    }

    @Test
    void saysThatThereIsNoSuchProcess() {
        assertEquals(ExitStatus.NO_PROCESS, refused("99").status());
        assertEquals(
                "there is no process 99; `ps` lists those that answer",
                refused("99").sentence());
        assertEquals(
                "no Java process has \"Bank\" in the name of its main class; `ps` lists those that answer",
                refused("Bank").sentence());
    }

    @Test
    void saysThatOneSeesLessInAContainer() throws Exception {
        Files.createDirectories(proc.of(1).resolveSibling("self/ns"));
        Files.createSymbolicLink(proc.of(1).resolveSibling("self/ns/pid"), Path.of("pid:[4026532207]"));
        assertEquals(
                "there is no process 99; `ps` lists those that answer; processes outside this container cannot be seen"
                        + " from inside",
                refused("99").sentence());
    }

    @Test
    void takesAZombieForNoProcess() throws Exception {
        proc.process(4715, FakeProc.us(folder), "4715", "Z (zombie)");
        assertEquals(ExitStatus.NO_PROCESS, refused("4715").status());
    }

    /** As jstack and top -H give them. */
    @Test
    void takesTheNumberOfAThreadForThatOfItsProcess() throws Exception {
        proc.file(4720, "status", "Tgid:\t4711\nUid:\t0\t0\n");
        assertEquals(4711, proc.targets().find("4720").pid());
    }

    @Test
    void listsTheProcessesThatHaveASocket() throws Exception {
        try (FakeDoor door = new FakeDoor(proc.socket(4712), path -> FakeDoor.ok(""))) {
            assertEquals(
                    List.of(4712L),
                    proc.targets().all().stream().map(Target::pid).toList());
        }
    }
}
