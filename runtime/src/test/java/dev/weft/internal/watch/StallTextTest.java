// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    void recommendsWeftForWhatTheProgramDoes() {
        assertEquals(
                "Task fetch holds up the event loop of thread \"main\", 588 ms so far, in SocketChannelImpl.connect. No other task of the loop"
                        + " runs meanwhile. Use dev.weft.net, or await(blocking(() -> ...)).",
                firstLine(false, "sun.nio.ch.SocketChannelImpl", "connect"));
    }
}
