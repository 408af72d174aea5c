// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.AsyncBlock;
import dev.weft.NotWovenException;
import dev.weft.Task;
import dev.weft.spi.Fence;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tries something again that has failed. Immutable: a method that changes something returns a changed copy, so one constant can serve a
 * whole program, on any threads and loops.
 *
 * <pre>{@code
 * static final Retry RETRY = Retry.times(5).on(IOException.class).eachWithin(Duration.ofSeconds(2)).within(Duration.ofSeconds(15));
 *
 * String page = await(RETRY.run(() -> fetch(url)));
 * }</pre>
 *
 * <p>Limits of time are said last. An attempt that fails with an exception is followed by a pause and another one, until an attempt
 * succeeds, the attempts are used up, the time is over, or the failure is not one of those to {@linkplain #on retry}. Then the last failure
 * is thrown, as the same object, with those of the attempts before as suppressed, the last ten of them.
 *
 * <p>A {@link CancellationException} is never retried, nor an {@link Error}. A task that is cancelled ends the attempt, or the pause, and
 * what is thrown has the failures so far as suppressed; if the attempt answers with another failure, no more are made all the same.
 * Attempts run one at a time, and act for the task that awaits the run: what they lock it holds, within limits of time too.
 */
public final class Retry {
    private static final Backoff USUAL =
            Backoff.exponential(Duration.ofMillis(100), Duration.ofSeconds(10)).withFullJitter();

    private final String name;
    private final int most;
    private final Backoff backoff;
    private final Predicate<? super Exception> which;
    private final @Nullable Consumer<? super FailedAttempt> observer;

    private Retry(
            String name,
            int most,
            Backoff backoff,
            Predicate<? super Exception> which,
            @Nullable Consumer<? super FailedAttempt> observer) {
        this.name = name;
        this.most = most;
        this.backoff = backoff;
        this.which = which;
        this.observer = observer;
    }

    /**
     * Makes a retry of so many attempts. Until something else is said, it pauses for 100 ms after the first and twice as long after each
     * more, up to 10 s, with {@linkplain Backoff#withFullJitter full jitter}; retries each exception; and has no limit of time.
     *
     * @param attempts how many are made at most, the first one included, 1 or more
     * @return the retry
     * @throws IllegalArgumentException if it is less
     */
    public static Retry times(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("a retry cannot make " + attempts + " attempts; give 1 or more");
        }
        return new Retry("", attempts, USUAL, any -> true, null);
    }

    /**
     * Makes a retry of any number of attempts; as {@link #times} otherwise.
     *
     * @return the retry, to be limited by {@link #within} or by cancelling it
     */
    public static Retry forever() {
        return times(Integer.MAX_VALUE);
    }

    /**
     * Gives it a name, for messages and dumps.
     *
     * @param name how to call it
     * @return a changed copy
     */
    public Retry named(String name) {
        return new Retry(Objects.requireNonNull(name, "name"), most, backoff, which, observer);
    }

    /**
     * Says how long to pause between attempts.
     *
     * @param backoff the pauses
     * @return a changed copy
     */
    public Retry pausing(Backoff backoff) {
        return new Retry(name, most, Objects.requireNonNull(backoff, "backoff"), which, observer);
    }

    /**
     * Retries only failures of some types, and of their subtypes. Takes the place of what was said of this before. An
     * {@link dev.weft.AllFailedException} is of its own type, whatever it was made of; {@link #when} can look into it.
     *
     * @param types the types
     * @return a changed copy
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read, as classes of any kind
    public final Retry on(Class<? extends Exception>... types) {
        Class<?>[] retried = Objects.requireNonNull(types, "types").clone();
        for (Class<?> type : retried) {
            Objects.requireNonNull(type, "type");
        }
        return when(failure -> Arrays.stream(retried).anyMatch(type -> type.isInstance(failure)));
    }

    /**
     * Retries only failures for which something is true. Takes the place of what was said of this before.
     *
     * @param which is asked of each failure, on the thread of the task; must not block. If it throws, that is reported, and the failure is
     *     not retried
     * @return a changed copy
     */
    public Retry when(Predicate<? super Exception> which) {
        return new Retry(name, most, backoff, Objects.requireNonNull(which, "which"), observer);
    }

    /**
     * Has a callback told of each attempt that fails, the last one included, before the pause; for logs and counters.
     *
     * @param observer is called on the thread of the task; must not block. What it throws is reported, and changes nothing
     * @return a changed copy
     */
    public Retry onFailure(Consumer<? super FailedAttempt> observer) {
        return new Retry(name, most, backoff, which, Objects.requireNonNull(observer, "observer"));
    }

    /**
     * Limits the time of all attempts and pauses together, as {@link Limited#within}.
     *
     * @param time how long at most
     * @return the limited retry
     */
    public Limited within(Duration time) {
        return new Limited(this, Objects.requireNonNull(time, "time"), null);
    }

    /**
     * Limits the time of each attempt, as {@link Limited#eachWithin}.
     *
     * @param time how long at most
     * @return the limited retry
     */
    public Limited eachWithin(Duration time) {
        return new Limited(this, null, Objects.requireNonNull(time, "time"));
    }

    /**
     * An attempt that has failed.
     *
     * @param number which one, from 1
     * @param failure what it failed with
     * @param pause how long until the next one begins; null if there is none
     */
    public record FailedAttempt(
            int number, Exception failure, @Nullable Duration pause) {
        /**
         * Refuses a missing failure.
         *
         * @param number see {@link #number}
         * @param failure see {@link #failure}
         * @param pause see {@link #pause}
         */
        public FailedAttempt {
            Objects.requireNonNull(failure, "failure");
        }
    }

    /**
     * Makes a task that runs a block, again and again until it succeeds. As cancel-safe as the block, but for the attempts that were made.
     *
     * @param block what to try: called once for each attempt, on the thread of the task
     * @return the task, lazy and to be awaited once; unlike that of an async method it is not reported if nobody awaits it
     * @param <T> the type of the result
     * @param <X> the checked exceptions that the block declares
     * @throws X when awaited; declared here so that it can be caught around the await
     */
    @SuppressWarnings("unused") // the exception comes from the await
    public <T, X extends Exception> Task<T> run(AsyncBlock<T, X> block) throws X {
        return new Attempts<>(this, null, null, Objects.requireNonNull(block, "block"));
    }

    /** A retry with limits of time, which is said last. Immutable. What it runs needs a loop. */
    public static final class Limited {
        private final Retry retry;
        private final @Nullable Duration all;
        private final @Nullable Duration each;

        private Limited(Retry retry, @Nullable Duration all, @Nullable Duration each) {
            this.retry = retry;
            this.all = all;
            this.each = each;
        }

        /**
         * Limits the time of all attempts and pauses together, from the first attempt on. The attempt that is under way when it is over is
         * cancelled, and fails with {@code TimeoutException}; and no pause is begun that would end later.
         *
         * @param time how long at most
         * @return a changed copy
         */
        public Limited within(Duration time) {
            return new Limited(retry, Objects.requireNonNull(time, "time"), each);
        }

        /**
         * Limits the time of each attempt. One that takes longer is cancelled, and when it has unwound the next is made, whatever failures
         * are to be retried; if it was the last, it fails with {@code TimeoutException}.
         *
         * @param time how long at most
         * @return a changed copy
         */
        public Limited eachWithin(Duration time) {
            return new Limited(retry, all, Objects.requireNonNull(time, "time"));
        }

        /**
         * Makes a task that runs a block, as {@link Retry#run}, within the limits of time.
         *
         * @param block what to try: called once for each attempt, on the thread of the task
         * @return the task, lazy and to be awaited once; unlike that of an async method it is not reported if nobody awaits it
         * @param <T> the type of the result
         * @param <X> the checked exceptions that the block declares
         * @throws X when awaited; declared here so that it can be caught around the await
         * @throws TimeoutException when awaited, if time was over for the last attempt; declared here so that it can be caught around the
         *     await
         */
        @SuppressWarnings("unused") // the exceptions come from the await
        public <T, X extends Exception> Task<T> run(AsyncBlock<T, X> block) throws X, TimeoutException {
            return new Attempts<>(retry, all, each, Objects.requireNonNull(block, "block"));
        }

        @Override
        public String toString() {
            return retry + (all == null ? "" : " within " + all) + (each == null ? "" : ", each within " + each);
        }
    }

    // ------------------------------------------------------------------ what a run asks

    Backoff.Pauses pauses() {
        return backoff.pauses();
    }

    /** Whether an attempt that has failed is to be followed by another one, as far as its number and its failure go. */
    boolean isRetried(int number, Exception failure, boolean afterTimeouts) {
        return number < most
                && !(failure instanceof NotWovenException)
                && ((afterTimeouts && failure instanceof TimeoutException) || isChosen(failure));
    }

    private boolean isChosen(Exception failure) {
        try {
            return which.test(failure);
        } catch (Throwable thrown) { // of the user's code
            Fence.failed("The predicate for failures", which, this, thrown);
            return false;
        }
    }

    void tell(FailedAttempt attempt) {
        if (observer != null) {
            try {
                observer.accept(attempt);
            } catch (Throwable thrown) { // of the user's code
                Fence.failed("The observer of failures", observer, this, thrown);
            }
        }
    }

    /** Its name, and how often it tries. */
    @Override
    public String toString() {
        return "retry" + (name.isEmpty() ? "" : " \"" + name + '"') + " (" + attempts() + ')';
    }

    String attempts() {
        return most == Integer.MAX_VALUE ? "any number of attempts" : most + (most == 1 ? " attempt" : " attempts");
    }

    String ofSoMany() {
        return most == Integer.MAX_VALUE ? "" : " of " + most;
    }

    String name() {
        return name;
    }
}
