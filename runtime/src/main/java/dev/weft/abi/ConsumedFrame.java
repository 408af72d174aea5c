// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.WaitDescription;
import org.jspecify.annotations.Nullable;

/**
 * What a generator is to its consumer: where it stands, and who may ask it for what. A superclass of {@link GeneratorFrame} and no part of
 * it, for that is the generator which the user holds.
 *
 * <pre>
 * phase      the generator                                       next
 * STANDING   has not begun, or stands at an emit                 ASKED by a next(); RUNNING or ENDED by a close
 * ASKED      as STANDING, and a next() was not awaited yet       CLAIMED when it is; as STANDING
 * CLAIMED    was awaited; its code does not run yet              RUNNING; STANDING if the call is given up
 * RUNNING    its code runs, or is suspended in an await          STANDING at an emit; ENDED; DELEGATED
 * DELEGATED  has returned another one, whose elements follow
 * ENDED      has returned, failed, or was closed
 * </pre>
 *
 * @param <T> the type of the elements
 */
abstract class ConsumedFrame<T> extends Frame<Boolean> implements AsyncGenerator<T> {
    static final byte STANDING = 0;
    static final byte ASKED = 1;
    static final byte CLAIMED = 2;
    static final byte RUNNING = 3;
    static final byte DELEGATED = 4;
    static final byte ENDED = 5;

    private static final Awaitable<Boolean> NO_MORE = Task.of(false);

    byte phase = STANDING;

    /** Whether the emit is in a try: there may be a finally to run. */
    boolean isInTry;

    /** The element, while the generator stands at an emit. */
    @Nullable
    Object element;

    /** Whose elements follow. */
    @Nullable
    AsyncGenerator<?> delegate;

    /** The loop whose tasks consume it; null before the first step, or without a loop. */
    private @Nullable EventLoop home;

    /** For {@link GeneratorFrame}. */
    ConsumedFrame() {
        beginAsClaimed();
    }

    /** Ends it, and lets go of what it holds. */
    abstract void end();

    /** Runs the finally blocks for a close, in the place of its frame. */
    abstract @Nullable Object closeFor(GeneratorClosing close, Coroutine co) throws Throwable;

    @Override
    public final Awaitable<Boolean> next() {
        if (phase <= ASKED) {
            phase = ASKED;
            return this;
        }
        return nextOfOthers();
    }

    private Awaitable<Boolean> nextOfOthers() {
        return switch (phase) {
            case ENDED -> NO_MORE;
            case DELEGATED -> innermost().next();
            default -> throw GeneratorRefusals.underWay("next()", this);
        };
    }

    @Override
    @SuppressWarnings("unchecked") // what the body has emitted
    public final T current() {
        Object here = element;
        return here != null && phase <= ASKED ? (T) here : currentOfOthers();
    }

    @SuppressWarnings("unchecked") // what it has returned
    private T currentOfOthers() {
        if (phase == DELEGATED) {
            return (T) innermost().current();
        }
        String when =
                phase == ENDED ? "has ended" : phase <= ASKED ? "has not begun" : "is on its way to the next element";
        throw GeneratorRefusals.ofCurrent(this, when);
    }

    @Override
    public final void close() {
        if (phase == DELEGATED) {
            innermost().close();
        } else if (isClosedAtOnce()) {
            end();
        } else {
            closeInPlainCode();
        }
    }

    private void closeInPlainCode() {
        phase = RUNNING; // in a circle of generators it would be closed again
        try {
            closeWithoutWaiting();
        } catch (Throwable refused) {
            phase = STANDING;
            throw refused;
        }
        end();
    }

    /** Does at an emit in a try what a close has to do, for code that cannot wait. Refuses if that may take an await. */
    protected void closeWithoutWaiting() {
        throw GeneratorRefusals.ofPlainClose(this);
    }

    @Override
    public final Awaitable<Void> closing() {
        return phase == DELEGATED ? innermost().closing() : new GeneratorClosing(this);
    }

    /** Whether a close does nothing. */
    final boolean hasEnded() {
        return phase == DELEGATED
                ? innermost() instanceof ConsumedFrame<?> last && last.phase == ENDED
                : phase == ENDED;
    }

    /** Whether a close has no code to run. */
    final boolean isClosedAtOnce() {
        if (phase == CLAIMED || phase == RUNNING) {
            throw GeneratorRefusals.underWay("close()", this);
        }
        return phase == ENDED || !isInTry;
    }

    /** The generator whose elements follow. Along a chain of them each is passed once. */
    @SuppressWarnings("NullAway") // delegated
    final AsyncGenerator<?> innermost() {
        while (delegate instanceof ConsumedFrame<?> other && other.phase == DELEGATED) {
            delegate = other.delegate;
        }
        return delegate;
    }

    /** Whether another generator goes on with this one, which has ended. */
    final boolean leadsHere(AsyncGenerator<?> other) {
        return other == this
                || (other instanceof ConsumedFrame<?> frame && frame.phase == DELEGATED && frame.innermost() == this);
    }

    // ------------------------------------------------------------------ a step

    @Override
    final void claimAgain() {
        if (phase != ASKED) {
            throw phase == STANDING ? GeneratorRefusals.awaitedTwice(this) : GeneratorRefusals.underWay("next()", this);
        }
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

    final void requireMayBegin(Coroutine co) {
        try {
            requireHome(co, "next()");
            co.deliverBeforeCall();
        } catch (Throwable refused) {
            phase = STANDING;
            throw refused;
        }
    }

    /** On the thread of a loop any code may consume it that runs there. */
    final void requireHome(Coroutine co, String operation) {
        EventLoop here = co.home();
        if (here != home) {
            if (home != null && (here != null || !home.isLoopThread())) {
                throw GeneratorRefusals.elsewhere(operation, this, here);
            }
            home = here == null ? home : here;
        }
    }

    // ------------------------------------------------------------------ what messages call it

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
}
