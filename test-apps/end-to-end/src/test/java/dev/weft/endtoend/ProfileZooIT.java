// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static dev.weft.endtoend.OpenZoo.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the tasks of a program spend their time, seen from outside. */
class ProfileZooIT {
    private static final String LOOKS = "dev.weft.endtoend.Look#all";

    private static final Pattern HOT_IS_FIRST = Pattern.compile("^.*\n +busy .*\n +\\d+\\.\\d %.* #\\d+\\.\\d+ hot ");
    private static final Pattern OBSERVER = Pattern.compile("(?m) dev\\.weft\\.internal\\.profile\\.LoopUse( |$)");
    private static final Pattern LONGEST_LAG = Pattern.compile("max (\\d+(\\.\\d+)?) ms");

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource(LOOKS)
    void computingAndWaitingStandUnderTheirAsyncCallersInOnePicture(Look look) throws Exception {
        try (OpenZoo zoo = new OpenZoo(look, List.of(), "burner,errands,blocked,reader,locks")) {
            List<String> profile =
                    zoo.answer("profile", "--seconds", "3").lines().toList();
            theBurnersLineIsUnderItsCallers(profile);
            workHasItsWaitsAndWatchersHaveNone(profile);
            whatBlocksALoopIsNoComputing(profile);
            theRestIsIdle(profile);
            aPageShowsTheSame(zoo);
            aClientThatGoesAwayEndsTheProfile(zoo, look);
        }
    }

    @ParameterizedTest
    @MethodSource(LOOKS)
    void theTaskThatHasTheLoopBusyIsFirstAndNobodyObservesTheLoopAfterwards(Look look) throws Exception {
        try (OpenZoo zoo = new OpenZoo(look, List.of(), "busy,blocked")) {
            String top = zoo.answer("top", "--once", "--seconds", "3");
            String busy = top.substring(top.indexOf(" on thread busy-loop"));
            assertTrue(HOT_IS_FIRST.matcher(busy).find(), top);
            Matcher longest = LONGEST_LAG.matcher(busy);
            assertTrue(longest.find() && Double.parseDouble(longest.group(1)) >= 10, top);
            assertTrue(top.contains(" on thread blocked-loop  BLOCKED"), top);
            String objects = zoo.jcmd("GC.class_histogram");
            assertTrue(objects.contains("dev.weft.internal.SelectorEventLoop"), objects);
            assertFalse(OBSERVER.matcher(objects).find(), objects);
        }
    }

    private static void theBurnersLineIsUnderItsCallers(List<String> profile) {
        String callers = "com.example.zoo.Burner.invoice(%s);com.example.zoo.Burner.total("
                .formatted(line("Burner", "await(total())"));
        String computes = callers + line("Burner", "result = burn(seed)") + ");com.example.zoo.Burner.burn(";
        long all = millis(profile, "Burner.", "[running]");
        long underCallers = millis(profile, callers, "[running]");
        assertTrue(millis(profile, computes, "[running]") > 0, profile::toString);
        assertTrue(underCallers >= 0.9 * all, () -> underCallers + " of " + all + " ms: " + profile);
    }

    private static void workHasItsWaitsAndWatchersHaveNone(List<String> profile) {
        String work =
                "com.example.zoo.Errands.day(%s);com.example.zoo.Errands.shopping(%s);com.example.zoo.Errands.trip(%s);"
                        .formatted(
                                line("Errands", "await(gather(shopping(), evening()))"),
                                line("Errands", "await(trip())"),
                                line("Errands", "await(sleep(Duration.ofMillis(20)))"));
        assertTrue(millis(profile, work, "[waiting sleep]") > 0, profile::toString);
        assertTrue(millis(profile, "idle;com.example.zoo.Errands.day(", "evening(") > 0, profile::toString);
        assertFalse(
                profile.stream().anyMatch(each -> !each.startsWith("idle;") && each.contains("Errands.evening(")),
                profile::toString);
        assertTrue(millis(profile, "com.example.zoo.LockCycle.", "[waiting mutex]") > 0, profile::toString);
    }

    private static void whatBlocksALoopIsNoComputing(List<String> profile) {
        String callers = "com.example.zoo.BlockedLoop.serve(%s);".formatted(line("BlockedLoop", "await(request())"));
        List<String> asleep = profile.stream()
                .filter(each -> each.contains(";java.lang.Thread.sleep("))
                .toList();
        assertTrue(millis(asleep, callers, "[blocked]") > 0, profile::toString);
    }

    private static void theRestIsIdle(List<String> profile) {
        assertTrue(millis(profile, "idle;server ", "[waiting accept]") > 0, profile::toString);
        assertTrue(millis(profile, "idle;com.example.zoo.IdleReader.", "[waiting read]") > 0, profile::toString);
        assertTrue(millis(profile, "idle;com.example.Zoo.open(", "[waiting event]") > 0, profile::toString);
    }

    private void aPageShowsTheSame(OpenZoo zoo) throws Exception {
        Path page = folder.resolve("flame.html");
        zoo.answer("profile", "--seconds", "1", "--html", page.toString());
        // Of a name the page has what the one before does not begin with.
        assertTrue(Files.readString(page).contains("(Burner.java:"), () -> "no burner in " + page);
    }

    /** There is one profile at a time, so that the next one begins says that the one before is over. */
    private static void aClientThatGoesAwayEndsTheProfile(OpenZoo zoo, Look look) throws Exception {
        Process client = askForLong(zoo, look);
        Subprocess.Result busy = zoo.ask("profile", "--seconds", "1");
        while (busy.exitCode() == 0) { // the client has not asked yet, or was refused because this one had
            client = client.isAlive() ? client : askForLong(zoo, look);
            busy = zoo.ask("profile", "--seconds", "1");
        }
        assertTrue(busy.output().contains("This program is being profiled"), busy::output);
        client.destroyForcibly().waitFor();
        Subprocess.Result next = zoo.ask("profile", "--seconds", "1");
        while (next.output().contains("This program is being profiled")) {
            next = zoo.ask("profile", "--seconds", "1"); // it writes once a second, and so notices
        }
        assertEquals(0, next.exitCode(), next::output);
    }

    private static Process askForLong(OpenZoo zoo, Look look) throws Exception {
        return Jvm.start(look.ownJdk(), Weft.arguments("profile", Long.toString(zoo.pid()), "--seconds", "300"));
    }

    private static long millis(List<String> profile, String start, String end) {
        return profile.stream()
                .filter(each -> each.contains(start) && each.contains(end))
                .mapToLong(each -> Long.parseLong(each.substring(each.lastIndexOf(' ') + 1)))
                .sum();
    }
}
