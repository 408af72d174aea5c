// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.Waiter;
import dev.weft.spi.Sneaky;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One logical thread of execution: the chain of frames that resume one another, and the protocol by which woven code
 * suspends and resumes.
 *
 * <p>Suspending unwinds the Java stack. A leaf that has to wait leaves the awaitable in {@link #pending()} and returns
 * {@link #SUSPENDED}; each body on the way out spills into its frame, adds it to the chain with {@link #suspend}, and
 * returns the marker too. Nothing subscribes before the stack is gone, so no wake can find a frame half stored.
 * Resuming is the trampoline: it enters the leaf with the result, and hands what each frame returns or throws to its
 * parent. Neither direction recurses, so the depth of an await chain is limited by the heap alone.
 *
 * <p>All state belongs to the thread that runs the coroutine; {@link #wake} is the one way in from others.
 */
public abstract class Coroutine extends Position implements Waiter {
    /** The marker that a body returns in place of a result when it has suspended. */
    public static final Object SUSPENDED = new Object() {
        @Override
        public String toString() {
            return "SUSPENDED";
        }
    };

    /** Awaits that may complete at once before the coroutine gives way to others (decision 15). */
    private static final byte STEP_BUDGET = Byte.MAX_VALUE;

    /** The {@link CallCount}. Each call counts up and down: as a short, calls took three times as long. */
    private int calls;

    /** Negative when the awaited operation is ready, and the coroutine suspends only to let others run. */
    private byte budget;

    /** For the kinds of coroutine in the runtime. */
    protected Coroutine() {}

    // ------------------------------------------------------------------ called by woven code

    /**
     * Awaits: starts a task as part of this coroutine, or takes the result of anything else if it is ready.
     *
     * @param awaitable what the user's code awaits
     * @return the result, or {@link #SUSPENDED}
     * @throws Throwable what awaiting throws
     */
    public final @Nullable Object await(Awaitable<?> awaitable) throws Throwable {
        if (awaitable instanceof Frame<?> frame) {
            frame.claim();
            return call(frame);
        }
        if (awaitable == null) {
            throw thrownHere(awaitOfNull(), null);
        }
        if (hasRequest()) {
            return awaitCancelled(awaitable);
        }
        if (isReady(awaitable)) {
            if (awaitable == Yield.NOW) {
                budget = 0;
            }
            if (--budget >= 0) {
                return resultOf(awaitable);
            }
        }
        return waitFor(awaitable);
    }

    /** Suspends. Stores the awaitable only if it is another one: a loop of the user's often waits for the same one again. */
    private Object waitFor(Awaitable<?> awaitable) {
        forgetBrokenUnwinding();
        if (pending != awaitable) {
            pending = awaitable;
        }
        phase = WAITING;
        return SUSPENDED;
    }

    /** Takes a result that is there. A failure from elsewhere knows nothing of the calls on this Java stack. */
    private @Nullable Object resultOf(Awaitable<?> awaitable) throws Exception {
        try {
            return awaitable.result();
        } catch (Throwable thrown) {
            throw thrownHere(thrown, awaitable);
        }
    }

    private boolean isReady(Awaitable<?> awaitable) {
        try {
            return awaitable.isReady();
        } catch (Throwable thrown) {
            throw thrownHere(thrown, awaitable);
        }
    }

    /** Completes the trace of what an await throws, and throws it. */
    private RuntimeException thrownHere(Throwable thrown, @Nullable Awaitable<?> awaitable) {
        addCallersHere(thrown, coroutineOf(awaitable));
        throw Sneaky.rethrow(thrown);
    }

    /** The coroutine that ends with what the awaitable gives, as far as that is known. */
    private static @Nullable Coroutine coroutineOf(@Nullable Awaitable<?> awaitable) {
        if (awaitable instanceof StageAwait stage) {
            return stage.coroutine();
        }
        return awaitable instanceof Coroutine coroutine ? coroutine : null;
    }

    private static NullPointerException awaitOfNull() {
        return new NullPointerException(
                "There is nothing to await: a call that should have given a task or stage gave null. An async method returns"
                        + " Task.of(null) or Task.done() where it has no value, and not null");
    }

    /** Delivers a cancellation that was requested while the coroutine ran: the operation does not start. */
    private Object awaitCancelled(Awaitable<?> awaitable) {
        if (isToBeDelivered()) {
            try {
                if (awaitable.withdraw(this)) {
                    throw delivered();
                }
            } catch (Throwable thrown) {
                throw thrownHere(thrown, awaitable);
            }
            passOn();
        }
        return waitFor(awaitable); // it runs already, and has to unwind first
    }

    private CancellationException delivered() {
        CancellationException cancelled = new CancellationException(cancelledBy());
        requestIsOver();
        return cancelled;
    }

    /**
     * Awaits a stage of {@code java.util.concurrent}; a failure is thrown without the wrapper that stages add.
     *
     * @param stage what the user's code awaits
     * @return the result, or {@link #SUSPENDED}
     * @throws Throwable what awaiting throws
     */
    public final @Nullable Object await(CompletionStage<?> stage) throws Throwable {
        if (stage == null) {
            throw thrownHere(awaitOfNull(), null);
        }
        if (stage.getClass() == CompletableFuture.class) { // a subclass may refuse to be asked, as minimal stages do
            CompletableFuture<?> future = (CompletableFuture<?>) stage;
            if (future.isDone() && !hasRequest() && --budget >= 0) {
                return resultOf(new StageAwait(future));
            }
        }
        return await((Awaitable<?>) StageAwait.of(stage));
    }

    private @Nullable Object call(Frame<?> frame) throws Throwable {
        int before = calls;
        if (enter()) {
            return defer(frame);
        }
        Object result = frame.resume(this);
        calls = CallCount.withDepthOf(before, calls);
        return result;
    }

    /**
     * Enters a body that was called directly.
     *
     * @return true if the call is to be deferred, because the Java stack is too deep or others are to run first: the body then makes its frame
     *     with the arguments, and calls {@link Frame#defer}
     */
    public final boolean enter() {
        return ((calls += CallCount.ENTERED) & CallCount.STOPS) != 0 && mustDefer();
    }

    /** Leaves a body. One left by an exception does not; the trampoline starts to count the depth afresh with each frame. */
    public final void leave() {
        calls--;
    }

    /**
     * Leaves a body that has counted down some calls by itself.
     *
     * @param left how many were left of the {@link CallCount#BLOCK}
     */
    public final void leave(int left) {
        calls = CallCount.plus(calls, CallCount.BLOCK - left) - 1;
    }

    /**
     * Asks whether a loop may go on calling: its body has counted a {@link CallCount#BLOCK} of calls down to nothing.
     *
     * @return what to pass as the frame of the next call: null to have it run, or a frame at which it defers itself
     */
    public final @Nullable Frame<?> blockOver() {
        calls = CallCount.spent(calls);
        return mustDefer() ? Deferral.NOW : null;
    }

    /** Whether the next call is to be left to the trampoline. A coroutine whose calls are spent goes on if nobody else wants to run. */
    private boolean mustDefer() {
        if (CallCount.isSpent(calls)) {
            if (isToBeDelivered() || othersWait()) {
                return true;
            }
            calls = CallCount.afresh(calls);
        }
        return CallCount.isTooDeep(calls);
    }

    /** Leaves the start of a frame to the trampoline. If that is to let others run, a cancellation is delivered first, and the call not made. */
    final Object defer(Frame<?> frame) {
        if (CallCount.isSpent(calls) && isToBeDelivered()) {
            frame.ended();
            throw delivered();
        }
        forgetBrokenUnwinding();
        suspend(frame, Frame.STARTED);
        return SUSPENDED;
    }

    /**
     * Adds a frame to the chain of this suspension, innermost first.
     *
     * @param frame the frame, spilled
     * @param state the suspension point it stands at
     */
    public final void suspend(Frame<?> frame, int state) {
        frame.state = (short) state; // a point takes more than thirty of the 65,535 bytes of a method
        if (frame == top) {
            return; // resumed by the trampoline, and suspended again with no call of its own: the chain is as it was
        }
        if (outcome == null) {
            top = frame;
        } else {
            ((Frame<?>) outcome).parent(frame);
        }
        outcome = frame;
    }

    /**
     * Returns what the awaited operation gave, right after a resume.
     *
     * @return the result
     * @throws Throwable its failure
     */
    @SuppressWarnings("NullAway") // what it waited for
    public final @Nullable Object resumed() throws Throwable {
        if (phase == RESULT_DUE) {
            phase = RUNNING;
            return resultOf(pending);
        }
        Object result = outcome;
        if (result != null) {
            outcome = null;
        }
        if (isFailure) {
            isFailure = false;
            throw failure(result);
        }
        return result;
    }

    /**
     * Spawns a task from woven code; stands for {@link dev.weft.Weft#spawn(Awaitable)} there.
     *
     * @param task what to spawn
     * @param name its name, or null
     * @param site the constant for {@link SourceLocation#of}, with one line
     * @return the running task
     */
    public abstract ScheduledTask<?> spawn(Awaitable<?> task, @Nullable String name, String site);

    // ------------------------------------------------------------------ the life of a coroutine

    /** The name of the method below which a Java stack is no longer the coroutine's own: {@link #step}. */
    public static final String STEP = "step";

    /**
     * Runs one step: takes the result of what was awaited, or delivers a cancellation, and runs until the coroutine
     * suspends again or ends. Does nothing after a wake that came too early.
     */
    protected final void step() {
        budget = STEP_BUDGET;
        calls = CallCount.NONE;
        try {
            if (phase == WAITING ? isSettled() : mayRun()) {
                trampoline();
            }
        } catch (Throwable escaped) { // of the runtime itself, which had no memory or no stack left
            phase = BROKEN; // only fields are written: a call may fail in the same way
            outcome = escaped;
            isFailure = true;
            throw escaped;
        }
    }

    /**
     * Has a coroutine that could not start end with a failure: its next step only tells.
     *
     * @param why the failure
     */
    protected final void breakOff(Throwable why) {
        phase = BROKEN;
        fail(why);
    }

    private boolean mayRun() {
        return phase == BROKEN ? goesOnAfterABrokenStep() : notCancelledBeforeStart();
    }

    /** Goes on where a step broke off. A frame that had not started then has no code to throw the failure in, so its parent gets it. */
    private boolean goesOnAfterABrokenStep() {
        phase = RUNNING;
        while (top != null && top.state <= 0) {
            top = top.parent();
        }
        if (top == null) {
            end();
            return false;
        }
        return true;
    }

    /** Code that is cancelled before it starts never runs. A bare await has none: it passes the cancellation on. */
    private boolean notCancelledBeforeStart() {
        if (!isToBeDelivered() || (top != null && top.awaited() != null)) {
            phase = RUNNING;
            return true;
        }
        if (phase == GAVE_WAY) {
            failDeferred(delivered());
            return true;
        }
        fail(delivered());
        end();
        return false;
    }

    /** Fails the call that {@link #top} was to start: who made it gets the exception. */
    @SuppressWarnings("NullAway") // only a call is deferred, and somebody made it
    private void failDeferred(Throwable thrown) {
        phase = RUNNING;
        Frame<?> deferred = top;
        deferred.ended();
        top = deferred.parent();
        fail(thrown);
        addCallers(thrown, top, null);
    }

    /** Whether there is something to resume with: a result, a failure, or a cancellation. */
    @SuppressWarnings("NullAway") // it waits for something
    private boolean isSettled() {
        byte next = RUNNING;
        try {
            if (hasRequest()) {
                if (!isCancelSettled()) {
                    return false;
                }
            } else if (pending.isReady()) {
                next = RESULT_DUE;
            } else {
                return false;
            }
        } catch (Throwable thrown) { // user code; goes to whoever awaits
            fail(thrown);
        }
        phase = next;
        if (isFailure) {
            addCallers(failure(outcome), top, coroutineOf(pending));
        }
        return true;
    }

    /** As {@link #isSettled()}, while a request stands. A result that is there wins; if it is a cancellation, the two become one (decision 5). */
    @SuppressWarnings("NullAway") // it waits for something
    private boolean isCancelSettled() {
        if (pending.isReady()) {
            takeResult();
            awaitedEnded(isFailure && outcome instanceof CancellationException);
        } else if (!isToBeDelivered()) {
            return false;
        } else if (pending.withdraw(this)) {
            fail(delivered());
        } else {
            passOn();
            return false;
        }
        return true;
    }

    @SuppressWarnings("NullAway") // it waits for something
    private void takeResult() {
        try {
            succeed(pending.result());
        } catch (Throwable thrown) { // user code; goes to whoever awaits
            fail(thrown);
        }
    }

    /**
     * Runs the frames: resumes the leaf, then each parent with what its child gave, until one suspends or none is left. Whatever fails here
     * but the user's code finds in {@link #top} the frame in which it is to be thrown.
     */
    private void trampoline() {
        Object traced = outcome; // so that a chain of n frames looks at the trace of a failure once
        Frame<?> frame = top;
        while (frame != null) {
            calls = CallCount.withoutDepth(calls);
            Object result;
            Throwable thrown = null;
            try {
                result = frame.resume(this);
            } catch (Throwable caught) { // the parent's code may catch it
                result = null;
                thrown = caught;
            }
            if (result == SUSPENDED) {
                frame = unwound();
                continue;
            }
            Frame<?> ended = frame;
            frame = (Frame<?>) frame.link; // no call, which may fail
            if (frame != top) {
                top = frame;
            }
            forgetBrokenUnwinding();
            if (thrown == null) {
                succeed(result);
            } else {
                fail(thrown);
                if (thrown != traced) {
                    traced = thrown;
                    addCallers(thrown, frame, null);
                }
            }
            ended.ended();
            if (frame == null) {
                end();
            }
        }
    }

    /** Returns the frame to run now that the Java stack is gone (decision 4): a deferred call, or none because we wait. */
    @SuppressWarnings("NullAway") // it waits for something
    private @Nullable Frame<?> unwound() {
        if (outcome != null) {
            outcome = null;
        }
        if (phase != WAITING) {
            return CallCount.isSpent(calls) ? giveWayBefore(top) : top;
        }
        try {
            if (budget < 0) {
                giveWay();
            } else {
                pending.subscribe(this);
            }
            return null;
        } catch (Throwable thrown) { // of an awaitable written by the user: it failed to start
            forgetBrokenUnwinding();
            fail(thrown);
            addCallers(thrown, top, null);
            return top;
        }
    }

    /** Lets others run before a deferred call, which it returns if that fails. */
    private @Nullable Frame<?> giveWayBefore(@Nullable Frame<?> deferred) {
        phase = GAVE_WAY;
        try {
            giveWay();
            return null;
        } catch (Throwable thrown) { // no memory for an entry of the run queue
            phase = RUNNING;
            return deferred;
        }
    }

    /**
     * Forgets a suspension that was broken by an exception, such as no memory for a frame, if there is one. A caller on the Java stack may
     * have caught the exception, and so the coroutine runs though it says that it waits, or keeps the frames that it had collected.
     */
    private void forgetBrokenUnwinding() {
        if (phase != RUNNING || outcome != null) {
            phase = RUNNING;
            outcome = null;
            isFailure = false;
            budget = (byte) Math.max(budget, 0);
        }
    }

    private void end() {
        top = null;
        pending = null;
        if (hasRequest()) {
            requestIsOver();
        }
        ended();
    }

    /**
     * Says whether there may be others to run, or something to look at for which the loop has to turn.
     *
     * @return false only if giving way would do nothing
     */
    protected abstract boolean othersWait();

    /** Lets others run: has the coroutine woken after all that is ready now has run. */
    protected abstract void giveWay();

    /** Ends the coroutine. Called once, when the last frame has returned or thrown. */
    protected abstract void ended();

    /**
     * Appends the async callers to the trace of an exception that has left a frame.
     *
     * @param thrown the exception
     * @param callers the frame that gets it next, or null
     * @param awaited the coroutine that has ended with it, or null if that is not known
     */
    protected abstract void addCallers(Throwable thrown, @Nullable Frame<?> callers, @Nullable Coroutine awaited);

    /**
     * Appends the async callers to the trace of an exception that an await throws on the Java stack of this coroutine.
     *
     * @param thrown the exception, made by anybody
     * @param awaited the coroutine that has ended with it, or null if that is not known
     */
    protected abstract void addCallersHere(Throwable thrown, @Nullable Coroutine awaited);
}
