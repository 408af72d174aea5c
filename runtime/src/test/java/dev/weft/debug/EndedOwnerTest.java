// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.SimulatedLoop;
import dev.weft.Weft;
import dev.weft.internal.Script;
import dev.weft.sync.Mutex;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A task that has ended with a lock is in no dump, and yet it is why others wait. */
class EndedOwnerTest {
    private static final String SOURCES = "work;com.example.Work;11,12,13,14;Work.java";

    private static TaskDump dump() {
        Mutex mutex = new Mutex("book");
        try (SimulatedLoop loop = EventLoop.simulatedInOrder()) {
            loop.spawn("forgetful", Script.at(SOURCES, (step, last) -> step == 0 ? mutex.lock() : null));
            loop.spawn("wants", Script.at(SOURCES, (step, last) -> switch (step) {
                case 0 -> Weft.sleep(Duration.ofMillis(1));
                case 1 -> mutex.lock();
                default -> null;
            }));
            return loop.run(Script.at(
                    SOURCES, (step, last) -> step == 0 ? Weft.sleep(Duration.ofSeconds(1)) : TaskDump.capture()));
        }
    }

    @Test
    void isNamedAsSuch() {
        TaskDump dump = dump();
        WaitInfo wait = dump.tasks().stream()
                .map(TaskInfo::awaits)
                .filter(each -> each != null && each.kind().equals("mutex"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                "#1.1 forgetful, which has ended",
                Objects.requireNonNull(wait.owner()).replaceAll("#\\d+", "#1"));
        String text = dump.toText();
        assertTrue(text.contains("awaits mutex \"book\", locked, 1 waiting, held by #"), text);
        assertTrue(text.contains(" forgetful, which has ended"), text);
    }

    /** Anybody may unlock it, so it fails no check. */
    @Test
    void isToldOfByCheckWithWhoWaits() {
        Verdict verdict = dump().check(DumpOptions.DEFAULT);
        String text = verdict.text().replaceAll("#\\S+", "#1");
        assertTrue(
                text.contains(
                        "LEFT LOCKED  mutex \"book\", locked, 1 waiting, held by #1 forgetful, which has ended: #1 wants awaits it,"
                                + " at com.example.Work.work(Work.java:12)"),
                text);
        assertEquals(Verdict.FINE, verdict.status());
    }
}
