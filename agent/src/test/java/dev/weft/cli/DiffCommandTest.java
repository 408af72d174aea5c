// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.cli.process.FakeDoor;
import dev.weft.cli.process.FakeProc;
import dev.weft.debug.DumpOptions;
import dev.weft.debug.TaskDump;
import dev.weft.debug.TaskInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // a door is open, and not asked for anything
class DiffCommandTest {
    private static final TaskDump BEFORE = dump(task("1.1", 4), task("1.2", 7));
    private static final TaskDump AFTER = dump(task("1.1", 4), task("1.2", 9), task("1.3", 1));

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

    private static TaskInfo task(String id, long steps) {
        return new TaskInfo(
                id,
                "load",
                1,
                TaskInfo.State.SUSPENDED,
                null,
                null,
                steps,
                null,
                null,
                List.of(),
                null,
                List.of(),
                false,
                false,
                0);
    }

    private static TaskDump dump(TaskInfo... tasks) {
        return new TaskDump(null, null, 4711, "25", "0.1.0", Instant.EPOCH, List.of(), List.of(tasks));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void comparesTwoFiles() throws Exception {
        String difference = AFTER.difference(BEFORE, DumpOptions.DEFAULT).text();
        assertTrue(difference.contains("#1.3"), difference);
        assertEquals(1, weft.run("diff", file("a.json", BEFORE.toJson()), file("b", AFTER.toJson())), weft::err);
        assertEquals(difference, weft.out());
    }

    @Test
    void asksAProcessTwice() throws Exception {
        AtomicInteger times = new AtomicInteger();
        try (FakeDoor door = new FakeDoor(
                proc.socket(4711), path -> FakeDoor.ok((times.getAndIncrement() == 0 ? BEFORE : AFTER).toJson()))) {
            assertEquals(1, weft.run("diff", "4711", "--for", "0ms"), weft::err);
            assertEquals("/dump.json", door.asked());
            assertEquals("/dump.json", door.asked());
        }
        assertEquals(AFTER.difference(BEFORE, DumpOptions.DEFAULT).text(), weft.out());
    }

    @Test
    void comparesAProcessWithWhatItWasBefore() throws Exception {
        try (FakeDoor door = new FakeDoor(proc.socket(4711), path -> FakeDoor.ok(AFTER.toJson()))) {
            assertEquals(1, weft.run("diff", file("before.json", BEFORE.toJson()), "Shop"), weft::err);
        }
    }

    @Test
    void looksAtWhatTheFilterMatchesAlone() throws Exception {
        String file = file("a.json", BEFORE.toJson());
        assertEquals(0, weft.run("diff", file, file, "--filter", "store"), weft::out);
    }

    @Test
    void saysWhatIsWrongWithItsFiles() throws Exception {
        assertEquals(2, weft.run("diff", "none.json", "none.json"));
        assertEquals(
                "[weft] none.json does not exist; give a file that `dump --json` has written, or a PID\n", weft.err());
        weft.forget();
        assertEquals(2, weft.run("diff", file("a.json", "{\"a\": ["), "4711"));
        assertTrue(weft.err().contains("a.json has no dump that can be read: "), weft.err());
        weft.forget();
        assertEquals(15, weft.run("diff", file("b.json", "{ \"schema\": \"weft-dump/2\" }"), "4711"));
        assertTrue(
                weft.err().contains("b.json has a dump of the form weft-dump/2, and this Weft reads weft-dump/1"),
                weft.err());
    }

    @Test
    void refusesATimeBetweenTwoThatAreGiven() {
        assertEquals(2, weft.run("diff", "a.json", "b.json", "--for", "5s"));
        assertEquals(
                "[weft] diff: --for is the time between two dumps of one process, and two are given; `help diff` says what"
                        + " there is\n",
                weft.err());
    }
}
