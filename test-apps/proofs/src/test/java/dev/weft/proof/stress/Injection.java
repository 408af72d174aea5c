// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Waiter;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Counts the points that a run passes, and does at one of them what the mode says. Loop thread only. */
final class Injection implements Runnable {
    private final Mode mode;
    private final int at;
    private final Random random;
    private @Nullable EventLoop loop;
    private @Nullable ScheduledTask<?> root;
    private int passed;
    private int again;
    private boolean reached;
    private @Nullable Waiter waiter;

    Injection(Mode mode, int at, long seed) {
        this.mode = mode;
        this.at = at;
        random = new Random(seed * 31 + at);
        again = mode == Mode.CANCEL_TWICE ? at + 1 + random.nextInt(4) : at;
    }

    /** Begins to count. */
    void begin(EventLoop of, ScheduledTask<?> outermost) {
        loop = of;
        root = outermost;
    }

    /** Ends counting; returns how many points there were. */
    int end() {
        loop = null;
        return passed;
    }

    @Override
    public void run() {
        EventLoop running = loop;
        if (running == null || !running.isLoopThread()) {
            return;
        }
        passed++;
        if (passed == at || passed == again) {
            loop = null; // what is done here passes no points
            inject(running);
            loop = running;
        }
    }

    private void inject(EventLoop running) {
        switch (mode) {
            case CANCEL -> cancel(root);
            case CANCEL_ANY, CANCEL_TWICE -> cancel(any(running));
            case CANCEL_FROM_THREAD -> cancelFromThread(any(running));
            case STOP -> running.stop();
            case CLOSE -> {
                reached = true;
                if (waiter != null) {
                    waiter.wake();
                }
            }
        }
    }

    private @Nullable ScheduledTask<?> any(EventLoop running) {
        List<ScheduledTask<?>> targets = World.targets(running);
        return targets.isEmpty() ? null : targets.get(random.nextInt(targets.size()));
    }

    private static void cancel(@Nullable ScheduledTask<?> task) {
        if (task != null) {
            task.cancel();
        }
    }

    /** The thread has ended when this returns, so that the run is the same each time. */
    private static void cancelFromThread(@Nullable ScheduledTask<?> task) {
        Thread other = new Thread(() -> cancel(task), "cancels");
        other.start();
        try {
            other.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends when the point is reached. */
    dev.weft.Awaitable<String> reached() {
        return new dev.weft.Awaitable<>() {
            @Override
            public boolean isReady() {
                return reached;
            }

            @Override
            public String result() {
                return "reached";
            }

            @Override
            public void subscribe(Waiter newWaiter) {
                waiter = newWaiter;
                if (reached) {
                    newWaiter.wake();
                }
            }

            @Override
            public boolean withdraw(Waiter gone) {
                waiter = null;
                return true;
            }
        };
    }
}
