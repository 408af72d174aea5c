// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.abi.ColdFrames;
import dev.weft.abi.Unclaimed;
import dev.weft.support.LogRecords;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * asyncio reports it too: a coroutine "was never awaited". Holds off
 * (docs/weaving-limits.md): Lost exceptions; Registries for debugging.
 */
@Timeout(60)
class UnclaimedTest {
    private static final String SOURCES = "load;com.example.Orders;41,42;Orders.java";
    private static final String LOST =
            "A task was never awaited, so its code did not run: com.example.Orders.load(Orders.java:41)";
    private static final String REMEDY = ". Await it, or spawn it to let it run in the background.";
    private static final String NEVER_AWAITED = LOST + REMEDY;

    @Test
    void aTaskNeverAwaitedIsReportedOnceWhenItIsCollected() throws Exception {
        try (LogRecords warnings = new LogRecords()) {
            StackTraceElement caller = forget();
            collect(warnings);
            assertEquals(List.of(LOST + ", called at " + caller + REMEDY), warnings.messages());
            collect(warnings);
            assertEquals(1, warnings.all().size());
        }
    }

    @Test
    void aTaskNeverAwaitedIsReportedWithItsCallOnAThreadWhoseLoopHasEnded() throws Exception {
        try (LogRecords warnings = new LogRecords()) {
            Weft.run(Task.done());
            StackTraceElement caller = forget();
            collect(warnings);
            assertEquals(List.of(LOST + ", called at " + caller + REMEDY), warnings.messages());
        }
    }

    /** Calls an entry, and returns the line of the call. */
    private static StackTraceElement forget() {
        StackTraceElement here = new Throwable().getStackTrace()[0];
        var unused = cold();
        return new StackTraceElement(
                here.getClassName(), here.getMethodName(), here.getFileName(), here.getLineNumber() + 1);
    }

    private static Task<Object> cold() {
        return Script.at(SOURCES, (step, last) -> "value").cold();
    }

    /** Bounded: a collector that never collects fails the test. */
    private static void collect(LogRecords warnings) {
        for (int i = 0; i < 200 && warnings.all().isEmpty(); i++) {
            System.gc();
            Unclaimed.reportCollected();
        }
    }

    @Test
    void aTaskThatWovenCodeDropsIsReportedAtOnceWithBothLines() throws Exception {
        try (LogRecords warnings = new LogRecords()) {
            ColdFrames.dropped(cold(), "charge;com.example.Orders;57;Orders.java");
            assertEquals(
                    List.of(LOST + ", called at com.example.Orders.charge(Orders.java:57)" + REMEDY),
                    warnings.messages());
            ColdFrames.dropped(Task.of("completed"), "charge;com.example.Orders;57;Orders.java");
            assertEquals(1, warnings.all().size());
        }
    }

    @Test
    void aTaskNeverAwaitedOnALoopIsReportedOnceWhenThatCloses() throws Exception {
        try (LogRecords warnings = new LogRecords()) {
            try (EventLoop loop = EventLoop.create()) {
                Object held = loop.run(Script.of((step, last) -> List.of(cold())));
                assertEquals(List.of(), warnings.messages());
                assertEquals(1, ((List<?>) held).size());
            }
            assertEquals(List.of(NEVER_AWAITED), warnings.messages());
        }
    }

    @Test
    void whatWasAwaitedOrSpawnedIsNotReported() throws Exception {
        try (LogRecords warnings = new LogRecords()) {
            try (EventLoop loop = EventLoop.create()) {
                loop.run(Script.of((step, last) -> switch (step) {
                    case 0 -> cold();
                    case 1 -> loop.spawn(cold());
                    case 2 -> Weft.gather(cold(), cold());
                    case 3 -> Weft.waitFor(cold(), Duration.ofDays(1));
                    default -> last.get();
                }));
                for (int i = 0; i < 200; i++) {
                    loop.run(cold()); // more than are remembered at once
                }
            }
            assertEquals(List.of(), warnings.messages());
        }
    }

    /** A gather or a timeout that never starts its parts, or refuses them, has not forgotten them. */
    @Test
    void whatWasCancelledOrRefusedBeforeItStartedIsNotReported() throws Exception {
        try (LogRecords warnings = new LogRecords()) {
            try (EventLoop loop = EventLoop.create()) {
                loop.spawn(Weft.gather(cold(), cold())).cancel();
                loop.spawn(Weft.waitFor(cold(), Duration.ofDays(1))).cancel();
                loop.spawn(cold()).cancel();
                loop.run(Weft.sleep(Duration.ofNanos(1)));
                Task<Object> twice = cold();
                assertThrows(IllegalStateException.class, () -> loop.run(Weft.gather(List.of(twice, twice, cold()))));
                assertThrows(
                        java.util.concurrent.TimeoutException.class,
                        () -> loop.run(Script.of(
                                (step, last) -> step == 0 ? Weft.waitFor(cold(), Duration.ZERO) : last.get())));
            }
            assertThrows(
                    java.util.concurrent.CompletionException.class,
                    () -> Weft.gather(cold(), cold()).toCompletableFuture().join());
            collectNothing();
            assertEquals(List.of(), warnings.messages());
        }
    }

    private static void collectNothing() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Unclaimed.reportCollected();
        }
    }
}
