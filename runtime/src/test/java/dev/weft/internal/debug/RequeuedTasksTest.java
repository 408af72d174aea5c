// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.debug.DumpOptions;
import dev.weft.debug.TaskInfo;
import dev.weft.internal.Script;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dumps that another thread takes of a loop which runs its tasks and queues them again. */
@Timeout(60)
class RequeuedTasksTest {
    /** How many tasks are spawned while another thread looks. */
    private static final int SPAWNED = 50_000;

    private static Task<Void> givesWayOnce() {
        return Script.of((step, last) -> step == 0 ? Weft.yieldNow() : null);
    }

    @Test
    void aTaskThatTheLoopQueuesAgainIsInADumpFromOutsideOnce() throws Exception {
        try (EventLoop loop = EventLoop.create()) {
            AtomicBoolean over = new AtomicBoolean();
            FutureTask<Set<String>> look = new FutureTask<>(() -> {
                Set<String> twice = new HashSet<>();
                while (!over.get()) {
                    addThoseThatAreThereTwice(twice);
                }
                return twice;
            });
            new Thread(look, "looks").start();
            try {
                loop.run(Script.of((step, last) -> {
                    for (int i = 0; i < 20; i++) {
                        loop.spawn(givesWayOnce());
                    }
                    return step * 20 < SPAWNED ? Weft.yieldNow() : null;
                }));
            } finally {
                over.set(true);
            }
            assertEquals(Set.of(), look.get());
        }
    }

    private static void addThoseThatAreThereTwice(Set<String> twice) {
        Set<String> seen = new HashSet<>();
        List<TaskInfo> tasks = Capture.takeOutside(DumpOptions.DEFAULT).tasks();
        tasks.stream().map(TaskInfo::id).filter(id -> !seen.add(id)).forEach(twice::add);
    }
}
