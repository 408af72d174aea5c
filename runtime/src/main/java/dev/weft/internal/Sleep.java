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
    private final long nanos;
    private boolean taken;
    private @Nullable LoopEngine loop;
    private @Nullable Waiter waiter;

    /** The timer of a sleep without a loop. */
    private @Nullable CompletableFuture<Void> alarm;

    /** Volatile for sleeps without a loop, which another thread ends. */
    private volatile boolean over;

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
        Once.check(taken, "sleep(...)");
        return over;
    }

    @Override
    @SuppressWarnings("NullAway") // Void
    public Void result() {
        taken = true;
        return null;
    }

    @Override
    public void subscribe(Waiter newWaiter) {
        if (waiter != null) {
            throw Once.refusal("sleep(...)");
        }
        waiter = newWaiter;
        loop = Execution.here().loop;
        if (nanos == 0) {
            over = true;
            LoopEngine.giveWay(newWaiter);
        } else if (loop != null) {
            loop.setTimer(this, nanos);
        } else {
            sleepWithoutLoop();
        }
    }

    /** Goes on with a thread of the pool: the JDK's one timer thread is not for the code of users. */
    private void sleepWithoutLoop() {
        alarm = new CompletableFuture<Void>().completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS);
        var unused = alarm.thenRunAsync(this::fire);
    }

    @Override
    void fire() {
        over = true;
        if (waiter != null) {
            waiter.wake();
        }
    }

    @Override
    public boolean withdraw(Waiter withdrawn) {
        if (loop != null) {
            loop.cancelTimer(this);
        } else if (alarm != null) {
            alarm.cancel(false);
        }
        return true;
    }

    @Override
    public WaitDescription describe() {
        long until = loop != null && isSet() ? deadline : WaitDescription.NO_DEADLINE;
        return new WaitDescription("sleep", Duration.ofNanos(nanos).toString(), null, until);
    }
}
