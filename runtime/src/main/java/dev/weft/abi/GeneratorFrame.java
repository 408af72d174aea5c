// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.NotWovenException;
import dev.weft.Task;
import dev.weft.WaitDescription;
import org.jspecify.annotations.Nullable;

/**
 * The frame of a generator, which is at the same time the {@link AsyncGenerator} that the user holds and what {@link #next} returns, so that
 * an element costs no object. The weaver makes one subclass per generator method.
 *
 * <pre>
 * phase      the generator                                       next
 * STANDING   has not begun, or stands at an emit                 CLAIMED when a next() is awaited; RUNNING or ENDED by a close
 * CLAIMED    was awaited; its code does not run yet              RUNNING; STANDING if the call is given up
 * RUNNING    its code runs, or is suspended in an await          STANDING at an emit; ENDED; DELEGATED
 * DELEGATED  has returned another one, whose elements follow
 * ENDED      has returned, failed, or was closed
 * </pre>
 *
 * <p>A step is a call like that of an async method: the body returns {@code TRUE} at an emit, and what it returns at its end is a
 * generator. The {@link #state} is never 0, as the frame is claimed once per element and not once.
 *
 * @param <T> the type of the elements
 */
public abstract class GeneratorFrame<T> extends Frame<Boolean> implements AsyncGenerator<T> {
    private static final byte STANDING = 0;
    private static final byte CLAIMED = 1;
    private static final byte RUNNING = 2;
    private static final byte DELEGATED = 3;
    private static final byte ENDED = 4;

    /** What a body returns at an emit. */
    private static final Object EMITTED = true;

    private static final Awaitable<Boolean> NO_MORE = Task.of(false);

    /** The close of a generator that has ended. */
    static final Awaitable<Void> CLOSED = Task.done();

    private byte phase = STANDING;

    /** Whether a {@link #next} was called that nobody has awaited. */
    private boolean isAsked;

    /** Whether the emit is in a try: there may be a finally to run. */
    private boolean isInTry;

    /** Whether {@link ColdFrames} knows of the generator, or did. */
    private boolean isListed;

    /** The element, while the generator stands at an emit. */
    private @Nullable Object element;

    /** Whose elements follow. */
    private @Nullable AsyncGenerator<?> delegate;

    /** The loop whose tasks consume it; null before the first step, or without a loop. */
    private @Nullable Object home;

    /** What a close has thrown at the emit. */
    private @Nullable GeneratorClosed closed;

    /** Reports the generator if it is left before its end. */
    private @Nullable Unclaimed record;

