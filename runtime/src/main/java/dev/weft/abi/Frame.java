// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import dev.weft.Awaitable;
import dev.weft.Task;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One activation of an async method on the heap: its state and the values that live across the suspension point it
 * stands at. The weaver makes one subclass per async method.
 *
 * <p>A frame comes into being in one of two ways. The entry makes a <em>cold</em> one that holds the arguments: this is
 * the {@link Task} that the user sees. A body that was called directly makes one when it suspends for the first time (decision 1).
 *
 * <pre>
 * state   meaning                                   next
 *   0     cold: holds the arguments                 -1 when it is awaited or spawned
 *  -1     claimed, or running and never suspended    k at a suspension
 *  k ≥ 1  suspended at point k, or resumed from it   another k at the next suspension
 * </pre>
 *
 * <p>Loop thread only, once it was claimed.
 *
 * @param <T> what the async method returns
 */
public abstract class Frame<T> implements Task<T> {
    /** The state of a frame that has been claimed and has not suspended. */
    public static final int STARTED = -1;

    /** The state, as in the table above. Written by woven code through {@link Coroutine#suspend}, read by its dispatch. */
    public short state;

    /** Whether the frame was a {@link Task}, to which user code may hold on; other frames are seen by nobody but the coroutine. */
    private boolean wasCold;

    /**
     * While suspended, the frame that awaits this one; while cold, its {@link Unclaimed} record if it has one. A record may come late, where
     * the thread that made the frame is not the one that has claimed it: then it means nothing.
     */
    @Nullable
    Object link;

    /** For the frame classes that the weaver makes, and for awaits written by hand. */
    protected Frame() {}

    /**
     * Runs the body: from the start if the state says so, otherwise from the suspension point it names.
     *
     * @param co the coroutine that runs it
     * @return the result, or {@link Coroutine#SUSPENDED}
     * @throws Throwable what the user's code throws
     */
    public abstract @Nullable Object resume(Coroutine co) throws Throwable;

    /** Forgets what the last suspension point kept. */
    protected void clear() {}

    /** Lets go of all values that the frame of a task keeps. Called when it will not be resumed again. */
    final void ended() {
        if (wasCold) {
            clear();
        }
    }

    /**
     * Returns the constant for {@link SourceLocation#of}: index 0 is the method itself, index k is suspension point k.
     *
     * @return the constant, or null for an await that has no place in any source
     */
    protected abstract @Nullable String sources();

    /**
     * Returns the constant that says which field holds which variable of the source, as {@link Woven#LOCALS} describes it.
     *
     * @return the constant, or null where variables have no names
     */
    protected @Nullable String locals() {
        return null;
    }

    /**
     * Returns what the fields hold. Called only where {@link #locals} says which variables they are.
     *
     * @return the values, boxed, in the order that the constant has
     */
    protected @Nullable Object @Nullable [] values() {
        return null;
    }

    /**
     * Returns the variables of the source at the point where the frame is suspended, or the arguments of a cold one. Calls no code of the
     * user's. Where another thread runs the frame meanwhile, the values may be of different moments.
     *
     * @return the variables in the order of their slots; empty where they have no names, and for a frame that has begun and never suspended
     */
    public final List<Local> variables() {
        String table = locals();
        @Nullable Object[] values = table == null ? null : values();
        return table == null || values == null ? List.of() : Local.of(table, state, values);
    }

    /**
     * Returns the body that the frame belongs to.
     *
     * @return {@code (C self, arguments…, Coroutine, Frame)Object}, or null if nobody calls it but the frame
     */
    protected @Nullable MethodHandle body() {
        return null;
    }

    /**
     * Returns the constant from which {@link SourceLocation#elementOf} reads a line later, when the frame may have gone.
     *
     * @return the constant, whose index is the {@link #state} of the frame; null if there is no source
     */
    public final @Nullable String places() {
        return sources();
    }

    /**
     * Returns the line that the frame stands at.
     *
     * @return the location of the suspension point, or of the method if it has not started; null if there is no source
     */
    public final @Nullable SourceLocation location() {
        String table = sources();
        return table == null ? null : SourceLocation.of(table, Math.max(state, 0));
    }

