// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.EventLoop;
import dev.weft.spi.Fence;
import dev.weft.spi.Reports;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a pool, each in one of these states, which together are never more than there may be. Loop thread only.
 *
 * <pre>
 * state      next
 * making     idle or lent; gone if that fails
 * idle       lent; checking before it is lent, or now and then; closing when it is too old
 * checking   lent or idle when it is in order; closing otherwise
 * lent       lent to the next, idle, or closing
 * closing    gone
 * </pre>
 */
final class Stock<T> {
    private final Pool<T> pool;
    private final PoolBuilder<T> plan;
    private final Shelf<T> idle = new Shelf<>();
    private final Set<Errand<T>> making = new LinkedHashSet<>();
    private final Upkeep<T> upkeep;
    private int checking;
    private int lent;
    private int closing;
    private boolean isClosed;

    Stock(Pool<T> pool, PoolBuilder<T> plan) {
        this.pool = pool;
        this.plan = plan;
        this.upkeep = new Upkeep<>(plan, idle, this::sweep);
    }

    int size() {
        return making.size() + checking + lent + closing + idle.size();
    }

    PoolStatistics statistics(int waiting) {
        return new PoolStatistics(plan.most, lent, idle.size(), making.size(), checking, closing, waiting);
    }

    private long now() {
        EventLoop loop = pool.loop();
        return loop == null ? System.nanoTime() : loop.nanoTime();
    }

    // ------------------------------------------------------------------ lending

    /** Lends an object that needs no check, if there is one. */
    @Nullable
    Pooled<T> takeNow() {
        Pooled<T> newest = idle.newest();
        if (newest == null || upkeep.isWorn(newest, now()) || upkeep.needsCheck(newest, now())) {
            return null;
        }
        lent++;
        return idle.takeNewest();
    }

    /** Gives those who wait what there is, and gets ready what is lacking, for them and for those who come later. */
    void serve() {
        serveThoseWhoWait();
        int ready = idle.size() + making.size() + checking - pool.waiting();
        for (; !isClosed && ready < plan.minIdle && size() < plan.most; ready++) {
            make();
        }
    }

    private void serveThoseWhoWait() {
        while (!isClosed && pool.waiting() > making.size() + checking) {
            Pooled<T> newest = idle.takeNewest();
            if (newest == null && size() >= plan.most) {
                return;
            } else if (newest == null) {
                make();
            } else if (upkeep.isWorn(newest, now())) {
                close(newest);
            } else if (upkeep.needsCheck(newest, now())) {
                check(newest);
            } else {
                lend(newest);
            }
        }
    }

    private void lend(Pooled<T> object) {
        lent++;
        pool.hand(object);
    }

    /** Takes an object back that was lent. */
    void takeBack(Pooled<T> object, boolean isUsable) {
        lent--;
        object.used = now();
        object.seen = object.used;
        if (isUsable) {
            put(object);
        } else {
            close(object);
        }
        serve();
    }

    /** Has an object that is in order used: by who has waited longest, or later. */
    private void put(Pooled<T> object) {
        if (isClosed || upkeep.isWorn(object, now())) {
            close(object);
        } else if (pool.waiting() > 0) {
            lend(object);
        } else {
            idle.put(object);
            upkeep.look(pool.loop(), object);
        }
    }

    // ------------------------------------------------------------------ making, checking, closing

    private void make() {
        Errand<?>[] own = new Errand<?>[1];
        Errand<T> errand = Errand.prepare((made, failure) -> {
            making.remove(own[0]);
            if (made != null) {
                put(new Pooled<>(made, now()));
                serve();
            } else {
                couldNotMake(failure);
            }
            pool.settle();
        });
        own[0] = errand;
        making.add(errand);
        errand.start(pool.loop(), pool.label() + " makes", plan.maker);
    }

    /** Those who wait behind try anew. What is only to be ready is not: that would go on for as long as it fails. */
    private void couldNotMake(@Nullable Throwable failure) {
        if (isClosed) {
            return;
        }
        Throwable why = reason(failure);
        if (!pool.tellFailure(why) && !(failure instanceof CancellationException)) {
            Reports.warning(
                    pool.label()
                            + (isToHaveMoreReady()
                                    ? " could not make an object that it is to have ready"
                                    : " could not make an object; whoever it was for waits no longer"),
                    why);
        }
        serveThoseWhoWait();
    }

    private boolean isToHaveMoreReady() {
        return idle.size() + making.size() + checking < plan.minIdle;
    }

    private Throwable reason(@Nullable Throwable failure) {
        if (failure == null) {
            return new NullPointerException("What makes the objects of " + pool.label() + " gave null.");
        } else if (failure instanceof CancellationException) { // who waits was not cancelled
            return new IllegalStateException(
                    "The task in which " + pool.label() + " made an object was cancelled", failure);
        }
        return failure;
    }

    private void check(Pooled<T> object) {
        checking++;
        PoolBuilder.Step<? super T, Boolean> check = Objects.requireNonNull(plan.check);
        Errand.<Boolean>prepare((isInOrder, failure) -> {
                    checking--;
                    if (isInOrder != null && isInOrder) {
                        object.seen = now();
                        put(object);
                    } else {
                        close(object);
                    }
                    serve();
                    pool.settle();
                })
                .start(pool.loop(), pool.label() + " checks", () -> check.run(object.value));
    }

    /** Closes an object, which counts until that has ended. The caller serves those who wait. */
    private void close(Pooled<T> object) {
        PoolBuilder.Step<? super T, ?> closer = plan.closer;
        if (closer == null) {
            closeNow(object.value);
        } else {
            closing++;
            closeBy(closer, object.value);
        }
    }

    private <R> void closeBy(PoolBuilder.Step<? super T, R> closer, T object) {
        Errand.<R>prepare((nothing, failure) -> {
                    closing--;
                    if (failure != null) {
                        Fence.failed("The closing of an object", closer, pool, failure);
                    }
                    serve();
                    pool.settle();
                })
                .start(pool.loop(), pool.label() + " closes", () -> closer.run(object));
    }

    private void closeNow(T object) {
        if (object instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Throwable thrown) { // of the user's code
                Fence.failed("The closing of an object", closeable, pool, thrown);
            }
        }
    }

    // ------------------------------------------------------------------ now and then, and at the end

    /** Sees to what has been idle for long. */
    private void sweep() {
        if (isClosed) {
            return;
        }
        long now = now();
        upkeep.takeOld(now).forEach(this::close);
        upkeep.takeUnseen(now).forEach(this::check);
        serve();
        upkeep.lookAtAll(pool.loop());
    }

    /** Closes what nobody uses, and no longer makes what nobody gets. */
    void clear() {
        isClosed = true;
        upkeep.stop();
        List.copyOf(making).forEach(Errand::cancel);
        idle.takeAll(any -> true).forEach(this::close);
    }
}
