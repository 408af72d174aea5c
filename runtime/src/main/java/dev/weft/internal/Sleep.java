// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A wait for time to pass, which begins when it is awaited. The timer of the loop and the awaitable in one. */
public final class Sleep extends Timer implements Awaitable<Void> {
    /** Values of {@link #index}: there may be a million sleeps, and a flag would take eight bytes. */
    private static final int OVER = -2;

    private static final int TAKEN = -3;

    private final long nanos;

    /** Who waits, or the {@link Alarm} that will wake it. */
    private @Nullable Object waiter;

    /** In place of a timer of the loop, where there is none. It goes off on another thread. */
    private static final class Alarm {
        private final CompletableFuture<Void> time = new CompletableFuture<>();

        /** Goes on with a thread of the pool: the JDK's one timer thread is not for the code of users. */
        void set(long nanos, Waiter waiter) {
            var unused =
                    time.completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS).thenRunAsync(waiter::wake);
        }
    }

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
    public boolean isReady() {
        Once.check(index == TAKEN, "sleep(...)");
        return index == OVER || (waiter instanceof Alarm alarm && alarm.time.isDone());
    }

    @Override
    @SuppressWarnings("NullAway") // Void
    public Void result() {
        index = TAKEN;
        return null;
    }

    @Override
    public void subscribe(Waiter newWaiter) {
        if (waiter != null) {
            throw Once.refusal("sleep(...)");
        }
        waiter = newWaiter;
        LoopEngine loop = Execution.here().loop;
        if (nanos == 0) {
            index = OVER;
            LoopEngine.giveWay(newWaiter);
        } else if (loop != null) {
            loop.setTimer(this, nanos);
        } else {
            Alarm alarm = new Alarm();
            waiter = alarm;
            alarm.set(nanos, newWaiter);
        }
    }

    @Override
    void fire() {
        index = OVER;
        if (waiter instanceof Waiter woken) {
            woken.wake();
        }
    }

    @Override
    public boolean withdraw(Waiter withdrawn) {
        if (waiter instanceof Alarm alarm) {
            alarm.time.cancel(false);
        } else if (isSet()) {
            Execution.requireLoop("withdraw(...)").cancelTimer(this);
        }
        return true;
    }

    @Override
    public WaitDescription describe() {
        long until = isSet() ? deadline : WaitDescription.NO_DEADLINE;
        return new WaitDescription("sleep", Duration.ofNanos(nanos).toString(), null, until);
    }
}
