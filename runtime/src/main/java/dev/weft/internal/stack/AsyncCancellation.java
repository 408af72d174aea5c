// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stack;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The cancellation of a coroutine that is suspended. Its trace is the async call stack, of which no line is on the Java stack, and so it is
 * made without a walk of that; its message is made when somebody reads it (decision 29).
 *
 * <p>The trace is set as soon as it is known, and not when it is read: an exception that has this one as its cause prints it by a private
 * method. Printed and serialized it is a {@code CancellationException} of the JDK, which nobody needs Weft to read.
 */
public final class AsyncCancellation extends CancellationException {
    private static final long serialVersionUID = 1;

    private final transient Object by;

    /** What {@link Mark} says of the trace. Null while that is not made, and when somebody else has made one. */
    private transient @Nullable Mark mark;

    /** Whether somebody else has made the trace, which then says of itself what is known. */
    private transient boolean isOther;

    /** False in the constructor of {@link Throwable}, which asks for the Java stack. */
    private final transient boolean isMade;

    /**
     * Makes a cancellation that has no trace yet.
     *
     * @param by says, as its text, who asked and where
     */
    AsyncCancellation(Object by) {
        this.by = by;
        this.isMade = true;
    }

    /** Sets the trace, and what is known of it. */
    void complete(StackTraceElement[] trace, Mark made) {
        super.setStackTrace(trace);
        mark = made;
    }

    @Nullable
    Mark mark() {
        return mark;
    }

    /** Whether nobody else has made the trace of an exception, which is one of these. */
    static boolean isOwnTraceOf(Throwable thrown) {
        return thrown instanceof AsyncCancellation cancellation && !cancellation.isOther;
    }

    /**
     * Says whether an exception is a cancellation, of this kind or a plain one, by somebody.
     *
     * @param thrown the exception
     * @param by has the message of the cancellation as its text
     * @return true if it says that the same asked at the same place
     */
    public static boolean isBy(Object by, Throwable thrown) {
        return (thrown instanceof AsyncCancellation cancellation && cancellation.by == by)
                || (thrown instanceof CancellationException && by.toString().equals(thrown.getMessage()));
    }

    @Override
    public String getMessage() {
        return by.toString();
    }

    @Override
    public void setStackTrace(StackTraceElement[] trace) {
        super.setStackTrace(trace);
        otherTrace();
    }

    private void otherTrace() {
        mark = null;
        isOther = true;
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it does nothing, or calls the one that is
    public Throwable fillInStackTrace() {
        if (!isMade) {
            return this;
        }
        otherTrace();
        return super.fillInStackTrace();
    }

    /** Names the class that users catch, as the cancellations do that are delivered in the middle of a step. */
    @Override
    public String toString() {
        return CancellationException.class.getName() + ": " + getLocalizedMessage();
    }

    /**
     * Has it serialised as one of the class that users catch, which any JVM reads.
     *
     * @return an exception with the same message, trace, cause and suppressed exceptions
     */
    private Object writeReplace() {
        CancellationException plain = new CancellationException(getMessage());
        plain.setStackTrace(getStackTrace());
        plain.initCause(getCause());
        for (Throwable suppressed : getSuppressed()) {
            plain.addSuppressed(suppressed);
        }
        return plain;
    }
}
