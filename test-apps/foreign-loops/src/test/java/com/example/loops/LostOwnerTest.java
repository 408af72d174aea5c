// SPDX-License-Identifier: Apache-2.0
package com.example.loops;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ForeignLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.support.LogRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Loops whose owner has shut its thread down before they were closed. Swing never does. */
@Timeout(60)
class LostOwnerTest {
    @Async
    private static Task<Void> sleepsLong(List<String> events) {
        try {
            await(sleep(Duration.ofHours(1)));
            return Task.done();
        } finally {
            await(sleep(Duration.ofMillis(1)));
            events.add("cleaned up");
        }
    }

    /** The tasks end when somebody asks them to, and when the end of the thread is noticed. */
    @ParameterizedTest
    @EnumSource(names = "SWING", mode = EnumSource.Mode.EXCLUDE)
    void cancelsTheTasksWhoseThreadHasGone(Owner owner) throws Exception {
        List<String> events = new ArrayList<>();
        try (LogRecords warnings = new LogRecords()) {
            Owner.Running running = owner.start();
            ForeignLoop loop = EventLoop.over(running.executor());
            ScheduledTask<Void> task = loop.spawn(sleepsLong(events));
            loop.run(sleep(Duration.ofMillis(1)));
            running.close();
            if (owner == Owner.VERTX) { // of a plain executor nobody knows, until it refuses something
                loop.stop();
            }
            String cause =
                    assertThrows(CancellationException.class, task::block).getMessage();
            assertEquals(List.of("cleaned up"), events);
            assertTrue(cause.contains("executor") || cause.contains("stop()"), cause);
            loop.close();
            assertThrows(IllegalStateException.class, () -> loop.post(() -> {}));
            assertTrue(warnings.messages().toString().contains("has lost its executor"), warnings.messages()::toString);
        }
    }
}
