// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.SimulatedLoop;
import dev.weft.Weft;
import dev.weft.internal.Script;
import dev.weft.sync.Channel;
import dev.weft.sync.Mutex;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DumpSchemaTest {
    private static final Path SCHEMA = Path.of("../docs/dump-schema.json");

    private static final String SOURCES = "work;com.example.Work;11,12,13,14;Work.java";

    /** What is wrong with a text, for all that a schema says; empty if nothing is. */
    private static String faults(String schema, String json) {
        Validator validator = new ValidatorFactory()
                .withJsonNodeFactory(new GsonNode.Factory())
                .createValidator();
        URI uri = validator.registerSchema(schema);
        StringBuilder faults = new StringBuilder();
        validator
                .validate(uri, json)
                .getErrors()
                .forEach(error -> faults.append(error.getInstanceLocation())
                        .append(": ")
                        .append(error.getError())
                        .append('\n'));
        return faults.toString();
    }

    /** The published schema, but no field may be there that it does not name: a test of ours, and not for readers. */
    private static String strict() throws IOException {
        JsonObject schema = JsonParser.parseString(Files.readString(SCHEMA)).getAsJsonObject();
        close(schema);
        return schema.toString();
    }

    private static void close(JsonElement element) {
        if (element.isJsonObject()) {
            JsonObject object = element.getAsJsonObject();
            object.entrySet().forEach(entry -> close(entry.getValue()));
            if (object.has("properties") && object.has("required")) {
                object.addProperty("additionalProperties", false);
            }
        } else if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(DumpSchemaTest::close);
        }
    }

    @Test
    void aDumpWithEverythingIsAsTheSchemaSays() throws IOException {
        String json = DumpForm.JSON.of(JsonWriterTest.full(), DumpOptions.DEFAULT.withLocals(true));
        assertEquals("", faults(Files.readString(SCHEMA), json));
        assertEquals("", faults(strict(), json));
    }

    @Test
    void aDumpOfSeveralNodesIsAsTheSchemaSays() throws IOException {
        String json = JoinedDumpTest.circle(12).toJson();
        assertEquals("", faults(Files.readString(SCHEMA), json));
        assertEquals("", faults(strict(), json));
        assertEachWaitHasItsReverse(JsonParser.parseString(json).getAsJsonObject());
    }

    @Test
    void theSchemaFindsFaults() throws IOException {
        String json = DumpForm.JSON.of(JsonWriterTest.full(), DumpOptions.DEFAULT);
        String schema = Files.readString(SCHEMA);
        assertTrue(faults(schema, json.replace("\"schema\":\"weft-dump/1\"", "\"schema\":\"weft-dump/2\""))
                .contains("/schema"));
        assertTrue(faults(schema, json.replace("\"steps\":2,", "")).contains("steps"));
        assertTrue(
                faults(schema, json.replace("\"steps\":2,", "\"steps\":\"2\",")).contains("steps"));
        String more = json.replace("\"steps\":2,", "\"steps\":2,\"new\":1,");
        assertEquals("", faults(schema, more), "fields may be added");
        assertFalse(faults(strict(), more).isEmpty());
    }

    @Test
    void anotherParserReadsTheSameTexts() {
        TaskDump dump = JsonWriterTest.full();
        JsonObject read = JsonParser.parseString(DumpForm.JSON.of(dump, DumpOptions.DEFAULT.withLocals(true)))
                .getAsJsonObject();
        JsonObject local = read.getAsJsonArray("tasks")
                .get(2)
                .getAsJsonObject()
                .getAsJsonArray("stack")
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("locals")
                .get(0)
                .getAsJsonObject();
        assertEquals(
                dump.tasks().get(2).stack().get(0).locals().get(0).value(),
                local.get("value").getAsString());
    }

    @Test
    void aDumpOfARealLoopIsAsTheSchemaSays() throws IOException {
        TaskDump dump = captured();
        String json = dump.toJson();
        assertEquals("", faults(strict(), json));
        assertEachWaitHasItsReverse(JsonParser.parseString(json).getAsJsonObject());
        Set<String> kinds = new HashSet<>();
        dump.tasks().stream()
                .map(TaskInfo::awaits)
                .filter(wait -> wait != null)
                .forEach(wait -> kinds.add(wait.kind()));
        assertTrue(kinds.containsAll(Set.of("gather", "sleep", "mutex", "receive", "task", "stage")), kinds.toString());
    }

    /** A dump that a task takes while others wait for all sorts of things. */
    private static TaskDump captured() {
        Mutex mutex = new Mutex("m");
        Channel<String> channel = Channel.bounded(1);
        try (SimulatedLoop loop = EventLoop.simulated(7)) {
            ScheduledTask<Object> sleeper = loop.spawn("sleeper", at(Weft.sleep(Duration.ofSeconds(5))));
            loop.spawn("holder", Script.at(SOURCES, (step, last) -> switch (step) {
                case 0 -> mutex.lock();
                case 1 -> Weft.sleep(Duration.ofSeconds(2));
                default -> null;
            }));
            loop.spawn("wants", at(mutex.lock()));
            loop.spawn("receiver", at(channel.receive()));
            loop.spawn("waiter", at(sleeper));
            sleeper.onComplete((value, failure) -> {});
            loop.spawn("stage", at(new CompletableFuture<>()));
            loop.spawn(
                    "gatherer", at(Weft.gather(Weft.sleep(Duration.ofSeconds(3)), Weft.sleep(Duration.ofSeconds(4)))));
            return loop.run(Script.at(
                    SOURCES, (step, last) -> step == 0 ? Weft.sleep(Duration.ofSeconds(1)) : TaskDump.capture()));
        }
    }

    private static Script<Object> at(Object awaited) {
        return Script.at(SOURCES, (step, last) -> step == 0 ? awaited : null);
    }

    private static void assertEachWaitHasItsReverse(JsonObject dump) {
        Set<String> there = new HashSet<>();
        Set<String> back = new HashSet<>();
        dump.getAsJsonArray("tasks").forEach(element -> {
            JsonObject task = element.getAsJsonObject();
            String id = task.get("id").getAsString();
            task.getAsJsonArray("awaitedBy").forEach(by -> back.add(by.getAsString() + " -> " + id));
            if (task.get("awaits").isJsonObject()) {
                task.getAsJsonObject("awaits")
                        .getAsJsonArray("tasks")
                        .forEach(awaited -> there.add(id + " -> " + awaited.getAsString()));
            }
        });
        assertEquals(there, back);
        assertFalse(there.isEmpty());
    }
}
