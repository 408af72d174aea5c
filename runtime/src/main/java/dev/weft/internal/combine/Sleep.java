// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.internal.Execution;
import dev.weft.internal.LoopEngine;
import dev.weft.internal.Timer;
import dev.weft.spi.Fence;
import dev.weft.spi.Lapse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A wait for time to pass, which begins when it is awaited. For a coroutine without a loop an {@link Alarm} stands for the loop's timers,
 * whatever runs on the thread.
 */
public final class Sleep extends Timer<Void> implements Lapse {
    private final long nanos;

    /**
     * Makes a sleep; one of no length gives way to others once.
     *
     * @param duration how long
     */
    public Sleep(Duration duration) {
        this.nanos = nanosOf(duration);
    }

    /** A duration in nanoseconds, or the longest one that can be told, for those beyond 292 years. */
    static long nanosOf(Duration duration) {
        try {
            return Math.max(0, duration.toNanos());
        } catch (ArithmeticException beyond) {
            return duration.isNegative() ? 0 : Long.MAX_VALUE;
        }
    }

    @Override
    protected String operation() {
        return "sleep(...)";
    }

    @Override
    protected void begin(Waiter waiter) {
        LoopEngine loop = Execution.loopOfCaller();
        if (nanos == 0) {
            LoopEngine.giveWay(waiter);
        } else if (loop != null) {
            loop.setTimer(this, nanos);
        } else {
            Alarm alarm = new Alarm(waiter);
            waitThrough(alarm);
            alarm.set(nanos);
        }
    }

    /** On a loop it is told by {@link #fire}. */
    @Override
    protected boolean tryComplete() {
        Waiter waiter = waiter();
        return nanos == 0 ? waiter != null : waiter instanceof Alarm alarm && alarm.hasGoneOff();
    }

    @Override
    protected void fire() {
        complete();
    }

    @Override
    @SuppressWarnings("NullAway") // Void
    protected Void value() {
        return null;
    }

    @Override
    public boolean withdraw(Waiter waiter) {
        Objects.requireNonNull(waiter, "waiter");
        if (isAwaitedByOther(waiter)) {
            return true;
        }
        if (waiter() instanceof Alarm alarm) {
            alarm.cancel();
        }
        stop(); // first, for it is refused on a thread that is not the loop's
        return super.withdraw(waiter);
    }

    @Override
    protected void stop() {
        if (isSet()) {
            LoopEngine loop = Execution.currentLoop();
            if (loop == null) {
                throw elsewhere(operation());
            }
            loop.cancelTimer(this);
        }
    }

    @Override
    public WaitDescription describe() {
        return new WaitDescription("sleep", Duration.ofNanos(nanos).toString(), null, deadlineNanos());
    }

    /** A timer of the JDK, which goes off on another thread. The sleep keeps it as its waiter, and so needs no field for it. */
    private static final class Alarm implements StandIn {
        private final CompletableFuture<Void> time = new CompletableFuture<>();
        private final Waiter sleeper;

        Alarm(Waiter sleeper) {
            this.sleeper = sleeper;
        }

        /** Starts the timer, which wakes the sleeper on a thread of the pool: the JDK's one timer thread is not for the code of users. */
        void set(long nanos) {
            var unused =
                    time.completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS).thenRunAsync(this::wake);
        }

        @Override
        public Waiter standsFor() {
            return sleeper;
        }

        boolean hasGoneOff() {
            return time.isDone();
        }

        void cancel() {
            time.cancel(false);
        }

        @Override
        public void wake() {
            Fence.wake(sleeper, "sleep(...)");
        }
    }
}
