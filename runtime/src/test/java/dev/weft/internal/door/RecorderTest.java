// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private static final Set<String> ALL = Set.of("weft.Task", "weft.Loop", "weft.Stall", "weft.Step", "weft.LoopLag");

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
