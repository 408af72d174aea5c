// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.EventLoop;
import dev.weft.Weft;
import dev.weft.debug.DumpOptions;
import dev.weft.internal.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventTableTest {
    /** Who writes the rows of the test, and no other ones. */
    private static final String WRITER = "end of a chunk";

    private final EventLoop loop = EventLoop.create();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        loop.close();
    }

    private List<RecordedEvent> rows(String type, Runnable writer) throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable(type);
            recording.start();
            Thread jvm = new Thread(writer, WRITER);
            jvm.start();
            jvm.join();
            recording.stop();
            Path file = folder.resolve("rows.jfr");
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals(type))
                    .filter(event -> event.getThread() != null
                            && event.getThread().getJavaName().equals(WRITER))
                    .toList();
        }
    }

    /** Who dumps a recording that has just begun wants to know how the loops are as well. */
    @Test
    void theLoopsAreWrittenAtTheEndOfAChunkToo() throws Exception {
        assertEquals(1, rows("weft.Loop", EventTable::atTheEnd).size());
    }

    @Test
    void whatMustNotBeSeenIsNotInARecording() throws Exception {
        loop.spawn("of anna", Script.awaiting("rests;com.example.Nap;10,11;Nap.java", Weft.sleep(Duration.ofHours(1))));
        DumpOptions options = DumpOptions.DEFAULT.withRedact(Pattern.compile("anna"));
        assertEquals(
                List.of("of [redacted]"),
                rows("weft.Task", () -> EventTable.write(options, true)).stream()
                        .map(row -> row.getString("name"))
                        .toList());
    }
}
