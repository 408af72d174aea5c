// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static dev.weft.endtoend.OpenZoo.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Jdks;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What programs say of their loops that stall. The steps of the zoo that do so never end, or last 20 ms each. */
class StallIT {
    private static final String LOOKS = "dev.weft.endtoend.Look#all";

    private static Pattern report(String beginning, String scene, String lastLine) {
        String lines = "[^\n]*\n(?:\tat [^\n]*\n)*?\tat [^\n]*\\(" + line(scene, lastLine) + "\\)";
        return Pattern.compile("WARNING: " + beginning + lines);
    }

    private static void assertPrints(OpenZoo zoo, Pattern report) throws InterruptedException {
        String printed = zoo.hasPrintedUntil(report);
        assertTrue(report.matcher(printed).find(), printed);
    }

    @ParameterizedTest
    @MethodSource(LOOKS)
    void aLoopThatIsHeldUpSaysSoWhileItIs(Look look) throws Exception {
        try (OpenZoo zoo = new OpenZoo(look, List.of(), "blocked")) {
            assertPrints(
                    zoo,
                    report(
                            "Task main holds up the event loop of thread \"blocked-loop\", [^\n"
                                    + "]* in Thread\\.sleep\\. ",
                            "BlockedLoop",
                            "await(request())"));
        }
        try (OpenZoo zoo = new OpenZoo(look, List.of(), "spinning")) {
            assertPrints(
                    zoo,
                    report(
                            "Task main holds up the event loop of thread \"spinning-loop\", [^\n]* without an await",
                            "SpinningLoop",
                            "await(scan())"));
        }
    }

    @ParameterizedTest
    @MethodSource(LOOKS)
    void theEndIsSaidAsWellAndIsInARecording(Look look, @TempDir Path folder) throws Exception {
        try (OpenZoo zoo = new OpenZoo(look, List.of("-Dweft.debug.stall=5ms"), "busy")) {
            assertPrints(
                    zoo,
                    Pattern.compile(
                            "WARNING: The event loop of thread \"busy-loop\" goes on: Task stalling has held it up"
                                    + " for \\d+ ms, at [^\n]*" + line("BusyLoop", "Thread.sleep(20)")));
            Pattern over = Pattern.compile("(?s)weft.Stall \\{[^}]*task = \"stalling\"[^}]*over = true[^}]*\\("
                    + line("BusyLoop", "Thread.sleep(20)"));
            zoo.recordsUntil(folder.resolve("stalls.jfr"), "weft.Stall", over);
        }
    }

    /** The commands take longer than the threshold. */
    @Test
    void aProgramWithoutAFaultIsSilentAndSoIsOneThatIsToldToBe() throws Exception {
        Look look = new Look(new Way(Jdks.current(), true), Jdks.current());
        try (OpenZoo zoo =
                new OpenZoo(look, List.of("-Dweft.debug.stall=1m"), "sleepers,ping-pong=100000,crowd=1000")) {
            assertTrue(zoo.jcmd("Thread.print").contains("\"weft-stalls\""));
            zoo.answer("tree");
            zoo.answer("dump", "--json");
            assertEquals("", zoo.printedUntilItsEnd());
        }
        try (OpenZoo zoo = new OpenZoo(look, List.of("-Dweft.debug.stall=off"), "blocked,spinning")) {
            assertFalse(zoo.jcmd("Thread.print").contains("\"weft-stalls\""));
            zoo.answer("tree");
            assertEquals("", zoo.printedUntilItsEnd());
        }
    }

    @Test
    void aTimeThatIsNoneIsRefused() throws Exception {
        Look look = new Look(new Way(Jdks.current(), false), Jdks.current());
        try (OpenZoo zoo = new OpenZoo(look, List.of("-Dweft.debug.stall=fast"), "blocked")) {
            assertPrints(
                    zoo,
                    Pattern.compile(
                            "WARNING: -Dweft\\.debug\\.stall=fast has no effect: it takes a time such as 250ms or 2s,"
                                    + " or off\\. Loops that stall are reported after 100 ms"));
        }
    }
}
