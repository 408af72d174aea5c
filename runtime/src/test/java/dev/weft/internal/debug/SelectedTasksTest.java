// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.debug;

import static dev.weft.sync.Select.on;
import static dev.weft.sync.Select.select;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.SimulatedLoop;
import dev.weft.Weft;
import dev.weft.debug.TaskDump;
import dev.weft.debug.TaskInfo;
import dev.weft.internal.Script;
import dev.weft.sync.Event;
import dev.weft.sync.Mutex;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A select waits for the tasks that its clauses wait for. */
class SelectedTasksTest {
    private final Mutex mutex = new Mutex("book");
    private final Event never = new Event("never");

    private TaskDump dump() {
        try (SimulatedLoop loop = EventLoop.simulatedInOrder()) {
            var chosen =
                    loop.spawn("chosen", Script.of((step, last) -> step == 0 ? Weft.sleep(Duration.ofDays(1)) : null));
            loop.spawn(
                    "holder",
                    Script.of((step, last) -> step == 0 ? mutex.lock() : step == 1 ? never.untilSet() : null));
            loop.spawn("selects", Script.of((step, last) -> switch (step) {
                case 0 -> Weft.sleep(Duration.ofMillis(1));
                case 1 ->
                    select(
                            on(chosen, nothing -> "chosen"),
                            on(
                                    select(on(mutex.lock(), guard -> "locked"), on(never.untilSet(), nothing -> "")),
                                    text -> text));
                default -> null;
            }));
            return loop.run(
                    Script.of((step, last) -> step == 0 ? Weft.sleep(Duration.ofSeconds(1)) : TaskDump.capture()));
        }
    }

    @Test
    void areNamedInADump() {
        TaskDump dump = dump();
        Map<String, TaskInfo> byName = dump.tasks().stream()
                .collect(Collectors.toMap(TaskInfo::name, Function.identity(), (one, other) -> one));
        TaskInfo selects = Objects.requireNonNull(byName.get("selects"));
        List<String> tasks = Objects.requireNonNull(selects.awaits()).tasks();
        assertEquals(
                List.of("chosen", "holder"),
                tasks.stream().map(id -> name(dump, id)).toList());
        assertEquals(
                List.of(selects.id()),
                Objects.requireNonNull(byName.get("chosen")).awaitedBy());
        String text = dump.toText();
        assertTrue(text.matches("(?s).* chosen #\\S+ holder.*"), text);
    }

    private static String name(TaskDump dump, String id) {
        return dump.tasks().stream()
                .filter(task -> task.id().equals(id))
                .findFirst()
                .orElseThrow()
                .name();
    }
}
