// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.Weft;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that other threads have spawned onto a loop that does not take them in. */
@Timeout(60)
class ArrivingTasksTest {
    private static final Duration LONG = Duration.ofHours(1);

    private static List<TaskInfo> named(String name) {
        return TaskDump.capture().tasks().stream()
                .filter(task -> task.name().equals(name))
                .toList();
    }

    @Test
    void areListedBeforeAnybodyRunsTheLoop() {
        try (EventLoop loop = EventLoop.create()) {
            loop.spawn("early", Weft.sleep(LONG)).cancel();
            List<TaskInfo> tasks = named("early");
            assertEquals(1, tasks.size());
            assertEquals(TaskInfo.State.READY, tasks.get(0).state());
        }
    }

    @Test
    void areListedOnceWhileTheLoopIsBlocked() throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (EventLoop loop = EventLoop.create()) {
            Thread thread = new Thread(() -> loop.run(Weft.sleep(Duration.ofMillis(1))));
            loop.post(() -> {
                blocked.countDown();
                awaitQuietly(goOn);
            });
            thread.start();
            blocked.await();
            loop.spawn("late", Weft.sleep(LONG)).cancel();
            assertEquals(1, named("late").size());
            goOn.countDown();
            thread.join();
        }
        assertEquals(List.of(), named("late"));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aLoopThatHasNeverTurnedIsIdleSinceItWasMade() {
        long before = System.nanoTime();
        try (EventLoop loop = EventLoop.create()) {
            loop.spawn("early", Weft.sleep(LONG)).cancel();
            TaskDump dump = TaskDump.capture();
            int number = named("early").get(0).loop();
            LoopInfo info = dump.loops().stream()
                    .filter(each -> each.id() == number)
                    .findFirst()
                    .orElseThrow();
            assertTrue(info.stateNanos() <= System.nanoTime() - before, info.toString());
        }
    }
}
