// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.cli.process.FakeDoor;
import dev.weft.cli.process.FakeProc;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that ask a process, with one that answers what it is told. */
@SuppressWarnings("try") // a door is open, and not asked for anything
class AskingTest {
    @TempDir
    Path folder;

    private FakeProc proc;
    private CommandRun weft;

    @BeforeEach
    void setUp() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self")), "as on Linux");
        proc = new FakeProc(folder).process(4711, "java", "com.example.Shop");
        weft = new CommandRun(proc.targets(), false);
    }

    @ParameterizedTest
    @CsvSource({
        "tree 4711, /tree",
        "tree Shop --filter load --limit 5 --locals --internal, /tree?filter=load&internal=true&limit=5&locals=true",
        "dump 4711, /dump",
        "dump --json 4711 --limit=5, /dump.json?limit=5",
        "check 4711, /check",
        "stuck 4711 --for 5s, /stuck?for=5000ms",
        "stuck 4711 --for 2, /stuck?for=2000ms",
        "lost 4711, /lost",
        "ps 4711 --form=csv, /ps?form=csv",
        "check 4711 --ascii, /check?ascii=true",
        "check 4711 --cluster, /check?cluster=true",
        "tree 4711 --cluster --timeout 3s, /tree?cluster=true&timeout=3000ms",
        "dump 4711 --cluster --json, /dump.json?cluster=true",
        "tree 4711 --timeout 3s, /tree",
        "top 4711 --once, /top?seconds=1",
        "top --once 4711 --seconds 3, /top?seconds=3",
        "history 4711, /history"
    })
    void asksForWhatWasTyped(String typed, String path) throws Exception {
        try (FakeDoor door = new FakeDoor(proc.socket(4711), asked -> FakeDoor.ok("├─ " + asked + "\n"))) {
            assertEquals(0, weft.run(typed.split(" ")), weft::err);
            assertEquals("├─ " + path + "\n", weft.out());
            assertEquals("", weft.err());
        }
    }

    @Test
    void exitsWithTheVerdict() throws Exception {
        try (FakeDoor door = new FakeDoor(proc.socket(4711), path -> FakeDoor.ok("DEADLOCK\n", "Weft-Exit: 3"))) {
            assertEquals(3, weft.run("check", "4711"));
            assertEquals("DEADLOCK\n", weft.out());
        }
    }

    @Test
    void exitsWithTheReasonForWhichItCouldNotAsk() {
        assertEquals(11, weft.run("tree", "4711"));
        assertTrue(weft.err().startsWith("[weft] process 4711 (com.example.Shop) cannot be asked: "), weft.err());
        weft.forget();
        assertEquals(10, weft.run("tree", "99"));
        assertEquals("[weft] there is no process 99; `ps` lists those that answer\n", weft.err());
    }

    @Test
    void waitsForTheLimitAndTheTimeThatItAsksFor() throws Exception {
        try (FakeDoor silent = new FakeDoor(proc.socket(4711), path -> "")) {
            assertEquals(12, weft.run("stuck", "4711", "--for", "3ms", "--timeout", "1ms"));
            assertTrue(weft.err().contains("has said nothing for 4 ms"), weft.err());
        }
    }

    @Test
    void listsTheProcessesThatAnswer() throws Exception {
        proc.process(4712, "java", "-jar", "bank.jar").process(4713, "java", "com.example.Plain");
        try (FakeDoor shop = new FakeDoor(
                        proc.socket(4711),
                        path -> FakeDoor.ok(
                                "",
                                "Weft-Main: com.example.Shop",
                                "Weft-Loops: 2",
                                "Weft-Tasks: 1207",
                                "Weft-Jdk: 25.0.3+9-LTS",
                                "Weft-Version: 0.1.0"));
                FakeDoor bank = new FakeDoor(proc.socket(4712), path -> FakeDoor.ok("", "Weft-Loops: 1"))) {
            assertEquals(0, weft.run("ps"));
            assertEquals("""
                     PID  LOOPS  TASKS  JDK           WEFT   MAIN CLASS
                    4711      2   1207  25.0.3+9-LTS  0.1.0  com.example.Shop
                    4712      1      ?  ?             ?      bank.jar
                    """, weft.out());
        }
    }

    @Test
    void saysThatNoProcessAnswers() {
        assertEquals(0, weft.run("ps"));
        assertEquals("", weft.out());
        assertEquals("[weft] no process answers: none that can be seen from here has a loop of Weft\n", weft.err());
    }

    /** Answers twice, and then the process ends. */
    @Test
    void topIsRedrawnInPlaceUntilTheProcessEnds() throws Exception {
        AtomicInteger answers = new AtomicInteger();
        CommandRun terminal = new CommandRun(proc.targets(), true);
        try (FakeDoor door = new FakeDoor(proc.socket(4711), path -> {
            if (answers.incrementAndGet() == 2) {
                end();
            }
            return FakeDoor.ok("loop " + answers.get() + "\n");
        })) {
            assertEquals(0, terminal.run("top", "4711"));
        }
        assertEquals("\033[2J\033[Hloop 1\033[K\n\033[J\033[Hloop 2\033[K\n\033[J", terminal.out());
        assertEquals("[weft] process 4711 has just ended\n", terminal.err());
    }

    private void end() {
        try {
            Files.delete(proc.socket(4711));
            Files.delete(folder.resolve("proc/4711/status"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** As {@code head} does. */
    @Test
    void stopsWhenNobodyReadsOn() throws Exception {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        PrintStream out = new PrintStream(closed, true, UTF_8);
        try (FakeDoor door = new FakeDoor(proc.socket(4711), path -> FakeDoor.ok("line\n".repeat(10_000)))) {
            assertEquals(0, new Main(new Session(out, System.err, false, proc.targets())).run(List.of("tree", "4711")));
        }
    }
}
