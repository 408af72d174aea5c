// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import static dev.weft.debug.Sample.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Threads and futures wait for tasks, too, and have no ids. */
class OtherWaitersTest {
    private static final String THREAD = "thread \"m\u001b[2J\nain\"";

    /** A task that another one awaits, a thread, and a future. */
    private static TaskDump dump() {
        TaskDump dump = Dumps.of(
                task(1, "worker", 1).awaits("event", "not set"),
                task(2, "boss", 2).awaits("task", "", 1));
        List<TaskInfo> tasks = List.of(
                dump.tasks().get(0).withAwaitedBy(List.of("1.2", THREAD, "a future")),
                dump.tasks().get(1));
        return new TaskDump(null, null, dump.pid(), dump.jdk(), dump.weft(), dump.time(), dump.loops(), tasks);
    }

    @Test
    void areApartFromTheIdsInJson() {
        JsonObject worker = JsonParser.parseString(dump().toJson())
                .getAsJsonObject()
                .getAsJsonArray("tasks")
                .get(0)
                .getAsJsonObject();
        assertEquals("[\"1.2\"]", worker.get("awaitedBy").toString());
        assertEquals("a future", worker.getAsJsonArray("otherWaiters").get(1).getAsString());
    }

    @Test
    void areReadAsTheyWereWritten() throws IOException {
        assertEquals(dump(), TaskDump.readJson(new StringReader(dump().toJson())));
    }

    @Test
    void areNamedWithoutTheSignOfAnId() {
        String text = dump().toText();
        assertTrue(text.contains("awaited by #1.2 boss thread \"m\\u001b[2J\\nain\" a future"), text);
    }

    @Test
    void areRedacted() {
        TaskDump redacted = dump().redacted(Pattern.compile("m.*", Pattern.DOTALL));
        assertEquals(
                List.of("1.2", "thread \"[redacted]", "a future"),
                redacted.tasks().get(0).awaitedBy());
    }
}
