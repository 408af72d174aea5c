// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Weft;
import dev.weft.internal.Script;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Holds off (docs/weaving-limits.md): Cancellation that does not arrive. */
@Timeout(60)
class SleepTest {
    @Test
    void sleepsWithoutALoop() {
        assertNull(Weft.sleep(Duration.ofNanos(1)).toCompletableFuture().join());
        assertNull(Weft.sleep(Duration.ZERO).toCompletableFuture().join());
    }

    @Test
    void aCancelledSleepLeavesNothingBehind() {
        WeakReference<Awaitable<Void>> sleep = new WeakReference<>(cancelledSleep());
        for (int i = 0; i < 100 && sleep.get() != null; i++) {
            System.gc();
        }
        assertNull(sleep.get());
    }

    private static Awaitable<Void> cancelledSleep() {
        Awaitable<Void> sleep = Weft.sleep(Duration.ofDays(1));
        assertTrue(sleep.toCompletableFuture().cancel(true));
        return sleep;
    }

    @Test
    void isOverWhenItsTimeHasPassed() {
        try (EventLoop loop = EventLoop.simulated(1)) {
            loop.run(new Sleep(Duration.ofSeconds(5)));
            assertEquals(5_000_000_000L, loop.nanoTime());
        }
    }

    @Test
    void givesWayOnceIfItHasNoLength() {
        for (long seed = 0; seed < 20; seed++) {
            try (EventLoop loop = EventLoop.simulated(seed)) {
                boolean[] ran = {false};
                assertEquals(true, loop.run(Script.of((step, last) -> {
                    if (step == 0) {
                        loop.spawn(Script.of((s, l) -> ran[0] = true));
                        return new Sleep(Duration.ZERO);
                    }
                    return ran[0];
                })));
                assertEquals(0, loop.nanoTime());
            }
        }
    }

    @Test
    void isAwaitedOnce() {
        for (Duration duration : new Duration[] {Duration.ZERO, Duration.ofNanos(1)}) {
            Sleep sleep = new Sleep(duration);
            sleep.block();
            assertRefused(assertThrows(IllegalStateException.class, sleep::block));
            Sleep detached = new Sleep(duration);
            detached.toCompletableFuture().join();
            assertRefused(assertThrows(
                    CompletionException.class,
                    () -> detached.toCompletableFuture().join()));
        }
    }

    private static void assertRefused(Throwable thrown) {
        assertTrue(thrown.toString().contains("sleep(...) was awaited before"), thrown.toString());
    }

    @Test
    void tellsItsLengthAndItsDeadline() {
        try (EventLoop loop = EventLoop.simulated(1)) {
            Sleep sleep = new Sleep(Duration.ofSeconds(30));
            assertEquals(new WaitDescription("sleep", "PT30S", null, WaitDescription.NO_DEADLINE), sleep.describe());
            loop.spawn(sleep);
            loop.run(new Sleep(Duration.ofSeconds(1)));
            assertEquals(new WaitDescription("sleep", "PT30S", null, 30_000_000_000L), sleep.describe());
        }
    }
}
