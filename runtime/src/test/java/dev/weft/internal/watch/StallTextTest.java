// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StallTextTest {
    private static final Stall STALL = new Stall(Stall.Of.STEP, Stall.Phase.BEGINS, 0, 588_000_000, 588_000_000, false);

    private static String firstLine(boolean isInWeft, String owner, String method) {
        List<StackTraceElement> lines = new ArrayList<>();
        lines.add(new StackTraceElement(owner, method, null, -2));
        lines.add(new StackTraceElement("crawl.Http", "get", "Http.java", 26));
        Sight sight = new Sight("main", "fetch", Activity.IN_NATIVE_CODE, false, isInWeft, lines);
        return Objects.requireNonNull(
                StallText.of(STALL, sight, new Tally(), "").lines().findFirst().orElse(null));
    }

    @Test
    void doesNotRecommendWeftForWhatWeftDoes() {
        assertEquals(
                "Task fetch holds up the event loop of thread \"main\", 588 ms so far, in SocketChannelImpl.connect, which Weft makes and which"
                        + " takes no time as a rule. No other task of the loop runs meanwhile. The machine may be busy.",
                firstLine(true, "sun.nio.ch.SocketChannelImpl", "connect"));
        assertEquals(
                "Task fetch holds up the event loop of thread \"main\", 588 ms so far, in a call of the system, which Weft makes and which"
                        + " takes no time as a rule. No other task of the loop runs meanwhile. The machine may be busy.",
                firstLine(true, "sun.nio.ch.EPoll", "ctl"));
    }

    @Test
    void doesNotRecommendAnotherLockForThatOfWeft() {
        StackTraceElement own = new StackTraceElement("dev.weft.abi.Dispatch", "remember", "Dispatch.java", 66);
        Sight ofWeft = new Sight("main", "fetch", Activity.RUNS, true, true, List.of(own));
        assertTrue(
                StallText.of(STALL, ofWeft, new Tally(), "")
                        .startsWith(
                                "Task fetch holds up the event loop of thread \"main\", 588 ms so far, waiting for a lock of Weft, which"
                                        + " another thread has that spawns, or calls the same for the first time. No other task of the loop runs"));
        Sight ofProgram = new Sight("main", "fetch", Activity.RUNS, true, false, List.of(own));
        assertTrue(StallText.of(STALL, ofProgram, new Tally(), "").contains("use dev.weft.sync.Mutex"));
    }

    @Test
    void whatStandsStillMayWaitForTheInitializerOfAClass() {
        Stall doubtful = new Stall(Stall.Of.STEP, Stall.Phase.BEGINS, 0, 1_588_000_000, 3_000_000, true);
        String text = StallText.of(doubtful, sight("fetch"), new Tally(), "");
        assertTrue(text.contains("or a class that it needs is initialized by another one"), text);
    }

    private static final Stall END = new Stall(Stall.Of.STEP, Stall.Phase.ENDS, 0, 437_000_000, 437_000_000, false);

    private static Sight sight(@Nullable String task, StackTraceElement... lines) {
        return new Sight("main", task, Activity.RUNS, false, true, List.of(lines));
    }

    @Test
    void theEndOfAStallHasALineOrNone() {
        StackTraceElement own = new StackTraceElement("dev.weft.net.TcpListener", "accept", "TcpListener.java", 88);
        assertEquals(
                "The event loop of thread \"main\" goes on: An action has held it up for 437 ms, at"
                        + " dev.weft.net.TcpListener.accept(TcpListener.java:88)",
                StallText.ofEnd(END, sight(null, own)));
        assertEquals(
                "The event loop of thread \"main\" goes on: Task fetch has held it up for 437 ms",
                StallText.ofEnd(END, sight("fetch")));
    }

    @Test
    void aTaskWithoutANameIsNotCalledATaskTwice() {
        Tally tally = new Tally();
        StackTraceElement line = new StackTraceElement("crawl.Http", "get", "Http.java", 26);
        tally.add(sight("task-25", line));
        tally.add(sight("task-b", line));
        tally.add(sight(null, line));
        assertEquals(
                List.of(
                        "1 time task-25 at crawl.Http.get(Http.java:26)",
                        "1 time task task-b at crawl.Http.get(Http.java:26)",
                        "1 time an action at crawl.Http.get(Http.java:26)"),
                tally.lines());
        assertTrue(StallText.ofEnd(END, sight("task-25", line)).contains(" goes on: Task-25 has held it up"));
    }

    @Test
    void recommendsWeftForWhatTheProgramDoes() {
        assertEquals(
                "Task fetch holds up the event loop of thread \"main\", 588 ms so far, in SocketChannelImpl.connect. No other task of the loop"
                        + " runs meanwhile. Use dev.weft.net, or await(blocking(() -> ...)).",
                firstLine(false, "sun.nio.ch.SocketChannelImpl", "connect"));
    }
}
