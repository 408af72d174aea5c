// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.AsyncBlock;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import dev.weft.Weft;
import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import dev.weft.spi.Unseen;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The run of a {@link Retry}: an async method written by hand, so that attempts are calls of the task that awaits it.
 *
 * <pre>
 * state   awaits                 next
 *   1     an attempt             the end when it succeeds; 2 when it fails and is retried
 *   2     the end of a pause     1
 * </pre>
 *
 * @param <T> what the block returns
 */
final class Attempts<T> extends Frame<T> {
    private static final int ATTEMPT = 1;
    private static final int PAUSE = 2;

    /** How many failures a run keeps, however often it fails. */
    private static final int KEPT = 10;

    private final Retry retry;

    /** How much time all attempts have, and each of them; null for any. */
    private final @Nullable Duration all;

    private final @Nullable Duration each;
    private @Nullable AsyncBlock<T, ?> block;
    private final Backoff.Pauses pauses;
    private final Deque<Exception> earlier = new ArrayDeque<>(0);
    private int number;

    /** The loop where the run began, or null: its clock and its lots. */
    private @Nullable EventLoop loop;

    private long began;

    /** How many requests to cancel there were when the run began. */
    private int requests;

    Attempts(Retry retry, @Nullable Duration all, @Nullable Duration each, AsyncBlock<T, ?> block) {
        this.retry = retry;
        this.all = all;
        this.each = each;
        this.block = block;
        this.pauses = retry.pauses();
    }

    @Override
    public @Nullable Object resume(Coroutine co) throws Throwable {
        boolean hasEnded = state == ATTEMPT;
        if (state == PAUSE) {
            endPause(co);
        } else if (!hasEnded) {
            begin(co);
        }
        while (true) {
            try {
                Object result = hasEnded ? co.resumed() : co.await(attempt());
                if (result == Coroutine.SUSPENDED) {
                    co.suspend(this, ATTEMPT);
                }
                return result;
            } catch (CancellationException cancelled) {
                throw requests(co) > requests ? withEarlier(cancelled) : cancelled; // else it is somebody else's
            } catch (Exception failure) {
                if (pause(pauseAfter(failure, co), co) == Coroutine.SUSPENDED) {
                    co.suspend(this, PAUSE);
                    return Coroutine.SUSPENDED;
                }
                hasEnded = false;
            }
        }
    }

    private void begin(Coroutine co) {
        loop = EventLoop.current();
        began = now();
        requests = requests(co);
    }

    private static int requests(Coroutine co) {
        return co instanceof ScheduledTask<?> task ? task.cancelling() : 0;
    }

    private long now() {
        return loop == null ? System.nanoTime() : loop.nanoTime();
    }

    /** How much of the time of all attempts is left, in nanoseconds. */
    private long left() {
        return all == null ? Long.MAX_VALUE : nanos(all) - (now() - began);
    }

    private static long nanos(Duration time) {
        try {
            return time.toNanos();
        } catch (ArithmeticException centuries) {
            return time.isNegative() ? Long.MIN_VALUE / 2 : Long.MAX_VALUE;
        }
    }

    /** Starts the next attempt, within the time that it has: as a block, so that it acts for the task that awaits the run. */
    private Awaitable<T> attempt() throws Exception {
        number++;
        AsyncBlock<T, ?> attempted = Objects.requireNonNull(block);
        if (all == null && each == null) {
            return attempted.run();
        }
        long limit = each == null ? left() : Math.min(nanos(each), left());
        return limit > 0
                ? Weft.timeout(Duration.ofNanos(limit), scope -> attempted.run())
                : Weft.waitFor(attempted.run(), Duration.ZERO); // which does not start it
    }

    private @Nullable Object pause(Duration pause, Coroutine co) throws Throwable {
        try {
            return co.await(Weft.sleep(pause));
        } catch (CancellationException cancelled) {
            throw withEarlier(cancelled);
        }
    }

    private void endPause(Coroutine co) throws Throwable {
        try {
            co.resumed();
        } catch (CancellationException cancelled) {
            throw withEarlier(cancelled);
        }
    }

    /** Returns how long to wait until the next attempt, or throws the failure if that was the last. */
    private Duration pauseAfter(Exception failure, Coroutine co) throws Exception {
        long pause = Long.MAX_VALUE;
        if (requests(co) <= requests && retry.isRetried(number, failure, each != null)) {
            pause = pauses.next(random());
        }
        boolean isLast = pause >= left();
        retry.tell(new Retry.FailedAttempt(number, failure, isLast ? null : Duration.ofNanos(pause)));
        if (isLast) {
            throw withEarlier(failure);
        }
        if (earlier.size() == KEPT) {
            earlier.remove();
        }
        earlier.add(failure);
        return Duration.ofNanos(pause);
    }

    private RandomGenerator random() {
        return loop == null ? ThreadLocalRandom.current() : loop.random();
    }

    /** Adds the failures of the attempts before, each once, and never to itself. */
    private <X extends Exception> X withEarlier(X failure) {
        for (Exception before : earlier) {
            if (before != failure
                    && Arrays.stream(failure.getSuppressed()).noneMatch(suppressed -> suppressed == before)) {
                if (failure instanceof CancellationException cancellation) {
                    Unseen.goesAlong(cancellation, before); // a retry was its answer
                } else {
                    failure.addSuppressed(before);
                }
            }
        }
        return failure;
    }

    @Override
    protected void clear() {
        block = null;
        earlier.clear();
    }

    @Override
    protected @Nullable String sources() {
        return null;
    }

    @Override
    public WaitDescription describe() {
        return WaitDescription.of("retry", which());
    }

    private String which() {
        String name = retry.name().isEmpty() ? "" : '"' + retry.name() + "\", ";
        return name + (number == 0 ? retry.attempts() : "attempt " + number + retry.ofSoMany());
    }

    @Override
    public String toString() {
        return "retry " + which();
    }
}
