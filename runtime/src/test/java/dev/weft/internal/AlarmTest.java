// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.ForeignLoop;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import java.time.Duration;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The deadlines of a loop over an executor that has timers: how many of those are set. */
@Timeout(20)
class AlarmTest {
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
    private final ForeignLoop loop = EventLoop.over(executor);

    @AfterEach
    void end() {
        loop.close();
        executor.shutdown();
    }

    private ScheduledTask<Void> spawnSleeping(long days) {
        return loop.spawn(Weft.sleep(Duration.ofDays(days)));
    }

    /** Waits until a turn has passed that began after this, and then that it has ended. */
    private void turn() throws Exception {
        loop.run(Weft.yieldNow());
        executor.submit(() -> {}).get();
    }

    /** How many timers of the executor are set, and in how many hours the first goes off, rounded up. */
    private String timers() {
        long hours = executor.getQueue().stream()
                .mapToLong(each -> ((Delayed) each).getDelay(TimeUnit.HOURS) + 1)
                .min()
                .orElse(0);
        return executor.getQueue().size() + " in " + hours;
    }

    @Test
    void aDeadlineThatIsCancelledLeavesNothing() throws Exception {
        turn();
        assertEquals("0 in 0", timers());
        ScheduledTask<Void> task = loop.spawn(Weft.sleep(Duration.ofHours(2)));
        turn();
        assertEquals("1 in 2", timers());
        task.cancel();
        turn();
        assertEquals("0 in 0", timers());
    }

    @Test
    void allDeadlinesAreOneTimerWhichAnEarlierOneSetsAnew() throws Exception {
        spawnSleeping(100);
        turn();
        assertEquals("1 in 24", timers(), "a day is the longest");
        loop.spawn(Weft.sleep(Duration.ofHours(2)));
        loop.spawn(Weft.sleep(Duration.ofHours(5)));
        turn();
        assertEquals("1 in 2", timers());
    }

    @Test
    void aTimerThatIsTooEarlyIsLeftAlone() throws Exception {
        ScheduledTask<Void> earlier = loop.spawn(Weft.sleep(Duration.ofHours(2)));
        loop.spawn(Weft.sleep(Duration.ofHours(5)));
        turn();
        earlier.cancel();
        turn();
        assertEquals("1 in 2", timers());
    }

    /** As that of {@code Executors.newSingleThreadScheduledExecutor()}, from which a cancelled timer cannot be taken. */
    private ForeignLoop wrapped() {
        return EventLoop.over(Executors.unconfigurableScheduledExecutorService(executor));
    }

    @Test
    void whereCancelledTimersStayAFewAreSetForAnyNumberOfDeadlines() throws Exception {
        ForeignLoop wrapped = wrapped();
        for (int i = 0; i < 200; i++) {
            ScheduledTask<Void> task = wrapped.spawn(Weft.sleep(Duration.ofMillis(50_000 - 100 * i)));
            wrapped.run(Weft.yieldNow());
            task.cancel();
        }
        wrapped.run(Weft.yieldNow());
        assertEquals(StandingAlarms.MOST, executor.getQueue().size());
        wrapped.run(Weft.sleep(Duration.ofMillis(1))); // of which a timer of ours tells
        wrapped.close();
        assertTrue(executor.getQueue().stream().allMatch(timer -> ((Future<?>) timer).isCancelled()), "none stays set");
    }

    @Test
    void whereCancelledTimersStayOneServesWhatComesLater() throws Exception {
        ForeignLoop wrapped = wrapped();
        for (int i = 0; i < 200; i++) {
            ScheduledTask<Void> task = wrapped.spawn(Weft.sleep(Duration.ofHours(1 + i)));
            wrapped.run(Weft.yieldNow());
            task.cancel();
            wrapped.run(Weft.yieldNow());
        }
        while (executor.getQueue().size() > 1) { // a turn may be on its way that nothing is left for
            Thread.onSpinWait();
        }
        assertEquals(
                0, ((Delayed) executor.getQueue().element()).getDelay(TimeUnit.MINUTES), "a minute is the longest");
        wrapped.close();
    }

    /** As on a thread that is held up between the two. */
    @Test
    void oneThatGoesOffBeforeItsTurnIsOverIsNotMissed() {
        ScheduledThreadPoolExecutor hasty = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
                if (delay > 0) {
                    long end = System.nanoTime() + unit.toNanos(delay);
                    while (System.nanoTime() - end < 0) {
                        Thread.onSpinWait();
                    }
                    command.run();
                }
                return super.schedule(delay > 0 ? () -> {} : command, 0, unit);
            }
        };
        try (ForeignLoop quick = EventLoop.over(hasty)) {
            quick.run(Weft.sleep(Duration.ofMillis(1)));
        }
        hasty.shutdown();
    }

    @Test
    void theCloseCancelsIt() throws Exception {
        spawnSleeping(1);
        turn();
        loop.close();
        executor.submit(() -> {}).get();
        assertEquals("0 in 0", timers());
    }
}
