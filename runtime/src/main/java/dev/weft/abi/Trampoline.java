// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import dev.weft.spi.Unseen;
import dev.weft.spi.Untold;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What runs a coroutine: its steps, each from a resume to the next suspension, and its end.
 */
public abstract class Trampoline extends Coroutine {
    /** For the kinds of coroutine in the runtime. */
    protected Trampoline() {}

    /** The name of the method below which a Java stack is no longer the coroutine's own: {@link #step}. */
    public static final String STEP = "step";

    /** The name of the method in which a coroutine waits that stays on its Java stack: {@link #waitHere}. */
    public static final String WAIT_HERE = "waitHere";

    /**
     * Runs one step: takes the result of what was awaited, or delivers a cancellation, and runs until the coroutine
     * suspends again or ends. Does nothing after a wake that came too early.
     */
    protected final void step() {
        try {
            if (phase() == WAITING ? isSettled(false) : mayRun()) {
                begins();
                runFrames();
            } else {
                waitsOn();
            }
        } catch (Throwable escaped) { // of the runtime itself, which had no memory or no stack left
            status = (status & ~PHASE) | BROKEN | FAILURE; // only fields are written: a call may fail in the same way
            outcome = escaped;
            throw escaped;
        }
    }

    /**
     * Runs a step as {@link #step()} does, if the coroutine waits and nothing else is to be looked at: no request to cancel it, no failure, and
     * no mark but some that the step takes away. That is so for most steps. What is written is constant where it can be: a number that is
     * read, changed and written some five times in a turn would be waited for each time. Named as the other is, because here, too, a Java
     * stack is no longer the coroutine's own.
     *
     * @param marks the marks that are set
     * @return false if nothing was done, and {@link #step()} is to be called
     */
    protected final boolean step(int marks) {
        int now = status;
        if ((now & ALL_BUT_AWAITS) != (WAITING | marks)) {
            return false;
        }
        status = now - marks; // first: isReady() may run any code
        try {
            if (isDueNow(false)) {
                steps++;
                calls = CallCount.NONE;
                runFrames();
            } else {
                waitsOn();
            }
        } catch (Throwable escaped) { // as above; in a method of its own it would be a level more to inline
            status = (status & ~PHASE) | BROKEN | FAILURE;
            outcome = escaped;
            throw escaped;
        }
        return true;
    }

    /** Goes on waiting after a wake that came too early, or begins to: it gives way once. */
    private void waitsOn() {
        if (isSpent() && phase() == WAITING) {
            renew(); // first: it gives way once
            if (!waits(false, false)) {
                begins();
                runFrames(); // with the failure
            }
        }
    }

    private void begins() {
        steps++;
        renew();
    }

    /**
     * Has a coroutine that could not start end with a failure: its next step only tells.
     *
     * @param why the failure
     */
    protected final void breakOff(Throwable why) {
        phase(BROKEN);
        fail(why);
    }

    private boolean mayRun() {
        return phase() == BROKEN ? goesOnAfterABrokenStep() : notCancelledBeforeStart();
    }

    /** Goes on where a step broke off. A frame that had not started then has no code to throw the failure in, so its parent gets it. */
    private boolean goesOnAfterABrokenStep() {
        phase(RUNNING);
        while (top != null && !top.isUnderWay()) {
            Frame<?> notStarted = top;
            top = notStarted.parent();
            notStarted.ended();
        }
        if (top == null) {
            end();
            return false;
        }
        return true;
    }

    /** Code that is cancelled before it starts never runs. A bare await has none: it passes the cancellation on. */
    private boolean notCancelledBeforeStart() {
        if (!isToBeDelivered() || (top != null && (top.awaited() != null || top.runsThoughCancelled()))) {
            phase(RUNNING);
            return true;
        }
        CancellationException cancelled = deliveredToFrames();
        if (phase() == GAVE_WAY) {
            failDeferred(cancelled);
            return true;
        }
        if (top != null) {
            top.ended();
        }
        fail(cancelled);
        addCallers(cancelled, null, null, null);
        end();
        return false;
    }

    /** Fails the call that {@link #top} was to start: who made it gets the exception. */
    @SuppressWarnings("NullAway") // only a call is deferred, and somebody made it
    private void failDeferred(Throwable thrown) {
        phase(RUNNING);
        Frame<?> deferred = top;
        top = deferred.parent(); // first: the end of a generator's step forgets it
        deferred.ended();
        fail(thrown);
        addCallers(thrown, null, top, null);
    }

    /** Does between two steps what the end of the one and the begin of the other do, with the users' code left on the Java stack. */
    @Override
    final @Nullable Object waitHere() throws Throwable {
        int depth = calls;
        boolean isDue = !waits(isSpent(), true);
        while (!isDue) {
            stepEndsHere();
            isDue = isSettled(true);
            if (!isDue && isSpent()) {
                renew(); // first: it gives way once
                isDue = !waits(false, true);
            }
        }
        steps++;
        renew();
        calls = CallCount.withDepthOf(depth, calls);
        return resultHere();
    }

    /** Ends a step in the middle of the users' code; returns when the next one begins. Called where {@link #stays} has said yes. */
    protected void stepEndsHere() {
        throw new IllegalStateException("stays on no thread");
    }

    /**
     * Whether there is something to resume with: a result, a failure, or a cancellation.
     *
     * @param here whether the code that awaits is on the Java stack, which then says who the callers are
     */
    private boolean isSettled(boolean here) {
        if (!hasRequest()) {
            return isDueNow(here);
        }
        try {
            if (!isCancelSettled()) {
                return false;
            }
        } catch (Throwable thrown) { // user code; goes to whoever awaits
            fail(thrown);
        }
        phase(RUNNING);
        addCallersOfFailure(here);
        return true;
    }

