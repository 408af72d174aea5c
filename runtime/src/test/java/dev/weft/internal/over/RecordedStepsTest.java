// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.over;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.weft.EventLoop;
import dev.weft.Weft;
import dev.weft.internal.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RecordedStepsTest {
    private static final String PLACES = "rests;com.example.Nap;10,11;Nap.java";
    private static final Duration NONE = Duration.ZERO;
    private static final Set<String> OWN =
            Set.of("weft.Spawn", "weft.Suspend", "weft.Resume", "weft.Step", "weft.LoopLag");

    /** Has the process stay open for recordings as long as a test runs. */
    private final EventLoop open = EventLoop.create();

    @TempDir
    Path folder;

    @BeforeEach
    @Timeout(60) // that of the class is for tests alone
    void waitUntilTheEventsAreKnown() {
        open.run(Weft.sleep(Duration.ofMillis(1)));
        while (FlightRecorder.getFlightRecorder().getEventTypes().stream()
                .noneMatch(type -> type.getName().equals("weft.Step"))) {
            assertFalse(Thread.interrupted(), "the events do not become known");
            Thread.onSpinWait();
        }
    }

    @AfterEach
    void close() {
        open.close();
    }

    private static void nap() {
        try (EventLoop loop = EventLoop.create()) {
            loop.run(Script.of((step, last) -> step == 0
                    ? loop.spawn("napper", Script.awaiting(PLACES, Weft.sleep(Duration.ofMillis(1))))
                    : null));
        }
    }

    private List<RecordedEvent> events(Recording recording) throws Exception {
        try (recording) {
            recording.start();
            nap();
            recording.stop();
            Path file = folder.resolve("tasks.jfr");
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> OWN.contains(event.getEventType().getName()))
                    .toList();
        }
    }

    @Test
    void eachStepIsAnEventWhereARecordingWantsThat() throws Exception {
        Recording recording = new Recording();
        recording.enable("weft.Spawn");
        recording.enable("weft.Suspend");
        recording.enable("weft.Resume");
        recording.enable("weft.Step").withThreshold(NONE);
        Map<String, Integer> counts = new TreeMap<>();
        List<RecordedEvent> events = events(recording);
        events.forEach(event -> counts.merge(event.getEventType().getName(), 1, Integer::sum));
        assertEquals(Map.of("weft.Spawn", 2, "weft.Suspend", 2, "weft.Resume", 2, "weft.Step", 4), counts);
        RecordedEvent rests = events.stream()
                .filter(event -> event.getEventType().getName().equals("weft.Suspend")
                        && event.getString("name").equals("napper"))
                .findFirst()
                .orElseThrow();
        assertEquals("com.example.Nap.rests(Nap.java:11)", rests.getString("at"));
    }

    @Test
    void aTurnThatTakesLongIsLagOfTheLoop() throws Exception {
        Recording recording = new Recording();
        recording.enable("weft.LoopLag").withThreshold(NONE);
        List<RecordedEvent> events = events(recording);
        assertEquals(4, events.stream().mapToInt(event -> event.getInt("steps")).sum());
    }

    @Test
    void aRecordingThatRunsMayWantThemLater() throws Exception {
        Path file = folder.resolve("later.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            recording.enable("weft.Step").withThreshold(NONE);
            do {
                nap();
                recording.dump(file);
            } while (RecordingFile.readAllEvents(file).stream()
                    .noneMatch(event -> event.getEventType().getName().equals("weft.Step")));
        }
    }

    @Test
    void aRecordingThatDoesNotWantThemHasNone() throws Exception {
        assertEquals(List.of(), events(new Recording()));
    }

    @Test
    void aStepBelowTheThresholdIsNoEvent() throws Exception {
        Recording recording = new Recording();
        recording.enable("weft.Step").withThreshold(Duration.ofMinutes(1));
        assertEquals(List.of(), events(recording));
    }
}
