// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Waiter;
import dev.weft.spi.Sneaky;
import dev.weft.spi.Unseen;
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
public abstract class Coroutine extends Allowance implements Waiter {
    /** The marker that a body returns in place of a result when it has suspended. */
    public static final Object SUSPENDED = new Object() {
        @Override
        public String toString() {
            return "SUSPENDED";
        }
    };

    /** As how many awaits one counts that completes at once by a failure. */
    private static final int FAILURE_COST = 31;

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
            if (frame.state != 0) {
                return frame.awaitAgain(this);
            }
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
            if (mayTakeAtOnce(awaitable)) {
                return resultOf(awaitable);
            }
            return waitFor(awaitable);
        }
        if ((status & (ALL_BUT_AWAITS & ~MARKS)) != RUNNING || outcome != null) {
            return awaitThoughNotPlain(awaitable);
        }
        return suspendFor(awaitable);
    }

    /** Suspends where a request was made by isReady(), which may run any code, or where an earlier suspension was broken. */
    private @Nullable Object awaitThoughNotPlain(Awaitable<?> awaitable) throws Throwable {
        return hasRequest() ? awaitCancelled(awaitable) : waitFor(awaitable);
    }

    /** Counts an await of what is ready. False if others are to run first. */
    private boolean mayTakeAtOnce(Awaitable<?> ready) {
        int left = (ready == Yield.NOW ? status & ALL_BUT_AWAITS : status) - ONE_AWAIT;
        status = left;
        return left >= 0;
    }

    private @Nullable Object waitFor(Awaitable<?> awaitable) throws Throwable {
        forgetBrokenUnwinding();
        return suspendFor(awaitable);
    }

    /** Suspends. Stores the awaitable only if it is another one: a loop of the user's often waits for the same one again. */
    private @Nullable Object suspendFor(Awaitable<?> awaitable) throws Throwable {
        if (pending != awaitable) {
            pending = awaitable;
        }
        status += WAITING - RUNNING;
        return Staying.IS_ON && stays() ? waitHere() : SUSPENDED;
    }

    /**
     * Says whether the coroutine waits on the Java stack that it is on, for a debugger ({@link Staying}).
     *
     * @return false if it suspends
     */
    protected boolean stays() {
        return false;
    }

    /** Waits for what is pending on the Java stack, and returns its result. */
    @Nullable
    Object waitHere() throws Throwable {
        return SUSPENDED;
    }

    /** Returns what it has waited for on the Java stack. */
    @SuppressWarnings("NullAway") // it has waited for something
    final @Nullable Object resultHere() throws Throwable {
        if (phase() == RESULT_DUE) {
            phase(RUNNING);
            return resultOf(pending);
        }
        Object result = outcome;
        outcome = null;
        if (isFailure()) {
            status &= ~FAILURE;
            throw thrownHere(failure(result), pending);
        }
        return result;
    }

    /**
     * Forgets a suspension that was broken by an exception, such as no memory for a frame, if there is one. A caller on the Java stack may
     * have caught the exception, and so the coroutine runs though it says that it waits, or keeps the frames that it had collected.
     */
    final void forgetBrokenUnwinding() {
        if (phase() != RUNNING || outcome != null) {
            phase(RUNNING);
            outcome = null;
            status &= ~FAILURE;
            count(0);
        }
    }

    /**
     * Takes a result that is there. A failure from elsewhere knows nothing of the calls on this Java stack; to complete its trace takes as
     * long as many awaits that succeed, and counts as such.
     */
    private @Nullable Object resultOf(Awaitable<?> awaitable) throws Exception {
        try {
            return awaitable.result();
        } catch (Throwable thrown) {
            count(FAILURE_COST);
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
    static @Nullable Coroutine coroutineOf(@Nullable Awaitable<?> awaitable) {
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
    private @Nullable Object awaitCancelled(Awaitable<?> awaitable) throws Throwable {
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

    /** The exception that delivers a request in the middle of a step: the Java stack says where. */
    private CancellationException delivered() {
        CancellationException cancelled =
                new CancellationException(cancelledBy().toString());
        delivers(cancelled);
        requestIsOver();
        return cancelled;
    }

    /** An exception delivers the request that stands. One after the first is asked for as that was, also where it is suppressed. */
    final void delivers(Throwable cancelled) {
        if (requests() > 1) {
            Unseen.isAskedFor(cancelled);
        }
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
            if (future.isDone() && !hasRequest() && (status -= ONE_AWAIT) >= 0) {
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

    /** Calls a generator for its next element. */
    final @Nullable Object step(GeneratorFrame<?> generator) throws Throwable {
        int before = calls;
        if (enterStep()) {
            return defer(generator);
        }
        Object result = generator.begin(this);
        calls = CallCount.withDepthOf(before, calls);
        return result;
    }

    /** Leaves the start of a frame to the trampoline. If that is to let others run, a cancellation is delivered first, and the call not made. */
    final Object defer(Frame<?> frame) {
        if (CallCount.isSpent(calls) && isToBeDelivered() && !frame.runsThoughCancelled()) {
            frame.ended();
            throw delivered();
        }
        forgetBrokenUnwinding();
        suspend(frame, frame.state == 0 ? Frame.STARTED : frame.state); // a generator keeps its place
        return SUSPENDED;
    }

    /** Leaves a call to the trampoline that takes the place of another. */
    final Object deferInPlace(Frame<?> frame) {
        boolean unused = enter();
        return defer(frame);
    }

    /** Delivers a cancellation that was requested, before a call that is not made then. */
    final void deliverBeforeCall() {
        if (isToBeDelivered()) {
            throw thrownHere(delivered(), null);
        }
    }

    /**
     * Closes a generator from woven code; stands for {@link AsyncGenerator#close()} there.
     *
     * @param generator what to close
     * @return null, or {@link #SUSPENDED}
     * @throws Throwable what its finally blocks throw
     */
    public final @Nullable Object close(AsyncGenerator<?> generator) throws Throwable {
        if (generator == null) {
            throw thrownHere(closeOfNull(), null);
        }
        if (generator instanceof ConsumedFrame<?> frame && frame.hasEnded() && !stepMustWait()) {
            return null;
        }
        return await(generator.closing());
    }

    private static NullPointerException closeOfNull() {
        return new NullPointerException("There is no generator to close: close() was called on null");
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
        int now = status;
        if ((now & PHASE) == RESULT_DUE) {
            status = now == (RESULT_DUE | ALL_AWAITS) ? RUNNING | ALL_AWAITS : now + (RUNNING - RESULT_DUE);
            return resultDue(pending);
        }
        Object result = outcome;
        if (result != null) {
            outcome = null;
        }
        if (isFailure()) {
            status &= ~FAILURE;
            throw failure(result);
        }
        return result;
    }

    /** As {@link #resultOf}, in the first call of the leaf that was resumed. */
    private @Nullable Object resultDue(Awaitable<?> awaited) throws Exception {
        try {
            return awaited.result();
        } catch (Throwable thrown) {
            addCallersResumed(thrown, coroutineOf(awaited));
            throw thrown;
        }
    }

    /**
     * Returns what all coroutines share whose code may use the same generator one after the other.
     *
     * @return the loop, or null without one
     */
    protected abstract @Nullable EventLoop home();

    /**
     * Spawns a task from woven code; stands for {@link dev.weft.Weft#spawn(Awaitable)} there.
     *
     * @param task what to spawn
     * @param name its name, or null
     * @param site the constant for {@link SourceLocation#of}, with one line
     * @return the running task
     */
    public abstract ScheduledTask<?> spawn(Awaitable<?> task, @Nullable String name, String site);

    /**
     * Cancels a task from woven code; stands for {@link ScheduledTask#cancel()} there.
     *
     * @param task what to cancel
     * @param site the constant for {@link SourceLocation#of}, with one line
     * @return false if the task had ended already
     */
    public abstract boolean cancel(ScheduledTask<?> task, String site);

    /**
     * Appends the async callers to the trace of an exception that an await throws on the Java stack of this coroutine.
     *
     * @param thrown the exception, made by anybody
     * @param awaited the coroutine that has ended with it, or null if that is not known
     */
    protected abstract void addCallersHere(Throwable thrown, @Nullable Coroutine awaited);

    /**
     * Does the same where the frame that the trampoline is in was resumed just now: of the users' code its body alone is on the Java stack.
     *
     * @param thrown the exception, made by anybody
     * @param awaited the coroutine that has ended with it, or null if that is not known
     */
    protected abstract void addCallersResumed(Throwable thrown, @Nullable Coroutine awaited);
}
