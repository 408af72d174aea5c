// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.EventLoop;
import dev.weft.spi.LoopTimer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What idle objects of a pool are due for, and the one timer for whatever is due first. Loop thread only. */
final class Upkeep<T> {
    private final PoolBuilder<T> plan;
    private final Shelf<T> idle;
    private final Runnable onDue;
    private @Nullable LoopTimer timer;

    /** When the timer goes off. */
    private long dueAt;

    Upkeep(PoolBuilder<T> plan, Shelf<T> idle, Runnable onDue) {
        this.plan = plan;
        this.idle = idle;
        this.onDue = onDue;
    }

    boolean isWorn(Pooled<T> object, long now) {
        return now - object.made >= plan.lifetime;
    }

    boolean needsCheck(Pooled<T> object, long now) {
        return plan.check != null && now - object.seen >= plan.checkAfter;
    }

    /** Takes out what has lived for too long, and what is not needed and was idle for too long. */
    List<Pooled<T>> takeOld(long now) {
        int[] left = {idle.size()};
        return idle.takeAll(each -> {
            boolean isOld = isWorn(each, now) || (left[0] > plan.minIdle && now - each.used >= plan.idleTime);
            left[0] -= isOld ? 1 : 0;
            return isOld;
        });
    }

    /** Takes out what is to be checked in the background. */
    List<Pooled<T>> takeUnseen(long now) {
        return idle.takeAll(each -> plan.check != null && now - each.seen >= plan.checkEvery);
    }

    /** Sees to it that the timer goes off in time for an object that has been put. What was taken leaves it set: it then looks, and sets itself anew. */
    void look(@Nullable EventLoop loop, Pooled<T> put) {
        long now = loop == null ? 0 : loop.nanoTime();
        long nanos = nanosUntilDue(put, now);
        Pooled<T> oldest = idle.oldest();
        if (oldest != null && idle.size() > plan.minIdle) {
            nanos = Math.min(nanos, left(plan.idleTime, oldest.used, now));
        }
        set(loop, now, nanos);
    }

    void lookAtAll(@Nullable EventLoop loop) {
        for (Pooled<T> each : idle.all()) {
            look(loop, each);
        }
    }

    private long nanosUntilDue(Pooled<T> object, long now) {
        long nanos = left(plan.lifetime, object.made, now);
        return plan.check == null ? nanos : Math.min(nanos, left(plan.checkEvery, object.seen, now));
    }

    /** How much is left of a time that began earlier; for ever if that is how long it is. */
    private static long left(long time, long began, long now) {
        return time == Long.MAX_VALUE ? time : Math.max(0, time - (now - began));
    }

    private void set(@Nullable EventLoop loop, long now, long nanos) {
        if (loop == null || nanos == Long.MAX_VALUE || (timer != null && dueAt - (now + nanos) <= 0)) {
            return;
        }
        stop();
        dueAt = now + nanos;
        timer = LoopTimer.set(loop, nanos, () -> {
            timer = null;
            onDue.run();
        });
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
