// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static dev.weft.endtoend.OpenZoo.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a recording and a trace tell of the steps of a program that runs. */
class OverTimeZooIT {
    private static final String EVENTS = "weft.Spawn,weft.Suspend,weft.Resume,weft.Step";
    private static final String[] ALL_ON = {
        "+weft.Spawn#enabled=true",
        "+weft.Suspend#enabled=true",
        "+weft.Resume#enabled=true",
        "+weft.Step#enabled=true",
        "+weft.Step#threshold=0ms"
    };

    @ParameterizedTest
    @MethodSource("dev.weft.endtoend.Look#all")
    void eachStepIsInARecordingThatWantsItAndInTheTraceAlsoOfAKilledProgram(Look look, @TempDir Path folder)
            throws Exception {
        Path file = folder.resolve("trace.json");
        try (OpenZoo zoo = new OpenZoo(look, List.of("-Dweft.debug.trace=" + file), "ping-pong=3,ticker")) {
            String ticks = "await(sleep(Duration.ofMillis(200)))";
            String at = "Ticker.tick\\(" + line("Ticker", ticks);
            String recorded = zoo.recordsUntil(
                    folder.resolve("steps.jfr"),
                    EVENTS,
                    Pattern.compile("(?s)weft.Suspend \\{[^}]*" + at + "[^}]*name = \"ticker\".*weft.Resume"),
                    ALL_ON);
            assertTrue(
                    Pattern.compile("weft.Step \\{[^}]*end = \"suspended\"[^}]*" + at + "[^}]*name = \"ticker\"")
                            .matcher(recorded)
                            .find(),
                    recorded);
            zoo.jcmd("JFR.start", "name=plain");
            String plain = folder.resolve("plain.jfr").toString();
            zoo.jcmd("JFR.dump", "name=plain", "filename=" + plain);
            assertEquals(
                    "", zoo.ofItsJdk("jfr", "print", "--events", EVENTS, plain).strip());
            zoo.kill();
        }
        List<JsonObject> trace = read(file);
        assertTrue(
                has(
                        trace,
                        "X",
                        "ping",
                        "suspended at com.example.zoo.PingPong.ping(" + line("PingPong", "await(BACK.receive())")),
                trace::toString);
        assertTrue(has(trace, "X", "ping", "returned"), trace::toString);
        assertTrue(
                has(trace, "b", "wait", "com.example.zoo.PingPong.pong(" + line("PingPong", "await(THERE.receive())")),
                trace::toString);
        assertEveryEndHasABegin(trace);
        assertSlicesNest(trace);
    }

    /** The process was killed: what it had written last ends behind some event. */
    private static List<JsonObject> read(Path file) throws Exception {
        JsonArray all = JsonParser.parseString(Files.readString(file) + "]").getAsJsonArray();
        return StreamSupport.stream(all.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .filter(event -> event.has("ph"))
                .toList();
    }

    private static boolean has(List<JsonObject> trace, String phase, String name, String detail) {
        return trace.stream()
                .filter(event ->
                        text(event, "ph").equals(phase) && text(event, "name").equals(name))
                .anyMatch(event -> event.toString().contains(detail));
    }

    private static String text(JsonObject event, String key) {
        return event.get(key).getAsString();
    }

    /** A wait begins in a task that has begun, and ends before that. */
    private static void assertEveryEndHasABegin(List<JsonObject> trace) {
        Map<String, Deque<String>> open = new HashMap<>();
        Set<String> ended = new HashSet<>();
        for (JsonObject event : trace) {
            String phase = text(event, "ph");
            if (!phase.equals("b") && !phase.equals("e")) {
                continue;
            }
            Deque<String> ofTask = open.computeIfAbsent(text(event, "id"), first -> new ArrayDeque<>());
            if (phase.equals("b")) {
                ofTask.push(text(event, "name"));
            } else {
                assertEquals(text(event, "name"), ofTask.pop(), event::toString);
                ended.add(text(event, "name"));
            }
        }
        assertTrue(ended.containsAll(Set.of("ping", "wait")), ended::toString);
        assertFalse(ended.contains("ticker"));
    }

    /** Of two slices of a track, one is behind the other or inside it. */
    private static void assertSlicesNest(List<JsonObject> trace) {
        Map<String, Deque<Double>> ends = new HashMap<>();
        trace.stream()
                .filter(event -> text(event, "ph").equals("X"))
                .sorted((one, other) -> Double.compare(begin(one), begin(other)))
                .forEach(slice -> {
                    Deque<Double> around = ends.computeIfAbsent(text(slice, "tid"), first -> new ArrayDeque<>());
                    while (!around.isEmpty() && around.peek() <= begin(slice)) {
                        around.pop();
                    }
                    double end = begin(slice) + slice.get("dur").getAsDouble();
                    assertTrue(around.isEmpty() || end <= around.peek() + 0.001, slice::toString);
                    around.push(end);
                });
    }

    private static double begin(JsonObject slice) {
        return slice.get("ts").getAsDouble();
    }
}
