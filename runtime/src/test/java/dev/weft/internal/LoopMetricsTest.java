// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.LoopMetrics;
import dev.weft.Weft;
import dev.weft.support.LogRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a loop says of itself: exactly, where time is virtual. */
@Timeout(60)
class LoopMetricsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    /** How many tasks come and end while another thread looks. */
    private static final int SPAWNED = 500_000;

    private final SimulatedEventLoop loop = SimulatedEventLoop.inOrder();

    /** Takes time of its step, and goes on a millisecond later, in another turn. */
    private Awaitable<Void> busyFor(int millis) {
        loop.jump(Duration.ofMillis(millis).toNanos());
        return Weft.sleep(Duration.ofMillis(1));
    }

    @Test
    void aLoopThatHasNotRunIsIdle() {
        LoopMetrics metrics = loop.metrics();
        assertEquals(
                new LoopMetrics(0, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 0, 0), metrics);
        assertEquals(0, metrics.busyShare());
    }

    @Test
    void timeOfStepsIsBusyAndTheRestIsIdle() {
        LoopMetrics before = loop.metrics();
        loop.run(Script.of((step, last) -> switch (step) {
            case 0 -> Weft.sleep(Duration.ofMillis(59));
            case 1 -> busyFor(20);
            default -> null;
        }));
        LoopMetrics metrics = loop.metrics();
        assertEquals(Duration.ofMillis(20), metrics.busy());
        assertEquals(Duration.ofMillis(60), metrics.idle());
        assertEquals(0.25, metrics.busyShare());
        assertEquals(0.25, metrics.busyShareSince(before));
        assertEquals(0, metrics.busyShareSince(metrics));
        assertEquals(3, metrics.steps());
        assertTrue(metrics.turns() >= 3, metrics.toString());
    }

    @Test
    void theLagIsTheLongestTurnAndIsForgottenAfterTwentySeconds() {
        List<Duration> lags = new ArrayList<>();
        loop.run(Script.of((step, last) -> {
            lags.add(loop.metrics().lag());
            return switch (step) {
                case 0 -> busyFor(7);
                case 1 -> busyFor(3);
                case 2 -> Weft.sleep(Duration.ofSeconds(9));
                case 3 -> Weft.sleep(Duration.ofSeconds(12));
                default -> null;
            };
        }));
        Duration seven = Duration.ofMillis(7);
        assertEquals(List.of(Duration.ZERO, seven, seven, seven, Duration.ZERO), lags);
    }

    /** The end of the longest turn is known to the next one alone, after which nothing else has been added. */
    @Test
    void aLagOfAnHourIsKnownWhenTheNextTurnIsLongAfter() {
        loop.run(Script.of((step, last) -> switch (step) {
            case 0 -> busyFor(5);
            case 1 -> Weft.sleep(HOUR);
            default -> null;
        }));
        assertEquals(Duration.ZERO, loop.metrics().lag());
    }

    @Test
    void aTimerThatFiresLateHasALag() {
        loop.run(Script.of((step, last) -> switch (step) {
            case 0 -> {
                loop.spawn(Weft.sleep(Duration.ofMillis(2)));
                yield Weft.yieldNow();
            }
            case 1 -> Weft.yieldNow(); // the timer is set by now
            case 2 -> busyFor(10);
            default -> null;
        }));
        assertEquals(Duration.ofMillis(8), loop.metrics().timerLag());
    }

    @Test
    void tasksTimersAndWhatIsReadyAreThoseOfTheMoment() {
        List<LoopMetrics> seen = new ArrayList<>();
        loop.run(Script.of((step, last) -> {
            if (step == 0) {
                loop.spawn(Weft.sleep(HOUR));
                loop.spawn(Weft.sleep(HOUR));
                return Weft.sleep(Duration.ofMillis(1));
            }
            loop.post(() -> {});
            seen.add(loop.metrics());
            return null;
        }));
        LoopMetrics metrics = seen.get(0);
        assertEquals(3, metrics.tasks());
        assertEquals(2, metrics.timers());
        assertEquals(1, metrics.ready());
        loop.close();
        assertEquals(0, loop.metrics().tasks());
    }

    @Test
    void aTaskThatIsRefusedIsNone() {
        Script<Void> once = Script.of((step, last) -> null);
        loop.run(once);
        assertThrows(IllegalStateException.class, () -> loop.spawn(once));
        assertEquals(0, loop.metrics().tasks());
    }

    /** Two counts that are read one after the other: what comes and ends between the two reads belongs in both, or in neither. */
    @Test
    void anotherThreadSeesNoMoreAndNoFewerTasksThanThereAre() throws Exception {
        try (SelectorEventLoop real = new SelectorEventLoop()) {
            AtomicBoolean over = new AtomicBoolean();
            FutureTask<IntSummaryStatistics> look = new FutureTask<>(() -> {
                IntSummaryStatistics seen = new IntSummaryStatistics();
                while (!over.get()) {
                    LoopMetrics metrics = real.metrics();
                    seen.accept(metrics.tasks());
                    seen.accept(metrics.ready());
                }
                return seen;
            });
            new Thread(look, "looks").start();
            try {
                real.run(Script.of((step, last) ->
                        step == SPAWNED ? null : real.spawn(Script.of((one, none) -> null), Origin.ofMain())));
            } finally {
                over.set(true);
            }
            assertTrue(
                    look.get().getMin() >= 0 && look.get().getMax() <= 2,
                    look.get().toString());
        }
    }

    // ------------------------------------------------------------------ listeners

    @Test
    void aListenerIsToldOfEachTurnUntilItIsTakenBack() {
        List<Integer> steps = new ArrayList<>();
        List<Long> millis = new ArrayList<>();
        Runnable takeBack = loop.addListener((made, nanos, timerLag) -> {
            steps.add(made);
            millis.add(nanos / 1_000_000);
        });
        loop.run(Script.of((step, last) -> step == 0 ? busyFor(5) : null));
        assertEquals(loop.metrics().turns(), steps.size());
        assertEquals(
                loop.metrics().steps(),
                steps.stream().mapToInt(Integer::intValue).sum());
        assertEquals(5, millis.stream().mapToLong(Long::longValue).sum());
        int told = steps.size();
        takeBack.run();
        takeBack.run();
        loop.run(Weft.yieldNow());
        assertEquals(told, steps.size());
    }

    @Test
    void aListenerThatThrowsIsLoggedAndToldNothingAnyMore() {
        int[] calls = new int[2];
        loop.addListener((steps, nanos, timerLag) -> {
            calls[0]++;
            throw new IllegalStateException("no");
        });
        loop.addListener((steps, nanos, timerLag) -> calls[1]++);
        try (LogRecords log = new LogRecords()) {
            loop.run(Script.of((step, last) -> step < 2 ? Weft.sleep(Duration.ofMillis(1)) : null));
            assertEquals(1, log.all().size());
            assertTrue(
                    log.messages().get(0).startsWith("The listener of an event loop ("),
                    log.lines().toString());
        }
        assertEquals(1, calls[0]);
        assertTrue(calls[1] > 1, calls[1] + " calls");
    }

    // ------------------------------------------------------------------ other threads, in real time

    @Test
    void anotherThreadSeesTheLagOfATurnThatIsUnderWay() throws Exception {
        CountDownLatch goesOn = new CountDownLatch(1);
        try (SelectorEventLoop real = new SelectorEventLoop()) {
            FutureTask<Void> run = new FutureTask<>(() -> real.run(Script.of((step, last) -> {
                goesOn.await();
                return null;
            })));
            new Thread(run).start();
            while (real.metrics().lag().toMillis() < 20) {
                Thread.onSpinWait();
            }
            assertEquals(1, real.metrics().tasks());
            goesOn.countDown();
            run.get();
            assertTrue(real.metrics().busy().toMillis() >= 20, real.metrics().toString());
        }
    }

    @Test
    void whatAnotherThreadSeesBelongsTogether() throws Exception {
        try (SelectorEventLoop real = new SelectorEventLoop()) {
            FutureTask<Void> run = new FutureTask<>(() -> real.run(Script.of((step, last) ->
                    step < 20_000 ? step % 2 == 0 ? Weft.yieldNow() : Weft.sleep(Duration.ZERO) : null)));
            LoopMetrics first = real.metrics();
            new Thread(run).start();
            LoopMetrics before = first;
            while (!run.isDone()) {
                LoopMetrics now = real.metrics();
                assertEquals(
                        now.nanoTime() - first.nanoTime(),
                        now.busy()
                                .plus(now.idle())
                                .minus(first.busy())
                                .minus(first.idle())
                                .toNanos());
                assertTrue(now.busy().compareTo(before.busy()) >= 0, () -> "busy falls at " + now);
                assertTrue(now.idle().compareTo(before.idle()) >= 0, () -> "idle falls at " + now);
                before = now;
            }
            run.get();
        }
    }

    @Test
    void whatWasToldOfATurnIsNotTakenBackByAnEndThatWasTakenEarlier() {
        LoopMeter meter = new LoopMeter(0);
        meter.begins(40);
        assertEquals(60, busyAt(meter, 100));
        meter.rests(70); // read the clock, and was held up before it could say so
        assertEquals(60, busyAt(meter, 110));
        assertEquals(50, meter.metrics(() -> 110, 0, 0, 0).idle().toNanos());
        meter.begins(120);
        assertEquals(60, busyAt(meter, 130));
        assertEquals(70, busyAt(meter, 160)); // 30 and 40: the two agree again
    }

    @Test
    void idleTimeThatWasToldIsNotTakenBackByABeginThatWasTakenEarlier() {
        LoopMeter meter = new LoopMeter(0);
        assertEquals(100, meter.metrics(() -> 100, 0, 0, 0).idle().toNanos());
        meter.begins(70);
        assertEquals(100, meter.metrics(() -> 110, 0, 0, 0).idle().toNanos());
        assertEquals(10, busyAt(meter, 110));
        meter.rests(140);
        assertEquals(40, busyAt(meter, 140));
    }

    private static long busyAt(LoopMeter meter, long now) {
        return meter.metrics(() -> now, 0, 0, 0).busy().toNanos();
    }

    @Test
    void aLoopOnAThreadOfOthersIsIdleBetweenItsTurns() {
        ByHand thread = new ByHand();
        ExecutorEventLoop foreign = ExecutorEventLoop.over(thread, new Probe(Duration.ZERO));
        foreign.spawn(Weft.yieldNow());
        thread.runAll();
        LoopMetrics metrics = foreign.metrics();
        assertEquals(0, metrics.tasks());
        assertTrue(metrics.steps() >= 2, metrics.toString());
        LoopMetrics later = foreign.metrics();
        assertEquals(metrics.busy(), later.busy());
        foreign.closeAsync();
        thread.runAll();
    }
}
