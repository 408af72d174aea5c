// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.over;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.Weft;
import dev.weft.internal.Script;
import dev.weft.internal.StepObservers;
import dev.weft.support.LogRecords;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TraceFileTest {
    private static final String PLACES = "rests;com.example.Nap;10,11;Nap.java";
    private static final Pattern EVENT = Pattern.compile("\\{\"ph\":\"[MXbei]\",\"pid\":\\d+,\"tid\":\\d+,.*\\}");

    @TempDir
    Path folder;

    private static void nap(String name) {
        try (EventLoop loop = EventLoop.create()) {
            loop.run(Script.of((step, last) ->
                    step == 0 ? loop.spawn(name, Script.awaiting(PLACES, Weft.sleep(Duration.ofMillis(1)))) : null));
        }
    }

    private List<String> tracedNap(String name) throws Exception {
        Path file = folder.resolve("trace.json");
        TraceFile trace = new TraceFile(file, Long.MAX_VALUE);
        StepObservers.add(trace);
        nap(name);
        trace.end();
        return Files.readAllLines(file);
    }

    /** Phase, name and what is said besides, without times and numbers. */
    private static List<String> events(List<String> lines, String category) {
        return lines.stream()
                .filter(line -> line.contains("\"cat\":\"" + category + '"'))
                .map(line -> line.replaceAll(
                        ".*\"ph\":\"(.)\".*\"name\":\"([^\"]*)\".*?(?:\"args\":\\{\"\\w+\":\"([^\"]*)\"\\})?\\},?",
                        "$1 $2 $3"))
                .map(String::strip)
                .toList();
    }

    @Test
    void isAnArrayWithAnObjectInEachLine() throws Exception {
        List<String> lines = tracedNap("napper");
        assertEquals("[", lines.get(0));
        assertEquals("]", lines.get(lines.size() - 1));
        for (String line : lines.subList(1, lines.size() - 2)) {
            assertTrue(line.endsWith("},"), line);
            assertTrue(EVENT.matcher(line.substring(0, line.length() - 1)).matches(), line);
        }
        assertTrue(EVENT.matcher(lines.get(lines.size() - 2)).matches());
    }

    @Test
    void hasTheStepsOfALoopAsSlices() throws Exception {
        assertEquals(
                List.of(
                        "X main suspended",
                        "X napper suspended at com.example.Nap.rests(Nap.java:11)",
                        "X napper returned",
                        "X main returned"),
                events(tracedNap("napper"), "step"));
    }

    @Test
    void hasTheTasksWithTheirWaits() throws Exception {
        assertEquals(
                List.of(
                        "b main",
                        "b napper",
                        "b wait",
                        "b wait com.example.Nap.rests(Nap.java:11)",
                        "e wait",
                        "e wait",
                        "e napper",
                        "e main"),
                events(tracedNap("napper"), "task"));
    }

    @Test
    void escapesWhatJsonOrAViewerWouldNotTake() throws Exception {
        List<String> lines = tracedNap("a\"b\\c\nd\u20ac");
        assertTrue(
                lines.stream().anyMatch(line -> line.contains("\"name\":\"a\\\"b\\\\c\\u000ad\\u20ac\"")),
                lines::toString);
    }

    @Test
    void endsWithANoteWhereItsSizeEnds() throws Exception {
        Path file = folder.resolve("small.json");
        TraceFile trace = new TraceFile(file, 600);
        StepObservers.add(trace);
        nap("first");
        assertFalse(trace.drain());
        nap("second");
        trace.end();
        String text = Files.readString(file);
        assertTrue(text.contains("the file has its size") && text.endsWith("}\n]\n"), text);
        assertTrue(text.contains("first") && !text.contains("second"), text);
    }

    @Test
    void hasTheBeginningOfANameOfAMegabyte() throws Exception {
        List<String> lines = tracedNap("n".repeat(1 << 20));
        assertEquals(
                3,
                lines.stream().filter(line -> line.contains("\"name\":\"nnnn")).count() - 1);
        assertTrue(lines.stream().allMatch(line -> line.length() < 500), lines::toString);
    }

    @Test
    void keepsNothingOfLoopsThatHaveClosed() throws Exception {
        TraceFile trace = new TraceFile(folder.resolve("trace.json"), Long.MAX_VALUE);
        StepObservers.add(trace);
        nap("first");
        nap("second");
        assertEquals(2, trace.buffers.size());
        trace.drain();
        assertEquals(Set.of(), trace.buffers);
        trace.end();
    }

    @Test
    void theWaitsOfATaskThatStartsInTheMiddleOfAStepBeginAndEnd() throws Exception {
        Path file = folder.resolve("trace.json");
        TraceFile trace = new TraceFile(file, Long.MAX_VALUE);
        StepObservers.add(trace);
        try (EventLoop loop = EventLoop.create()) {
            loop.run(Script.of((step, last) ->
                    step == 0 ? Script.awaiting(PLACES, Weft.yieldNow()).toCompletableFuture() : null));
        }
        trace.end();
        assertEquals(
                List.of("b main", "b task-2", "b wait", "e wait", "e task-2", "e main"),
                events(Files.readAllLines(file), "task"));
    }

    @Test
    void endsBehindAWholeEventWhereTheDiskIsFull() throws Exception {
        Path file = folder.resolve("trace.json");
        TraceFile trace = new TraceFile(file, new SmallDisk(file, 4_000), Long.MAX_VALUE);
        StepObservers.add(trace);
        nap("first");
        trace.drain();
        int whole = Files.readAllLines(file).size();
        try (LogRecords log = new LogRecords()) {
            nap("second");
            nap("third");
            assertFalse(trace.drain());
            assertEquals(1, log.messages().size(), () -> log.messages().toString());
        }
        nap("fourth");
        trace.end();
        List<String> lines = Files.readAllLines(file);
        assertEquals("]", lines.get(lines.size() - 1));
        for (String line : lines.subList(whole, lines.size() - 1)) {
            assertTrue(line.matches("\\{.*},?"), line);
        }
        assertEquals(Set.of(), trace.buffers);
    }

    @Test
    void countsTheEventsForWhichThereIsNoRoom() throws Exception {
        TraceBuffer buffer = new TraceBuffer(10);
        buffer.add("12345678");
        buffer.add("abc");
        try (var out = new ByteArrayOutputStream()) {
            assertEquals(1, buffer.drainTo(out));
            buffer.add("abc");
            assertEquals(0, buffer.drainTo(out));
            assertEquals("12345678abc", out.toString(StandardCharsets.US_ASCII));
        }
    }
}
