// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Waiter;
import dev.weft.Weft;
import java.time.Duration;

/** Calls back once, on a loop's thread, when some time has passed. Loop thread only. */
final class LoopTimer implements Waiter {
    private final EventLoop loop;
    private final Runnable due;
    private final Awaitable<Void> sleep;
    private boolean isSet = true;

    private LoopTimer(EventLoop loop, long nanos, Runnable due) {
        this.loop = loop;
        this.due = due;
        this.sleep = Weft.sleep(Duration.ofNanos(nanos));
    }

    static LoopTimer set(EventLoop loop, long nanos, Runnable due) {
        LoopTimer timer = new LoopTimer(loop, nanos, due);
        timer.sleep.subscribe(timer);
        return timer;
    }

    void cancel() {
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
