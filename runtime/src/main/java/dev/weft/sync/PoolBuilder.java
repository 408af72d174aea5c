// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.AsyncBlock;
import dev.weft.Task;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says what a {@link Pool} is to be like. {@link Pool#making} begins one; what is not said has a usual value.
 *
 * @param <T> the type of the objects
 */
public final class PoolBuilder<T> {
    private static final int USUAL_MOST = 10;

    final AsyncBlock<T, ?> maker;
    String name = "";
    int most = USUAL_MOST;
    int minIdle;
    long idleTime = Long.MAX_VALUE;
    long lifetime = Long.MAX_VALUE;
    long checkAfter;
    long checkEvery = Long.MAX_VALUE;

    @Nullable
    Step<? super T, Boolean> check;

    @Nullable
    Step<? super T, ?> closer;

    /**
     * Async code for an object of the pool. A lambda that awaits, or a call of an async method.
     *
     * @param <T> the type of the object
     * @param <R> what the code returns
     */
    @FunctionalInterface
    public interface Step<T, R> {
        /**
         * Runs the code, as a task of its own.
         *
         * @param object the object, which nobody else uses meanwhile
         * @return its task; never null
         * @throws Exception if it fails
         */
        Task<R> run(T object) throws Exception;
    }

    PoolBuilder(AsyncBlock<T, ?> maker) {
        this.maker = maker;
    }

    /**
     * Gives the pool a name, for messages and dumps.
     *
     * @param name how to call it
     * @return this builder
     */
    public PoolBuilder<T> named(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Says how many objects there are at most, those included that are being made or closed; 10 otherwise.
     *
     * @param count how many, 1 or more
     * @return this builder
     * @throws IllegalArgumentException if it is less
     */
    public PoolBuilder<T> max(int count) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "a pool of at most " + count + " objects cannot lend any; give 1 or more");
        }
        this.most = count;
        return this;
    }

    /**
     * Says how many objects are kept ready, from the first time on that somebody borrows; none otherwise. When one cannot be made for want
     * of anybody who waits, that is reported, and tried again the next time that somebody borrows or gives back.
     *
     * @param count how many, 0 or more; {@link #max} limits them too
     * @return this builder
     * @throws IllegalArgumentException if it is less
     */
    public PoolBuilder<T> minIdle(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("a pool cannot keep " + count + " objects ready; give 0 or more");
        }
        this.minIdle = count;
        return this;
    }

    /**
     * Has an object closed that nobody has used for so long, unless it is one of {@link #minIdle}; otherwise they are kept.
     *
     * @param time how long, more than 0
     * @return this builder
     * @throws IllegalArgumentException if it is not more than 0
     */
    public PoolBuilder<T> idleTime(Duration time) {
        this.idleTime = positive(Objects.requireNonNull(time, "time"));
        return this;
    }

    /**
     * Has an object closed so long after it was made, or when it is given back after that; otherwise they live on.
     *
     * @param time how long, more than 0
     * @return this builder
     * @throws IllegalArgumentException if it is not more than 0
     */
    public PoolBuilder<T> lifetime(Duration time) {
        this.lifetime = positive(Objects.requireNonNull(time, "time"));
        return this;
    }

    /**
     * Has an object that nobody used meanwhile checked before it is lent: whatever {@link #checkAfter} says. One that is not in order is
     * closed, and the next one is taken or made. What the check throws counts as not in order. A check that may hang has to limit its time.
     *
     * @param check gives whether the object is in order
     * @return this builder
     */
    public PoolBuilder<T> check(Step<? super T, Boolean> check) {
        this.check = Objects.requireNonNull(check, "check");
        return this;
    }

    /**
     * Lends an object without a check if it was given back or checked less than so long ago; otherwise each is checked.
     *
     * @param time how long, 0 or more
     * @return this builder
     * @throws IllegalArgumentException if it is less than 0
     */
    public PoolBuilder<T> checkAfter(Duration time) {
        this.checkAfter = nanos(Objects.requireNonNull(time, "time"));
        return this;
    }

    /**
     * Checks objects in the background too, whenever nobody has used one for so long; otherwise only before they are lent.
     *
     * @param time how long, more than 0
     * @return this builder
     * @throws IllegalArgumentException if it is not more than 0
     */
    public PoolBuilder<T> checkEvery(Duration time) {
        this.checkEvery = positive(Objects.requireNonNull(time, "time"));
        return this;
    }

    /**
     * Says how an object is closed; otherwise an {@link AutoCloseable} is closed by its {@code close()}, and anything else is dropped. What
     * it throws is reported. Until it has ended, the object counts. It is called also for those that were {@linkplain Lease#invalidate
     * invalidated}, or whose check has failed: to wait for an answer of such a one needs a limit of time.
     *
     * @param closer closes the object
     * @return this builder
     * @param <R> what that gives, and nobody gets
     */
    public <R> PoolBuilder<T> closing(Step<? super T, R> closer) {
        this.closer = Objects.requireNonNull(closer, "closer");
        return this;
    }

    /**
     * Makes the pool, which is empty until somebody borrows.
     *
     * @return the pool
     */
    public Pool<T> build() {
        return new Pool<>(this);
    }

    private static long positive(Duration time) {
        if (time.isZero()) {
            throw new IllegalArgumentException("a pool cannot do with a time of " + time + "; give more than 0");
        }
        return nanos(time);
    }

    private static long nanos(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a pool cannot do with a time of " + time + "; give more than 0");
        }
        try {
            return time.toNanos();
        } catch (ArithmeticException centuries) {
            return Long.MAX_VALUE;
        }
    }
}
