// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.Weft;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SpawnedByTest {
    private static Task<Void> sleeps() {
        return Script.of((step, last) -> step == 0 ? Weft.sleep(Duration.ofDays(1)) : null);
    }

    private static Task<Void> spawnsOne() {
        return Script.of((step, last) -> {
            if (step == 0) {
                Weft.spawn("grandchild", sleeps());
            }
            return step == 0 ? Weft.sleep(Duration.ofDays(1)) : null;
        });
    }

    private static List<String> names(EventLoop loop, ScheduledTask<?> spawner) {
        return loop.spawnedBy(spawner).stream().map(ScheduledTask::name).toList();
    }

    private static Task<Object> inThreeSteps(Runnable first, Runnable second, Runnable third) {
        return Script.of((step, last) -> {
            List.of(first, second, third).get(step).run();
            return step < 2 ? Weft.sleep(Duration.ofSeconds(1)) : null;
        });
    }

    @Test
    void thoseOfATaskAndInItsNameAreFoundUntilTheyEnd() {
        try (EventLoop loop = EventLoop.simulatedInOrder()) {
            ScheduledTask<?> server = loop.spawn("server", sleeps());
            loop.run(inThreeSteps(
                    () -> {
                        loop.spawn(() -> "first", spawnsOne(), server);
                        loop.spawn(() -> "second", sleeps(), server);
                    },
                    () -> {
                        assertEquals(List.of("first", "second"), names(loop, server));
                        ScheduledTask<?> first = loop.spawnedBy(server).get(0);
                        assertEquals(List.of("grandchild"), names(loop, first));
                        first.cancel();
                    },
                    () -> assertEquals(List.of("second"), names(loop, server))));
        }
    }

    @Test
    void aNameThatCannotBeSuppliedSaysSo() {
        try (EventLoop loop = EventLoop.simulatedInOrder()) {
            ScheduledTask<?> server = loop.spawn("server", sleeps());
            loop.run(inThreeSteps(
                    () -> {
                        loop.spawn(
                                () -> {
                                    throw new StackOverflowError();
                                },
                                sleeps(),
                                server);
                    },
                    () -> assertEquals(List.of("(no name: java.lang.StackOverflowError)"), names(loop, server)),
                    () -> {}));
        }
    }

    @Test
    void aTaskOfAnotherLoopIsRefused() {
        try (EventLoop loop = EventLoop.create();
                EventLoop other = EventLoop.create()) {
            ScheduledTask<?> elsewhere = other.spawn("elsewhere", sleeps());
            loop.run(Script.of((step, last) -> {
                assertThrows(IllegalArgumentException.class, () -> loop.spawnedBy(elsewhere));
                return null;
            }));
        }
    }

    @Test
    void isAskedOnTheThreadOfTheLoop() {
        try (EventLoop loop = EventLoop.create()) {
            ScheduledTask<?> task = loop.spawn("task", sleeps());
            assertThrows(IllegalStateException.class, () -> loop.spawnedBy(task));
        }
    }
}