    /** As {@link #isSettled}, where no request stands: whether what is pending is ready, or has failed to say so. */
    @SuppressWarnings("NullAway") // it waits for something
    private boolean isDueNow(boolean here) {
        try {
            if (!pending.isReady()) {
                return false;
            }
        } catch (Throwable thrown) { // user code; goes to whoever awaits
            fail(thrown);
            phase(RUNNING);
            renewAwaits();
            addCallersOfFailure(here);
            return true;
        }
        if ((status & ALL_BUT_AWAITS) == WAITING) {
            status = RESULT_DUE | ALL_AWAITS;
        } else {
            phase(RESULT_DUE);
            renewAwaits();
        }
        return true;
    }

    private void addCallersOfFailure(boolean here) {
        if (isFailure() && !here) {
            addCallers(failure(outcome), null, top, coroutineOf(pending));
        }
    }

    /**
     * As {@link #isSettled}, while a request stands. A value that is there wins; a failure does not, and goes along with the
     * cancellation; a cancellation and the request become one (decision 5).
     */
    @SuppressWarnings("NullAway") // it waits for something
    private boolean isCancelSettled() {
        if (pending.isReady()) {
            takeResult();
            if (isFailure() && isDue() && !(outcome instanceof CancellationException)) {
                fail(deliveredOver(failure(outcome)));
            } else {
                boolean byCancellation = isFailure() && outcome instanceof CancellationException;
                if (byCancellation) {
                    delivers(failure(outcome)); // the two are one
                }
                awaitedEnded(byCancellation);
            }
        } else if (!isToBeDelivered()) {
            return false;
        } else if (pending.withdraw(this)) {
            fail(deliveredToFrames());
        } else {
            passOn();
            return false;
        }
        return true;
    }

    /** The cancellation in place of a failure that came to the one who was to be cancelled. */
    private CancellationException deliveredOver(Throwable failure) {
        CancellationException cancelled = deliveredToFrames();
        Unseen.goesAlong(cancelled, failure);
        if (failure instanceof Untold once) {
            once.untold();
        }
        return cancelled;
    }

    /** The exception that delivers a request where only frames, and nothing of the user's on the Java stack, say where. */
    private CancellationException deliveredToFrames() {
        CancellationException cancelled = cancellation(cancelledBy());
        delivers(cancelled);
        requestIsOver();
        return cancelled;
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
    private void runFrames() {
        Object traced = outcome; // so that a chain of n frames looks at the trace of a failure once
        Frame<?> frame = top;
        while (frame != null) {
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
                calls = frame == null ? calls : CallCount.withoutDepth(calls);
                continue;
            }
            calls = CallCount.withoutDepth(calls);
            Frame<?> ended = frame;
            Object caller = frame.link; // no call, which may fail
            frame = caller instanceof Frame<?> awaiting ? awaiting : null;
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
                    addCallers(thrown, ended, frame, null);
                }
            }
            ended.ended();
            if (frame == null) {
                end();
            }
        }
    }

    /** Returns the frame to run now that the Java stack is gone (decision 4): a deferred call, or none because we wait. */
    private @Nullable Frame<?> unwound() {
        if (outcome != null) {
            outcome = null;
        }
        if (phase() == WAITING) {
            return waits(isSpent(), false) ? null : top;
        }
        return CallCount.isSpent(calls) ? giveWayBefore(top) : top;
    }

    /**
     * Begins to wait for what is pending. Where that was ready the coroutine only gives way; if others have meanwhile taken what all may
     * take, such as a lock, it begins to wait in its next step.
     *
     * @param here as for {@link #isSettled}
     * @return false if it fails to begin: the failure is to be thrown
     */
    @SuppressWarnings("NullAway") // something is pending
    private boolean waits(boolean givesWay, boolean here) {
        try {
            if (givesWay) {
                giveWay();
            } else {
                rests();
                pending.subscribe(this);
            }
            return true;
        } catch (Throwable thrown) { // of an awaitable written by the user
            forgetBrokenUnwinding();
            fail(thrown);
            if (!here) {
                addCallers(thrown, null, top, null);
            }
            return false;
        }
    }

    /** Lets others run before a deferred call, which it returns if that fails. */
    private @Nullable Frame<?> giveWayBefore(@Nullable Frame<?> deferred) {
        phase(GAVE_WAY);
        try {
            giveWay();
            return null;
        } catch (Throwable thrown) { // no memory for an entry of the run queue
            phase(RUNNING);
            return deferred;
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

    /** Lets others run: has the coroutine woken after all that is ready now has run. */
    protected abstract void giveWay();

    /**
     * Makes the exception that delivers a request to suspended frames. {@link #addCallers} makes its trace.
     *
     * @param by has the message as its text
     * @return the exception
     */
    protected abstract CancellationException cancellation(Object by);

    /** Ends the coroutine. Called once, when the last frame has returned or thrown. */
    protected abstract void ended();

    /**
     * Appends the async callers to the trace of an exception that has left a frame.
     *
     * @param thrown the exception
     * @param left the frame; null if it came from what a frame awaits
     * @param callers the frame that gets it next, or null
     * @param awaited the coroutine that has ended with it, or null if that is not known
     */
    protected abstract void addCallers(
            Throwable thrown, @Nullable Frame<?> left, @Nullable Frame<?> callers, @Nullable Coroutine awaited);
}
