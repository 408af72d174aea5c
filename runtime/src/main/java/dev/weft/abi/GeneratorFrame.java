// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import org.jspecify.annotations.Nullable;

/**
 * The frame of a generator, which is at the same time the {@link AsyncGenerator} that the user holds and what {@link #next} returns, so that
 * an element costs no object. The weaver makes one subclass per generator method.
 *
 * <p>A step is a call like that of an async method: the body returns {@code TRUE} at an emit, and what it returns at its end is a
 * generator. The {@link #state} is never 0, as the frame is claimed once per element and not once.
 *
 * @param <T> the type of the elements
 */
public abstract class GeneratorFrame<T> extends ConsumedFrame<T> {
    /** What a body returns at an emit. */
    private static final Object EMITTED = true;

    /** What a body returns at an emit at which it is left for good. */
    private static final Object LEFT = false;

    /** Whether {@link ColdFrames} knows of the generator, or did. */
    private boolean isListed;

    /** What a close has thrown at the emit. */
    private @Nullable GeneratorClosed closed;

    /** Reports the generator if it is left before its end. */
    private @Nullable Unclaimed record;

    /** For the frame classes that the weaver makes, and for generators written by hand. */
    protected GeneratorFrame() {}

    // ------------------------------------------------------------------ for bodies

    /**
     * Runs the body: from the start if the state is negative, otherwise from the point it names.
     *
     * @param co the coroutine that runs it
     * @return what {@link #emitted} gives, {@link Coroutine#SUSPENDED}, or at the end a generator whose elements follow
     * @throws Throwable what the user's code throws
     */
    protected abstract @Nullable Object proceed(Coroutine co) throws Throwable;

    /** Forgets what the last suspension point kept: the generator has ended. */
    protected void forget() {}

    /**
     * Takes an element, before the body stores what lives across the emit.
     *
     * @param element the element
     * @param generator the frame of the body
     * @throws NullPointerException if the element is null
     * @throws IllegalStateException if the generator is being closed; the second time it is left at the emit, and the close throws
     */
    public static void emit(@Nullable Object element, Frame<?> generator) {
        GeneratorFrame<?> frame = (GeneratorFrame<?>) generator;
        if (element == null || frame.closed != null) {
            frame.refuseElement();
        } else {
            frame.element = element;
        }
    }

    private void refuseElement() {
        if (closed == null) {
            throw GeneratorRefusals.ofNull(this);
        }
        closed.refuseElement(this);
    }

    /**
     * Ends the step at an emit.
     *
     * @param generator the frame of the body, spilled
     * @param state the point it stands at
     * @return what the body returns
     */
    public static Object emitted(Frame<?> generator, int state) {
        GeneratorFrame<?> frame = (GeneratorFrame<?>) generator;
        frame.isInTry = false;
        if (frame.record != null) {
            frame.record.isMoot(true);
        }
        return frame.standAt(state);
    }

    /**
     * Ends the step at an emit that is in a try: if the generator is closed there, some code of it may have to run.
     *
     * @param generator the frame of the body, spilled
     * @param state the point it stands at
     * @return what the body returns
     */
    public static Object emittedInTry(Frame<?> generator, int state) {
        GeneratorFrame<?> frame = (GeneratorFrame<?>) generator;
        frame.isInTry = true;
        if (!frame.isListed) {
            frame.isListed = true;
            ColdFrames.begun(frame);
        } else if (frame.record != null) {
            frame.record.isMoot(false);
        }
        return frame.standAt(state);
    }

    private Object standAt(int point) {
        state = (short) point;
        phase = STANDING;
        return closed == null ? EMITTED : LEFT;
    }

    /**
     * Goes on behind an emit.
     *
     * @param generator the frame of the body, restored
     * @throws Throwable what makes the finally blocks run, if the generator is being closed
     */
    public static void goOn(Frame<?> generator) throws Throwable {
        GeneratorClosed closed = ((GeneratorFrame<?>) generator).closed;
        if (closed != null) {
            throw closed;
        }
    }

    // ------------------------------------------------------------------ a step

    @Override
    final @Nullable Object awaitAgain(Coroutine co) throws Throwable {
        claimAgain();
        return co.step(this);
    }