    /** For the frame classes that the weaver makes, and for generators written by hand. */
    protected GeneratorFrame() {
        beginAsClaimed();
    }

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
     * @throws IllegalStateException if the generator is being closed
     */
    public static void emit(@Nullable Object element, Frame<?> generator) {
        GeneratorFrame<?> frame = (GeneratorFrame<?>) generator;
        if (element == null || frame.closed != null) {
            throw frame.refusedElement(element);
        }
        frame.element = element;
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
        }
        return frame.standAt(state);
    }

    private Object standAt(int point) {
        state = (short) point;
        phase = STANDING;
        return EMITTED;
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

    private RuntimeException refusedElement(@Nullable Object refused) {
        return refused == null
                ? new NullPointerException("emit(null) in " + this
                        + ": a generator has no element that is null. Emit an Optional, or an object"
                        + " that stands for nothing")
                : new IllegalStateException(
                        "emit(...) in " + this + ", which is being closed, so nobody takes the element."
                                + " A finally block, or a handler that catches Throwable, may await but not emit.");
    }

    // ------------------------------------------------------------------ for the consumer

    @Override
    public final Awaitable<Boolean> next() {
        if (phase == STANDING) {
            isAsked = true;
            return this;
        }
        return nextOfOthers();
    }

    private Awaitable<Boolean> nextOfOthers() {
        return switch (phase) {
            case ENDED -> NO_MORE;
            case DELEGATED -> innermost().next();
            default -> throw underWay("next()");
        };
    }

    @Override
    @SuppressWarnings("unchecked") // what the body has emitted
    public final T current() {
        Object here = element;
        return here != null && phase == STANDING ? (T) here : currentOfOthers();
    }

    @SuppressWarnings("unchecked") // what it has returned
    private T currentOfOthers() {
        if (phase == DELEGATED) {
            return (T) innermost().current();
        }
        String when = phase == ENDED
                ? "has ended"
                : phase == STANDING ? "has not begun" : "is on its way to the next element";
        throw new IllegalStateException("current() of " + this + ", which " + when
                + ". There is an element after an await(next()) that gave true.");
    }

    @Override
    public final void close() {
        if (phase == DELEGATED) {
            innermost().close();
        } else if (isClosedAtOnce()) {
            end();
        } else {
            throw new NotWovenException(
                    "close() of " + this + " has to run its finally blocks, which may await, and what"
                            + " calls it is not woven. Close it in an async method, by the type AsyncGenerator, or spawn"
                            + " generator.closing().");
        }
    }

    @Override
    public final Awaitable<Void> closing() {
        if (phase == DELEGATED) {
            return innermost().closing();
        }
        return phase == ENDED ? CLOSED : new GeneratorClosing(this);
    }

    /** Whether a close has no code to run. */
    private boolean isClosedAtOnce() {
        if (phase == CLAIMED || phase == RUNNING) {
            throw underWay("close()");
        }
        return phase == ENDED || !isInTry;
    }

    private IllegalStateException underWay(String operation) {
        return new IllegalStateException(operation + " of " + this + " while a next() or close() of it is under way. A"
                + " generator has one consumer at a time, which awaits one after the other; this call was refused, and the"
                + " other goes on.");
    }

    /** The generator whose elements follow. Along a chain of them each is passed once. */
    @SuppressWarnings("NullAway") // delegated
    private AsyncGenerator<?> innermost() {
        while (delegate instanceof GeneratorFrame<?> other && other.phase == DELEGATED) {
            delegate = other.delegate;
        }
        return delegate;
    }

    // ------------------------------------------------------------------ a step

    @Override
    final void claimAgain() {
        if (phase != STANDING) {
            throw underWay("next()");
        }
        if (!isAsked) {
            throw new IllegalStateException(
                    "next() of " + this + " was awaited twice. Call next() again for another element.");
        }
        isAsked = false;
        phase = CLAIMED;
    }

    /** The trampoline has done with the frame for now, or has not run it. */
    @Override
    protected final void clear() {
        if (phase == CLAIMED) {
            phase = STANDING;
        }
        link = null;
    }

    @Override
    final boolean isUnderWay() {
        return phase == RUNNING;
    }

    @Override
    public final @Nullable Object resume(Coroutine co) throws Throwable {
        if (phase == CLAIMED) {
            begin(co);
        } else if (phase != RUNNING) {
            return co.resumed(); // of what it has returned
        }
        return run(co);
    }

    private void begin(Coroutine co) throws Throwable {
        try {
            requireHome(co, "next()");
            co.deliverBeforeCall();
        } catch (Throwable refused) {
            phase = STANDING;
            throw refused;
        }
        phase = RUNNING;
        element = null;
    }

    private void requireHome(Coroutine co, String operation) {
        Object here = co.home();
        if (here != home) {
            if (home != null && here != null) {
                throw new IllegalStateException(
                        operation + " of " + this + ", which a task of another event loop has begun"
                                + " to consume. A generator belongs to the loop of its first consumer; pass the elements on through"
                                + " a channel.");
            }
            home = here == null ? home : here;
        }
    }

    private @Nullable Object run(Coroutine co) throws Throwable {
        Object result;
        try {
            result = proceed(co);
        } catch (Throwable thrown) {
            return hasFailed(thrown);
        }
        return result == EMITTED || result == Coroutine.SUSPENDED ? result : hasReturned(co, result);
    }

    /** What arrives here of a close has run the finally blocks. What they threw where something else kept it goes on. */
    private @Nullable Object hasFailed(Throwable thrown) throws Throwable {
        GeneratorClosed close = closed;
        end();
        if (thrown != close) {
            throw thrown;
        }
        Throwable[] kept = close.getSuppressed();
        if (kept.length == 0) {
            return null;
        }
        for (int i = 1; i < kept.length; i++) {
            kept[0].addSuppressed(kept[i]);
        }
        throw kept[0];
    }

    private @Nullable Object hasReturned(Coroutine co, @Nullable Object returned) throws Throwable {
        boolean wasClosed = closed != null;
        end();
        if (returned == Ended.DONE) {
            return wasClosed ? null : false;
        }
        if (!(returned instanceof AsyncGenerator<?> other)) {
            throw new NullPointerException(
                    this + " returned null. At its end a generator returns AsyncGenerator.done(), or"
                            + " another generator whose elements follow.");
        }
        phase = DELEGATED;
        delegate = other;
        return inPlace(co, wasClosed ? other.closing() : other.next());
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

    /** Runs the finally blocks for a close, in the place of its frame. */
    final @Nullable Object closeFor(GeneratorClosing close, Coroutine co) throws Throwable {
        if (phase == DELEGATED) {
            AsyncGenerator<?> other = innermost();
            return other instanceof GeneratorFrame<?> frame ? frame.closeFor(close, co) : co.await(other.closing());
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

    private void end() {
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
            record = Unclaimed.watch(this, origin, () -> leftBehind(sources));
        }
    }

    private static String leftBehind(String sources) {
        return "A generator was left before its end and never closed, so its finally blocks did not run: "
                + SourceLocation.of(sources, 0) + ". Consume it in try-with-resources, or to its end.";
    }

    @Override
    public final WaitDescription describe() {
        SourceLocation location = location();
        return WaitDescription.of("generator", location == null ? name() : location.toString());
    }

    /** The method whose elements these are, with the line it stands at. */
    @Override
    public final String toString() {
        SourceLocation location = location();
        return "generator " + (location == null ? name() : location);
    }

    /**
     * Returns what messages call a generator that has no place in any source.
     *
     * @return its name
     */
    protected String name() {
        return getClass().getSimpleName();
    }

    /**
     * Returns the generator that has no element.
     *
     * @return the one object
     * @param <T> the type of the elements
     */
    @SuppressWarnings("unchecked") // there are none
    public static <T> AsyncGenerator<T> done() {
        return (AsyncGenerator<T>) Ended.DONE;
    }

    /** The generator that any thread may have, as nothing of it changes. */
    private static final class Ended extends GeneratorFrame<Object> {
        static final GeneratorFrame<Object> DONE = new Ended();

        private Ended() {
            ((GeneratorFrame<?>) this).phase = ENDED;
        }

        @Override
        protected @Nullable Object proceed(Coroutine co) {
            return this;
        }

        @Override
        protected @Nullable String sources() {
            return null;
        }

        @Override
        protected String name() {
            return "AsyncGenerator.done()";
        }
    }
}
