// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A dump in JSON, read by a parser that knows nothing of Weft. */
final class DumpedTasks {
    private final JsonObject dump;
    private final Map<String, JsonObject> byId = new LinkedHashMap<>();

    DumpedTasks(String json) {
        dump = JsonParser.parseString(json).getAsJsonObject();
        dump.getAsJsonArray("tasks").forEach(task -> byId.put(idOf(task), task.getAsJsonObject()));
    }

    private static String idOf(JsonElement task) {
        return task.getAsJsonObject().get("id").getAsString();
    }

    JsonObject dump() {
        return dump;
    }

    Set<String> ids() {
        return new TreeSet<>(byId.keySet());
    }

    List<JsonObject> all() {
        return List.copyOf(byId.values());
    }

    JsonObject named(String name) {
        return byId.values().stream()
                .filter(task -> task.get("name").getAsString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no task " + name + " in " + dump));
    }

    /** Returns the names of those whose wait ends by itself. */
    Set<String> ending() {
        Set<String> names = new TreeSet<>();
        for (JsonObject task : byId.values()) {
            JsonElement wait = task.get("awaits");
            if (wait.isJsonObject() && !wait.getAsJsonObject().get("due").isJsonNull()) {
                names.add(task.get("name").getAsString());
            }
        }
        return names;
    }

    /** Returns {@code File.java:line} of each frame of a task, innermost first. */
    static List<String> linesOf(JsonObject task) {
        List<String> lines = new ArrayList<>();
        task.getAsJsonArray("stack").forEach(frame -> lines.add(lineOf(frame.getAsJsonObject())));
        return lines;
    }

    /** Returns each {@code File.java:line} of all frames. */
    Set<String> lines() {
        Set<String> lines = new TreeSet<>();
        byId.values().forEach(task -> lines.addAll(linesOf(task)));
        return lines;
    }

    private static String lineOf(JsonObject frame) {
        return frame.get("file").getAsString() + ":" + frame.get("line").getAsInt();
    }

    /** What is wrong with the edges: each has a reverse, and each reverse an edge. What is awaited is in the dump. */
    List<String> edgesWithoutReverse() {
        List<String> wrong = new ArrayList<>();
        byId.forEach((id, task) -> {
            for (String awaited : awaitedBy(task)) {
                if (awaited.matches("\\d+\\.\\d+") && !awaits(byId.get(awaited)).contains(id)) {
                    wrong.add(id + " is awaited by " + awaited + ", which does not await it");
                }
            }
            for (String awaited : awaits(task)) {
                if (!awaitedBy(byId.get(awaited)).contains(id)) {
                    wrong.add(id + " awaits " + awaited + ", which does not know it");
                }
            }
        });
        return wrong;
    }

    /** The number of edges. */
    int edges() {
        return byId.values().stream().mapToInt(task -> awaits(task).size()).sum();
    }

    /** The ids of the tasks that one waits for. */
    Set<String> awaited(String name) {
        return new TreeSet<>(awaits(named(name)));
    }

    private static List<String> awaits(@Nullable JsonObject task) {
        return task == null || task.get("awaits").isJsonNull()
                ? List.of()
                : strings(task.getAsJsonObject("awaits").get("tasks"));
    }

    private static List<String> awaitedBy(@Nullable JsonObject task) {
        return task == null ? List.of() : strings(task.get("awaitedBy"));
    }

    private static List<String> strings(JsonElement array) {
        List<String> strings = new ArrayList<>();
        array.getAsJsonArray().forEach(element -> strings.add(element.getAsString()));
        return strings;
    }
}