    /** Runs the body towards the next element. */
    final @Nullable Object begin(Coroutine co) throws Throwable {
        requireMayBegin(co);
        phase = RUNNING;
        return run(co);
    }

    @Override
    public final @Nullable Object resume(Coroutine co) throws Throwable {
        if (phase == CLAIMED) {
            return co.stepMustWait() ? co.defer(this) : begin(co);
        }
        return phase == RUNNING ? run(co) : co.resumed(); // of what it has returned
    }

    private @Nullable Object run(Coroutine co) throws Throwable {
        Object result;
        try {
            result = proceed(co);
        } catch (Throwable thrown) {
            return hasFailed(thrown);
        }
        if (result == EMITTED) {
            return result;
        }
        element = null; // the last one, which nobody asks for any more
        return result == Coroutine.SUSPENDED ? result : hasReturned(co, result);
    }

    /** What arrives here of a close has run the finally blocks. What they threw where something else kept it goes on. */
    private @Nullable Object hasFailed(Throwable thrown) throws Throwable {
        GeneratorClosed close = closed;
        end();
        if (thrown != close) {
            throw thrown;
        }
        Throwable kept = close.kept();
        if (kept != null) {
            throw kept;
        }
        return null;
    }

    private @Nullable Object hasReturned(Coroutine co, @Nullable Object returned) throws Throwable {
        GeneratorClosed close = closed;
        end();
        IllegalStateException refusal = close == null ? null : close.refusal();
        if (refusal != null) {
            throw refusal;
        }
        if (returned == NoElements.DONE) {
            return close != null ? null : false;
        }
        if (!(returned instanceof AsyncGenerator<?> other)) {
            throw GeneratorRefusals.ofReturnedNull(this);
        }
        if (leadsHere(other)) {
            if (close != null) {
                return null;
            }
            throw GeneratorRefusals.ofCircle(this);
        }
        phase = DELEGATED;
        delegate = other;
        return inPlace(co, close != null ? other.closing() : other.next());
    }

    /** Has another operation give its result to whoever awaits this frame, which is left. Nothing of it stays on the Java stack or in the chain. */
    private @Nullable Object inPlace(Coroutine co, Awaitable<?> operation) throws Throwable {
        if (operation instanceof Frame<?> frame) {
            frame.claim();
            frame.link = link; // a caller on the Java stack puts itself there
            Object deferred = co.deferInPlace(frame);
            link = null;
            return deferred;
        }
        return co.await(operation);
    }

    @Override
    final @Nullable Object closeFor(GeneratorClosing close, Coroutine co) throws Throwable {
        if (phase == DELEGATED) {
            AsyncGenerator<?> other = innermost();
            return other instanceof ConsumedFrame<?> frame ? frame.closeFor(close, co) : co.await(other.closing());
        }
        if (isClosedAtOnce()) {
            end();
            return null;
        }
        requireHome(co, "close()");
        closed = new GeneratorClosed();
        phase = RUNNING;
        element = null;
        link = close.link; // a caller on the Java stack puts itself there
        Object result = run(co);
        if (result != Coroutine.SUSPENDED) {
            link = null;
        }
        return result;
    }

    @Override
    final void end() {
        if (phase == ENDED) {
            return; // and any thread may have it
        }
        phase = ENDED;
        element = null;
        closed = null;
        forget();
        if (record != null) {
            record.claimed();
            record = null;
        }
    }

    // ------------------------------------------------------------------ reports

    /** Has the generator reported if it is left where it stands, in a try. */
    final void watch(@Nullable Object origin) {
        String sources = sources();
        if (phase != ENDED && phase != DELEGATED && sources != null) {
            record = Unclaimed.watch(this, origin, () -> GeneratorRefusals.leftBehind(sources));
            record.isMoot(!isInTry);
        }
    }

    /**
     * Returns the generator that has no element.
     *
     * @return the one object
     * @param <T> the type of the elements
     */
    @SuppressWarnings("unchecked") // there are none
    public static <T> AsyncGenerator<T> done() {
        return (AsyncGenerator<T>) NoElements.DONE;
    }
}
