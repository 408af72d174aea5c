// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.cli.process.FakeDoor;
import dev.weft.cli.process.FakeProc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // a door is open, and not asked for anything
class ProfileCommandTest {
    private static final String PROFILE =
            "main;work;[running] 40\nmain;[waiting sleep] 60\nidle;main;[waiting accept] 99\n";

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

    @Test
    void printsTheSumOfWhatTheProcessHasToldSecondBySecond() throws Exception {
        try (FakeDoor door = new FakeDoor(proc.socket(4711), path -> FakeDoor.ok("b;c 1\na 2\nb;c 3\n"))) {
            assertEquals(0, weft.run("profile", "4711", "--seconds", "2"), weft::err);
            assertEquals("a 2\nb;c 4\n", weft.out());
            assertEquals("/profile?seconds=2", door.asked());
        }
    }

    @Test
    void saysThatAProcessHasEndedBeforeItsTimeAndShowsWhatItHasTold() throws Exception {
        try (FakeDoor door = new FakeDoor(proc.socket(4711), path -> FakeDoor.ok("b;c 1\na 2\nb;c [run"))) {
            assertEquals(0, weft.run("profile", "4711", "--seconds", "200"), weft::err);
            assertEquals("a 2\nb;c 1\n", weft.out());
            assertTrue(weft.err().endsWith(" s of 200 s, of which this is the profile\n"), weft::err);
        }
    }

    @Test
    void writesAPageThatNeedsNoNetworkAndHasTheFramesAndTheirColours() throws Exception {
        String page = page(file("now", PROFILE).toString());
        assertTrue(page.contains("main'"), page);
        assertTrue(page.contains("sleep]"), page);
        assertTrue(page.contains("idle: waits that keep nobody waiting"), page);
        assertTrue(page.contains("[0xd8d8d8, "), page);
        assertFalse(page.contains("Java compiled"), page);
        assertFalse(page.matches("(?s).*(src=|@import|url\\().*"), page);
    }

    @Test
    void aNameOfAFrameDoesNotEndTheScriptOfThePage() throws Exception {
        assertFalse(page(file("now", "main;</script><b>'\\;[running] 1\n").toString())
                .contains("</script><b>"));
    }

    @Test
    void printsWhatIsMoreAndLess() throws Exception {
        Path before = file("before", "main;work;[running] 10\nmain;[waiting sleep] 70\n");
        Path after = file("after", "main;work;[running] 40\nmain;[waiting sleep] 60\n");
        assertEquals(0, weft.run("profile", after.toString(), "--diff", before.toString()), weft::err);
        assertEquals("main;work;[running] +30\nmain;[waiting sleep] -10\n", weft.out());
        String page = page(after.toString(), "--diff", before.toString());
        assertTrue(page.contains("const maxdiff = "), page);
        assertTrue(page.contains("less than before") && !page.contains("[running] on the thread"), page);
    }

    @Test
    void givesUpAProcessThatIsSilentForItsTimeoutHoweverLongItIsLookedAt() throws Exception {
        try (FakeDoor door = new FakeDoor(proc.socket(4711), path -> "")) {
            assertEquals(12, weft.run("profile", "4711", "--seconds", "3", "--timeout", "20ms"), weft::err);
            assertTrue(weft.err().contains(" has said nothing for 1020 ms; "), weft::err);
        }
    }

    @Test
    void asksNobodyWhenThePageCannotBeWritten() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (FakeDoor door = new FakeDoor(proc.socket(4711), path -> FakeDoor.ok("a " + asked.incrementAndGet()))) {
            for (Path html : new Path[] {folder, folder.resolve("none/flame.html")}) {
                assertEquals(2, weft.run("profile", "4711", "--html", html.toString()));
                assertTrue(weft.err().contains(html + " cannot be written; "), weft::err);
            }
            assertEquals(0, asked.get());
        }
    }

    @Test
    void refusesAFileThatIsNoProfile() throws Exception {
        Path file = file("letter", "Dear all,\n");
        assertEquals(2, weft.run("profile", file.toString()));
        assertEquals("[weft] " + file + " has no profile: line 1 does not end with a number: Dear all,\n", weft.err());
    }

    private String page(String... arguments) throws IOException {
        Path html = folder.resolve("flame.html");
        String[] all = new String[arguments.length + 3];
        all[0] = "profile";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 2] = "--html";
        all[all.length - 1] = html.toString();
        assertEquals(0, weft.run(all), weft::err);
        return Files.readString(html);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
