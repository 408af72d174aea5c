// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import static dev.weft.debug.Sample.frame;
import static dev.weft.debug.Sample.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonWriterTest {
    /** A dump that has everything a dump can have. */
    static TaskDump full() {
        FrameInfo.Local local = new FrameInfo.Local("text", "\"\\\u0000\u001f\u007f\u2028\t\ud800x\udc00\ud83d\ude00");
        FrameInfo nowhere = new FrameInfo("demo.Gone", "run", null, 0, FrameInfo.Kind.RUNNING, List.of());
        List<Sample> tasks = List.of(
                task(1, "main", 10).awaits("gather", "2 of 2 running", 2, 3).spawnedAt(88),
                task(2, "a", 20).awaits("mutex", "\"y\"", 3).parent(1).cancelled(),
                task(3, "b", 30).awaits("mutex", "\"x\"", 2).stack(List.of(frame(5, local), nowhere)),
                task(4, "sleeper", 40).awaits("sleep", "PT1S").dueInMillis(-3).count(7),
                task(5, "runner", 50).state(TaskInfo.State.RUNNING).moving(),
                task("0.1", "detached-1", 60)
                        .awaits(new WaitInfo(
                                "blocking", "Call-1", "a lambda", "pool", List.of(), null, List.of(nowhere)))
                        .lost(),
                task(6, "order", 70).remote("price", "b", "a/17").dueInMillis(800),
                task(7, "stock for b/3", 80).awaits("event", "not set").serves("b/3", "1.9"));
        TaskDump dump = Dumps.at(Dumps.NINE, LoopInfo.State.BLOCKED, LoopInfo.Mode.SLICED, tasks);
        LoopInfo idle = new LoopInfo(
                2, null, LoopInfo.State.IDLE, LoopInfo.Mode.OUTSIDE, 0, null, 0, 0, 0, 0, List.of(nowhere));
        return new TaskDump(
                "node-1",
                "request-1",
                4711,
                "25",
                "1.0",
                Dumps.NINE,
                List.of(dump.loops().get(0).withNodes(List.of("node-1")), idle),
                dump.tasks(),
                List.of(
                        new NodeInfo("node-1", "127.0.0.1:7800", 4711L, "1.0", null),
                        new NodeInfo("b", "127.0.0.1:7801", null, null, "nothing within 1 s")),
                12_000_000L);
    }

    @Test
    void writesOneLineForEachEntry() {
        TaskDump dump =
                Dumps.of(task(9, "reader", 63).awaits("read", "10.0.0.7:443").spawnedAt(40));
        assertEquals("""
                {"schema":"weft-dump/1","node":null,"request":null,"pid":4711,"jdk":"25","weft":"1.0",\
                "time":"2026-11-21T09:00:00Z","mode":"consistent","spread":null,"nodes":[],"deadlocks":[],"loops":[
                {"id":1,"thread":"main","state":"waiting","mode":"consistent","inState":4200.000,"lag":0.200,"turns":17,\
                "tasks":1,"ready":0,"timers":3,"stack":[],"nodes":[]}],"tasks":[
                {"id":"1.9","name":"reader","count":1,"state":"suspended","loop":1,"age":5000.000,"ageMin":5000.000,\
                "since":4000.000,"sinceMin":4000.000,"steps":2,"parent":null,\
                "spawn":{"class":"demo.Demo","method":"main","file":"Demo.java","line":40,"kind":"spawn","locals":[]},\
                "stack":[{"class":"demo.Demo","method":"run","file":"Demo.java","line":63,"kind":"await","locals":[]}],\
                "awaits":{"kind":"read","id":null,"detail":"10.0.0.7:443","owner":null,"tasks":[],"since":4000.000,\
                "due":null,"thread":[],"remote":null},"awaitedBy":[],"otherWaiters":[],"moving":false,"lost":false,\
                "cancelling":0,"serves":null,"caller":null}],\
                "leftOut":{"limit":0,"filter":0}}
                """, dump.toJson());
    }

    @Test
    void readsWhatItHasWritten() throws IOException {
        TaskDump dump = full();
        String json = DumpForm.JSON.of(dump, DumpOptions.DEFAULT.withLocals(true));
        assertEquals(dump, TaskDump.readJson(new StringReader(json)));
    }

    @Test
    void escapesControlsAndHalvesOfPairs() throws IOException {
        assertEquals(
                "\"\\\"\\\\\\u0000\\u001f\\u007f\\u2028\\t\\ud800x\\udc00\ud83d\ude00\\ud800\"",
                json("\"\\\u0000\u001f\u007f\u2028\t\ud800x\udc00\ud83d\ude00\ud800"));
    }

    private static String json(String text) throws IOException {
        StringBuilder json = new StringBuilder();
        new JsonOutput(json).value(text);
        return json.toString();
    }

    @ParameterizedTest
    @CsvSource({"0, 0.000", "999, 0.000", "1000, 0.001", "-1000, -0.001", "-999, 0.000", "1234567891, 1234.567"})
    void timesAreMillisecondsToTheMicrosecond(long nanos, String expected) throws IOException {
        StringBuilder json = new StringBuilder();
        new JsonOutput(json).millis(nanos);
        assertEquals(expected, json.toString());
    }

    @Test
    void countsWhatTheFilterAndTheLimitLeaveOut() {
        TaskDump dump = Dumps.of(
                task(1, "a", 1), task(2, "b", 2).count(5), task(3, "b", 3).count(7));
        String json = DumpForm.JSON.of(
                dump, DumpOptions.DEFAULT.withFilter(Pattern.compile("^b$")).withLimit(1));
        assertTrue(json.endsWith("\"leftOut\":{\"limit\":7,\"filter\":1}}\n"), json);
    }

    // ------------------------------------------------------------------ reading

    @Test
    void skipsWhatALaterVersionMayHaveAdded() throws IOException {
        TaskDump dump = Dumps.of(task(1, "a", 1).awaits("event", "not set"));
        String json = dump.toJson().replace("{\"id\":\"1.1\"", "{\"new\":[{\"x\":1e3}, true],\"id\":\"1.1\"");
        assertEquals(dump, TaskDump.readJson(new StringReader(json)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"schema\":\"weft-dump/2\"}|The dump is of the form weft-dump/2, and this version of Weft reads weft-dump/1",
                "{\"a\":1}|Not a dump of Weft: it has no schema",
                "[]|Not a dump of Weft: expected an object",
                "{\"schema\":\"weft-dump/1\",\"loops\":[{}]}|\"id\" is not a number",
                "{\"schema\":\"weft-dump/1\",\"loops\":3}|\"loops\" is not an array, but 3",
                "{\"schema\"|Line 1 of the JSON: expected ':', found the end of the text",
                "{\"schema\":tru}|expected 'e', found '}'",
                "[1,]|expected a value, found ']'",
                "{\"a\":1,}|expected a name, found '}'",
                "[\"\\x\"]|expected an escape sequence",
                "[1 2]|expected ',', found '2'",
                "[1]]|expected the end, found ']'",
            })
    void saysWhereAndWhyATextIsNoDump(String json, String message) {
        IOException thrown = assertThrows(IOException.class, () -> TaskDump.readJson(new StringReader(json)));

        assertTrue(String.valueOf(thrown.getMessage()).contains(message), thrown.getMessage());
    }

    @Test
    void refusesValuesThatAreNestedTooDeep() {
        String deep = "[".repeat(100_000);
        IOException thrown = assertThrows(IOException.class, () -> TaskDump.readJson(new StringReader(deep)));
        assertTrue(
                String.valueOf(thrown.getMessage()).contains("less than 64 values in one another"),
                thrown.getMessage());
    }

    @Test
    void aDumpOfNothingIsComplete() throws IOException {
        TaskDump dump = new TaskDump(null, null, 1, "25", "1.0", Instant.EPOCH, List.of(), List.of());
        assertEquals(dump, TaskDump.readJson(new StringReader(dump.toJson())));
    }
}
