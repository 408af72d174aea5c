// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.over;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.debug.DumpOptions;
import dev.weft.internal.HeldLoop;
import dev.weft.internal.Script;
import dev.weft.sync.Channel;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HistoryTest {
    private static final String PING = "ping;com.example.Game;10,11,12;Game.java";
    private static final String PONG = "pong;com.example.Game;20,21,22;Game.java";

    private final Channel<String> there = Channel.rendezvous();
    private final Channel<String> back = Channel.rendezvous();

    private Task<Void> ping() {
        return Script.at(PING, (step, last) -> step == 0 ? there.send("ball") : step == 1 ? back.receive() : null);
    }

    private Task<Void> pong() {
        return Script.at(PONG, (step, last) -> step == 0 ? there.receive() : step == 1 ? back.send("ball") : null);
    }

    private String historyOfAGame(int capacity, @Nullable Pattern filter, int limit) throws IOException {
        try (History history = History.begin(capacity);
                EventLoop loop = EventLoop.create()) {
            loop.run(Script.of((step, last) -> {
                if (step > 0) {
                    return null;
                }
                loop.spawn("pong", pong());
                return loop.spawn("ping", ping());
            }));
            StringBuilder text = new StringBuilder();
            new HistoryText(history, DumpOptions.DEFAULT.withFilter(filter).withLimit(limit)).writeTo(text);
            return text.toString();
        }
    }

    /** The lines without the times, and without the numbers of loop and task. */
    private static List<String> events(String history) {
        return history.lines()
                .skip(1)
                .map(line -> line.substring(line.indexOf(' ', line.indexOf('#')) + 1))
                .map(line -> line.replaceAll(" at [\\w.$]+\\(", " at ("))
                .toList();
    }

    @Test
    void hasThePassesOfAScriptedGameInTheirOrder() throws IOException {
        assertEquals(
                List.of(
                        "main  spawned",
                        "main  started",
                        "pong  spawned",
                        "ping  spawned",
                        "main  suspended",
                        "pong  started",
                        "pong  suspended at (Game.java:21)",
                        "ping  started",
                        "pong  woken",
                        "ping  suspended at (Game.java:11)",
                        "pong  resumed",
                        "ping  woken",
                        "pong  returned",
                        "ping  resumed",
                        "main  woken",
                        "ping  returned",
                        "main  resumed",
                        "main  returned"),
                events(historyOfAGame(100, null, 100)));
    }

    @Test
    void hasTheLastWhereThereIsNoRoomForAll() throws IOException {
        String history = historyOfAGame(3, null, 100);
        assertEquals(List.of("ping  returned", "main  resumed", "main  returned"), events(history));
        assertTrue(history.lines().findFirst().orElseThrow().endsWith("  3 of the last 3 of 18 transitions"), history);
    }

    @Test
    void showsTheLastLinesOfWhatTheFilterFinds() throws IOException {
        assertEquals(
                List.of("pong  resumed", "pong  returned"), events(historyOfAGame(100, Pattern.compile(" pong "), 2)));
    }

    @Test
    void whoLooksForAMomentFindsWhatIsRareInIt() throws IOException {
        StringBuilder text = new StringBuilder();
        try (EventLoop loop = EventLoop.create();
                History history = History.beginLook()) {
            hasSomethingRare(loop);
            new HistoryText(history, DumpOptions.DEFAULT.withFilter(Pattern.compile("rare"))).writeTo(text);
        }
        assertEquals(List.of("rare  spawned", "rare  started", "rare  returned"), events(text.toString()));
    }

    /** A program may begin thousands of loops meanwhile, of which each would need as much memory as those that were there have together. */
    @Test
    void loopsThatBeginWhileSomebodyLooksHaveTheLeastRoom() throws IOException {
        StringBuilder text = new StringBuilder();
        try (History history = History.beginLook();
                EventLoop loop = EventLoop.create()) {
            hasSomethingRare(loop);
            new HistoryText(history, DumpOptions.DEFAULT).writeTo(text);
        }
        assertTrue(
                text.toString().contains("  " + History.DEFAULT + " of the last " + History.DEFAULT + " of "),
                text::toString);
    }

    private static void hasSomethingRare(EventLoop loop) {
        loop.run(Script.of((step, last) -> step == 0
                ? loop.spawn("rare", Script.of((first, none) -> null))
                : step < History.DEFAULT ? Weft.yieldNow() : null));
    }

    @Test
    void refusesAFilterThatLooksForEver() {
        Pattern endless = Pattern.compile("(.*)*(.*)*(.*)*!");
        assertThrows(IllegalArgumentException.class, () -> historyOfAGame(100, endless, 1));
    }

    @Test
    void namesNothingThatIsToStayInTheProgram() throws IOException {
        StringBuilder text = new StringBuilder();
        try (History history = History.begin(100);
                EventLoop loop = EventLoop.create()) {
            loop.run(Script.of(
                    (step, last) -> step == 0 ? loop.spawn("card\nvisa", Script.of((first, none) -> null)) : null));
            new HistoryText(history, DumpOptions.DEFAULT.withRedact(Pattern.compile("v..a"))).writeTo(text);
        }
        assertTrue(text.toString().contains("card\\n[redacted]  returned"), text::toString);
        assertFalse(text.toString().contains("visa"), text::toString);
    }

    @Test
    @SuppressWarnings("try") // the loop is held, and nothing else is done with it
    void saysOfALoopThatIsBlockedAllTheTimeThatNothingWasNoted() throws Exception {
        try (HeldLoop held = new HeldLoop();
                History history = History.begin(10)) {
            StringBuilder text = new StringBuilder();
            new HistoryText(history, DumpOptions.DEFAULT).writeTo(text);
            assertTrue(text.toString().contains("  nothing was noted, since it has been blocked"), text::toString);
        }
    }

    @Test
    @SuppressWarnings("try") // as above
    void readsALoopThatIsBlockedFromOutside() throws Exception {
        try (History history = History.begin(10);
                HeldLoop held = new HeldLoop()) {
            StringBuilder text = new StringBuilder();
            new HistoryText(history, DumpOptions.DEFAULT.withLimit(10)).writeTo(text);
            assertEquals(List.of("main  spawned", "main  started"), events(text.toString()));
        }
    }
}
