// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Waiter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A base for awaitables that are awaited once: it keeps who waits and how the operation ended, and refuses a second await.
 *
 * <pre>
 * state     means                                  next
 * fresh     nobody has awaited it                  waiting by subscribe, ended if it is complete when it is asked
 * waiting   somebody is to be woken                ended by complete or fail; used up by withdraw
 * ended     the value, or a failure, is there      used up when the result is taken, or by withdraw, which discards the value
 * used up   another await is refused
 * </pre>
 *
 * <p>A subclass says in {@link #begin} what happens when somebody starts to wait, and in {@link #stop} how it is given up. It either calls
 * {@link #complete} or {@link #fail} when it has ended, or finds out in {@link #tryComplete} when it is asked; {@link #wake} then has it
 * asked.
 *
 * <p>If it belongs to a loop, as its {@link #loop()} says, awaiting, completing and waking are refused on any other thread: from there,
 * post them to the loop. Without a loop the calls come from one thread at a time, as {@link Awaitable} says, and {@code complete}, {@code
 * fail} and {@code wake} belong to that thread. What another thread completes is then for {@code tryComplete} to find: {@code begin} puts
 * its waiter where that thread sees it, looks again, since it may have been faster, and the thread wakes that waiter.
 *
 * @param <T> what awaiting it gives
 */
public abstract class SingleUse<T> implements Awaitable<T> {
    private static final Object VALUE = "value";
    private static final Object USED_UP = "used up";

    /** Null, the waiter, {@link #VALUE}, the failure, or {@link #USED_UP}: one field, for there may be a million of these. */
    private @Nullable Object state;

    /** For subclasses. */
    protected SingleUse() {}

    // ------------------------------------------------------------------ what a subclass says

    /**
     * Returns how messages name the call that made this. Called only for a message.
     *
     * @return such as {@code sleep(...)}
     */
    protected abstract String operation();

    /**
     * Starts the operation, or starts to wait for it. What it throws goes to the awaiting code, and the operation is used up.
     *
     * @param waiter who waits, for what it starts on its behalf; {@link #complete} and {@link #wake} wake it
     */
    protected abstract void begin(Waiter waiter);

    /**
     * Tries to complete, without waiting; called whenever somebody asks for an operation that has not ended. What it throws is the failure
     * that the operation ends with.
     *
     * @return true if the operation has ended, and {@link #value} may be asked for
     * @throws Exception the failure
     */
    protected boolean tryComplete() throws Exception {
        return false;
    }

    /**
     * Returns the value of an operation that has ended without a failure. Called once.
     *
     * @return the value
     * @throws Exception in place of a value
     */
    protected abstract T value() throws Exception;

    /**
     * Gives the operation up, for nobody waits for it any more. Nothing of it may stay behind, but for a value that it has ended with: that
     * goes to {@link #discard}. Called before it began, too.
     */
    protected void stop() {}

    /** Called when the operation is used up: its result was taken, it was given up while somebody waited, or it failed to begin. */
    protected void usedUp() {}

    // ------------------------------------------------------------------ what a subclass calls

    /** Ends the operation with {@link #value}, and wakes who waits. Does nothing if it has ended before. */
    protected final void complete() {
        end(VALUE);
    }

    /**
     * Ends the operation with a failure, and wakes who waits. Does nothing if it has ended before.
     *
     * @param failure what awaiting it throws, as the same object
     */
    protected final void fail(Throwable failure) {
        end(failure);
    }

    private void end(Object outcome) {
        requireLoopThread();
        Object before = state;
        if (before == USED_UP || isEnd(before)) {
            return;
        }
        state = outcome;
        if (before != null) {
            wake((Waiter) before);
        }
    }

    /** What the waiter throws is no concern of whoever completes this. */
    private void wake(Waiter waiter) {
        try {
            waiter.wake();
        } catch (Throwable thrown) {
            Fence.failed("The waiter", waiter, new Named(this), thrown);
        }
    }

    /** The name of an operation, which a subclass gives. */
    private record Named(SingleUse<?> operation) {
        @Override
        public String toString() {
            return operation.operation();
        }
    }

    /** Has whoever waits ask again. */
    protected final void wake() {
        requireLoopThread();
        if (state instanceof Waiter waiter) {
            wake(waiter);
        }
    }

    /**
     * Returns who waits.
     *
     * @return the waiter, or null if nobody has begun to wait or the operation has ended
     */
    protected final @Nullable Waiter waiter() {
        return state instanceof Waiter waiter ? waiter : null;
    }

    /**
     * Puts another waiter in the place of the one that subscribed: what stands between the two need not be in a field of its own. Called in
     * {@link #begin}.
     *
     * @param standIn is woken from now on, and wakes the one that subscribed
     */
    protected final void waitThrough(StandIn standIn) {
        state = Objects.requireNonNull(standIn, "standIn");
    }

    /** A waiter in the place of another one, for {@link #waitThrough}. */
    protected interface StandIn extends Waiter {
        /**
         * Returns who subscribed.
         *
         * @return the waiter that this one wakes
         */
        Waiter standsFor();
    }

    /**
     * Says whether somebody else waits. What a waiter that has not subscribed takes back is then nothing: {@link #withdraw} is called for
     * one too whose task was cancelled before it could wait. After the end of the operation nobody knows who has waited.
     *
     * @param waiter who withdraws
     * @return true if another one has subscribed, and the operation has not ended
     */
    protected final boolean isAwaitedByOther(Waiter waiter) {
        Waiter subscribed = state instanceof StandIn standIn ? standIn.standsFor() : waiter();
        return subscribed != null && subscribed != waiter;
    }

    /**
     * Says that it was awaited before.
     *
     * @return the exception to throw
     */
    protected final IllegalStateException refusal() {
        return new IllegalStateException(
                operation() + " was awaited before; what it returns is awaited once. Call it again for another.");
    }

    // ------------------------------------------------------------------ what awaits call

    @Override
    public final boolean isReady() {
        requireLoopThread();
        Object now = state;
        if (now == USED_UP) {
            throw refusal();
        }
        return isEnd(now) || hasCompleted();
    }

    private boolean hasCompleted() {
        try {
            if (!tryComplete()) {
                return false;
            }
            state = VALUE;
        } catch (Throwable thrown) { // for whoever asks for the result
            state = thrown;
        }
        return true;
    }

    private static boolean isEnd(@Nullable Object state) {
        return state == VALUE || state instanceof Throwable;
    }

    @Override
    public final T result() throws Exception {
        Object outcome = state;
        if (!isEnd(outcome)) {
            throw new IllegalStateException(operation() + " has not ended; ask isReady() first.");
        }
        state = USED_UP;
        try {
            if (outcome instanceof Throwable failure) {
                throw Sneaky.rethrow(failure);
            }
            return value();
        } finally {
            usedUp();
        }
    }

    @Override
    public final void subscribe(Waiter waiter) {
        Objects.requireNonNull(waiter, "waiter");
        requireLoopThread();
        if (state != null) {
            throw refusal();
        }
        state = waiter;
        try {
            begin(waiter);
        } catch (Throwable thrown) { // rethrown
            state = USED_UP;
            usedUp();
            throw thrown;
        }
    }

    @Override
    public boolean withdraw(Waiter waiter) {
        Objects.requireNonNull(waiter, "waiter");
        requireLoopThread();
        if (state == null) { // it never began, and may be awaited later
            stop();
        } else if (state != USED_UP && !isAwaitedByOther(waiter)) {
            boolean hasValue = state == VALUE;
            state = USED_UP; // first, so that nothing that is stopped wakes anybody
            stop();
            if (hasValue) {
                discardValue();
            }
            usedUp();
        }
        return true;
    }

    private void discardValue() {
        T value;
        try {
            value = value();
        } catch (Throwable failure) { // which has nothing to give back, and which nobody waits for
            return;
        }
        Discards.discard(this, value);
    }

    private void requireLoopThread() {
        EventLoop loop = loop();
        if (loop != null && !loop.isLoopThread()) {
            throw LoopThread.elsewhere(loop, operation());
        }
    }
}