    /**
     * Returns the line that the frame stands at as an element of a trace.
     *
     * @return the element of the {@link #location}, or null
     */
    public final @Nullable StackTraceElement traceElement() {
        String table = sources();
        return table == null ? null : SourceLocation.elementOf(table, Math.max(state, 0));
    }

    /**
     * Marks a cold frame as awaited or spawned.
     *
     * @throws IllegalStateException if it was before
     */
    public final void claim() {
        if (state != 0) {
            claimAgain();
            return;
        }
        state = STARTED;
        wasCold = true;
        Object record = link;
        if (record != null) {
            link = null;
            ((Unclaimed) record).claimed();
        }
    }

    /** Claims a frame that was claimed before: refuses, but for a generator. */
    void claimAgain() {
        throw new IllegalStateException(
                this + " was awaited or spawned before, and a Task runs once. Call the method again for a second run,"
                        + " or spawn the task once and await the ScheduledTask as often as needed.");
    }

    /** Awaits a frame that was claimed before, if {@link #claimAgain} allows it. */
    @Nullable
    Object awaitAgain(Coroutine co) throws Throwable {
        claimAgain();
        return resume(co);
    }

    /** Leaves the frame, a new one, in the state of one that was claimed. */
    final void beginAsClaimed() {
        state = STARTED;
        wasCold = true;
    }

    /** Whether its code has begun, and so can be thrown an exception. */
    boolean isUnderWay() {
        return state > 0;
    }

    /**
     * Says whether it runs even if the coroutine is cancelled before.
     *
     * @return true for a close, without which what it closes stays open
     */
    boolean runsThoughCancelled() {
        return false;
    }

    /**
     * Has this cold frame reported if nobody ever awaits it. Entries call it on the frame that they return.
     *
     * @return this frame
     */
    public final Frame<T> cold() {
        ColdFrames.created(this);
        return this;
    }

    /** The name of the method that an entry calls to start a stage: {@link #start}. The body, above it on the Java stack, stands for the entry. */
    public static final String START = "start";

    /**
     * Starts the task at once. Entries that return a stage call it.
     *
     * @return the stage
     */
    public final CompletableFuture<T> start() {
        return toCompletableFuture();
    }

    /** The name of the method that the entry of a void test calls: {@link #runByTest}. The body stands for the entry here, too. */
    public static final String RUN_BY_TEST = "runByTest";

    /**
     * Has the test run that is calling the entry. Entries that return nothing call it.
     *
     * @throws IllegalStateException if other code than JUnit has called the entry
     */
    public final void runByTest() {
        TestRunner.run(this);
    }

    /**
     * Leaves the start of this frame, which holds the arguments, to the trampoline. A body calls it that is not to run yet: {@link
     * Coroutine#enter} has said so, or the frame that it was called with.
     *
     * @param co the coroutine that called the body
     * @return the marker
     * @throws java.util.concurrent.CancellationException if a cancellation is due; the call then is not made
     */
    public final Object defer(Coroutine co) {
        return co.defer(this);
    }

    /** The frame that awaits this one. Another thread may ask for it that looks at a frame which is cold just then. */
    final @Nullable Frame<?> parent() {
        return link instanceof Frame<?> awaiting ? awaiting : null;
    }

    final void parent(Frame<?> parent) {
        link = parent;
    }

    @Override
    public final boolean isReady() {
        return false;
    }

    @Override
    public final T result() {
        throw notSubscribable();
    }

    @Override
    public final void subscribe(Waiter waiter) {
        throw notSubscribable();
    }

    @Override
    public final boolean withdraw(Waiter waiter) {
        throw notSubscribable();
    }

    @Override
    public WaitDescription describe() {
        SourceLocation location = location();
        return location == null
                ? WaitDescription.of("await", String.valueOf(awaited()))
                : WaitDescription.of("task", location.toString());
    }

    private IllegalStateException notSubscribable() {
        return new IllegalStateException(this + " has not started, so nobody can subscribe to it. Await it, or spawn it"
                + " and subscribe to the ScheduledTask.");
    }

    /** The method that the task will run, or runs, with the line it stands at. */
    @Override
    public String toString() {
        SourceLocation location = location();
        return location == null ? "await of " + awaited() : "task " + location;
    }

    /**
     * Returns what an await without source waits for.
     *
     * @return the awaitable, or null
     */
    protected @Nullable Awaitable<?> awaited() {
        return null;
    }
}
