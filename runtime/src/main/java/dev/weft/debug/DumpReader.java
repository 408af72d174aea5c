// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads dumps that {@link JsonWriter} has written. Fields that are not known are skipped, for later versions may have more. */
final class DumpReader {
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000);

    private final Map<?, ?> object;

    private DumpReader(@Nullable Object value) throws IOException {
        if (!(value instanceof Map<?, ?> read)) {
            throw new IOException("Not a dump of Weft: expected an object, found " + value);
        }
        this.object = read;
    }

    static TaskDump read(Reader text) throws IOException {
        DumpReader dump = new DumpReader(JsonInput.read(text));
        if (!(dump.object.get("schema") instanceof String schema) || !schema.startsWith("weft-dump/")) {
            throw new IOException("Not a dump of Weft: it has no schema \"" + TaskDump.SCHEMA + '"');
        }
        if (!schema.equals(TaskDump.SCHEMA)) {
            throw new IOException("The dump is of the form " + Words.plain(schema) + ", and this version of Weft reads "
                    + TaskDump.SCHEMA + ": use the version that wrote it, or a later one");
        }
        List<LoopInfo> loops = new ArrayList<>();
        for (DumpReader loop : dump.objects("loops")) {
            loops.add(loop.loop());
        }
        List<TaskInfo> tasks = new ArrayList<>();
        for (DumpReader task : dump.objects("tasks")) {
            tasks.add(task.task());
        }
        return new TaskDump(
                dump.textOrNull("node"),
                dump.textOrNull("request"),
                dump.number("pid"),
                dump.text("jdk"),
                dump.text("weft"),
                dump.instant("time"),
                loops,
                tasks,
                dump.nodes(),
                dump.nanos("spread"));
    }

    /** What a cluster has is later than the rest, so a dump may be without it. */
    private List<NodeInfo> nodes() throws IOException {
        List<NodeInfo> nodes = new ArrayList<>();
        for (DumpReader node : object.containsKey("nodes") ? objects("nodes") : List.<DumpReader>of()) {
            nodes.add(new NodeInfo(
                    node.text("node"),
                    node.text("address"),
                    node.object.get("pid") == null ? null : node.number("pid"),
                    node.textOrNull("weft"),
                    node.textOrNull("problem")));
        }
        return nodes;
    }

    private LoopInfo loop() throws IOException {
        Long state = nanos("inState");
        return new LoopInfo(
                (int) number("id"),
                textOrNull("thread"),
                constant(LoopInfo.State.class, "state"),
                constant(LoopInfo.Mode.class, "mode"),
                state == null ? 0 : state,
                nanos("lag"),
                number("turns"),
                (int) number("tasks"),
                (int) number("ready"),
                (int) number("timers"),
                frames("stack"),
                object.containsKey("nodes") ? texts("nodes") : List.of());
    }

    private TaskInfo task() throws IOException {
        Object wait = object.get("awaits");
        Object spawn = object.get("spawn");
        String id = text("id");
        if (!Words.isId(id)) {
            throw new IOException("Not the id of a task: \"" + Words.plain(id) + '"');
        }
        return new TaskInfo(
                id,
                text("name"),
                (int) number("count"),
                constant(TaskInfo.State.class, "state"),
                span("age"),
                span("since"),
                number("steps"),
                textOrNull("parent"),
                spawn == null ? null : new DumpReader(spawn).frame(),
                frames("stack"),
                wait == null ? null : new DumpReader(wait).waiting(),
                waiters(),
                Boolean.TRUE.equals(object.get("moving")),
                Boolean.TRUE.equals(object.get("lost")),
                (int) number("cancelling"),
                textOrNull("serves"),
                textOrNull("caller"));
    }

    /** The tasks that wait for it, and who else does. */
    private List<String> waiters() throws IOException {
        List<String> waiters = texts("awaitedBy");
        if (object.containsKey("otherWaiters")) { // later than the rest
            waiters.addAll(texts("otherWaiters"));
        }
        return waiters;
    }

    private WaitInfo waiting() throws IOException {
        Object remote = object.get("remote");
        return new WaitInfo(
                text("kind"),
                textOrNull("id"),
                text("detail"),
                textOrNull("owner"),
                texts("tasks"),
                nanos("due"),
                frames("thread"),
                remote == null ? null : new DumpReader(remote).remote());
    }

    private RemoteInfo remote() throws IOException {
        return new RemoteInfo(text("node"), text("address"), text("service"), text("request"), nanos("sent"));
    }

    private FrameInfo frame() throws IOException {
        List<FrameInfo.Local> locals = new ArrayList<>();
        for (DumpReader local : objects("locals")) {
            locals.add(new FrameInfo.Local(local.text("name"), local.text("value")));
        }
        return new FrameInfo(
                text("class"),
                text("method"),
                textOrNull("file"),
                (int) number("line"),
                constant(FrameInfo.Kind.class, "kind"),
                locals);
    }

    // ------------------------------------------------------------------ values

    private List<FrameInfo> frames(String name) throws IOException {
        List<FrameInfo> frames = new ArrayList<>();
        for (DumpReader frame : objects(name)) {
            frames.add(frame.frame());
        }
        return frames;
    }

    private List<DumpReader> objects(String name) throws IOException {
        List<DumpReader> objects = new ArrayList<>();
        for (Object value : list(name)) {
            objects.add(new DumpReader(value));
        }
        return objects;
    }

    private List<String> texts(String name) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Object value : list(name)) {
            texts.add(String.valueOf(value));
        }
        return texts;
    }

    private List<?> list(String name) throws IOException {
        if (object.get(name) instanceof List<?> list) {
            return list;
        }
        throw missing(name, "an array");
    }

    private String text(String name) throws IOException {
        if (object.get(name) instanceof String text) {
            return text;
        }
        throw missing(name, "a text");
    }

    private @Nullable String textOrNull(String name) throws IOException {
        return object.get(name) == null ? null : text(name);
    }

    private long number(String name) throws IOException {
        if (object.get(name) instanceof BigDecimal number) {
            return number.longValue();
        }
        throw missing(name, "a number");
    }

    /** A time, which is written in milliseconds. */
    private @Nullable Long nanos(String name) throws IOException {
        Object value = object.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof BigDecimal millis) {
            return millis.multiply(NANOS).longValue();
        }
        throw missing(name, "a number");
    }

    private @Nullable Span span(String name) throws IOException {
        Long most = nanos(name);
        Long least = nanos(name + "Min");
        return most == null ? null : new Span(least == null ? most : least, most);
    }

    private Instant instant(String name) throws IOException {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeParseException wrong) {
            throw missing(name, "a time in UTC");
        }
    }

    private <E extends Enum<E>> E constant(Class<E> type, String name) throws IOException {
        try {
            return Enum.valueOf(type, text(name).toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw missing(name, "a known word");
        }
    }

    private IOException missing(String name, String expected) {
        return new IOException("Not a dump of " + TaskDump.SCHEMA + ": \"" + name + "\" is not " + expected + ", but "
                + object.get(name));
    }
}
