// SPDX-License-Identifier: Apache-2.0
package dev.weft.process;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Waiter;
import dev.weft.Weft;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The end of a process that was asked to: it is killed when its time is over. Loop thread only. */
final class Ending {
    private final EventLoop loop;
    private final ProcessHandle process;
    private final Waiter late = this::kill;
    private @Nullable Awaitable<Void> timer;
    private long deadline = Long.MAX_VALUE;
    private boolean isOver;

    Ending(EventLoop loop, ProcessHandle process) {
        this.loop = loop;
        this.process = process;
    }

    void within(Duration time) {
        if (time.isZero()) {
            over();
            kill();
            return;
        }
        process.destroy();
        loop.post(() -> limit(time)); // in a turn of its own: a coroutine without a loop would take a timer of the JDK
    }

    private void limit(Duration time) {
        long due = loop.nanoTime() + time.toNanos();
        if (!isOver && (timer == null || due < deadline)) {
            forgetTimer();
            deadline = due;
            timer = Weft.sleep(time);
            timer.subscribe(late);
        }
    }

    private void kill() {
        process.destroyForcibly();
    }

    /** It has ended. */
    void over() {
        isOver = true;
        forgetTimer();
    }

    private void forgetTimer() {
        if (timer != null) {
            timer.withdraw(late);
            timer = null;
        }
    }
}
