// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Waiter;
import dev.weft.Weft;
import java.time.Duration;
import java.util.Objects;

/** Calls back once, on a loop's thread, when some time has passed: for awaitables that end by a deadline. Loop thread only. */
public final class LoopTimer implements Waiter {
    private final EventLoop loop;
    private final Runnable due;
    private final Awaitable<Void> sleep;
    private boolean isSet = true;

    private LoopTimer(EventLoop loop, long nanos, Runnable due) {
        this.loop = loop;
        this.due = due;
        this.sleep = Weft.sleep(Duration.ofNanos(nanos));
    }

    /**
     * Sets a timer.
     *
     * @param loop the loop of this thread
     * @param nanos how long it takes; at once, in a later turn, if not more than zero
     * @param due what is called; what it throws is reported
     * @return the timer
     */
    public static LoopTimer set(EventLoop loop, long nanos, Runnable due) {
        LoopTimer timer =
                new LoopTimer(Objects.requireNonNull(loop, "loop"), nanos, Objects.requireNonNull(due, "due"));
        timer.sleep.subscribe(timer);
        return timer;
    }

    /** Takes the timer away, so that it calls nobody. Idempotent. */
    public void cancel() {
        if (isSet) {
            isSet = false;
            sleep.withdraw(this);
        }
    }

    /** For a coroutine without a loop the sleep ends on another thread, though that was set on the loop's. */
    @Override
    public void wake() {
        if (loop.isLoopThread()) {
            fire();
        } else {
            loop.post(this::fire);
        }
    }

    private void fire() {
        if (isSet) {
            isSet = false;
            due.run();
        }
    }
}
