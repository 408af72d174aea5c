// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private static final Set<String> ALL = Set.of("weft.Task", "weft.Loop", "weft.Stall", "weft.Step", "weft.LoopLag");

    /** A process has one recorder: that of loops of other tests is to be gone, which takes some seconds. */
    @BeforeEach
    void waitUntilNoDoorIsOpen() throws InterruptedException {
        for (int looks = 0; looks < 300 && isOpen(); looks++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assumeTrue(!isOpen(), "another test has left a loop");
    }

    private static boolean isOpen() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("weft-debug"));
    }

    /** As in a program without loops for a while, whose doors close and open again. */
    @Test
    void eventsAreKnownAgainWhenTheDoorsOpenAgain() {
        for (int opened = 1; opened <= 3; opened++) {
            Recorder recorder = Recorder.open();
            Set<String> known = FlightRecorder.getFlightRecorder().getEventTypes().stream()
                    .map(EventType::getName)
                    .collect(Collectors.toSet());
            recorder.close();
            assertTrue(known.containsAll(ALL), opened + ": " + known);
        }
    }
}
