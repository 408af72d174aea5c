// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.EventLoop;
import dev.weft.spi.Reports;
import java.lang.StackWalker.StackFrame;
import org.jspecify.annotations.Nullable;

/** What is left of a {@link Lease} when that was collected: what was borrowed, of which pool, and at which line. Loop thread only, where nothing else is said. */
final class Loan<T> {
    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final String OURS = Loan.class.getPackageName() + '.';

    private final Pool<T> pool;
    private final Pooled<T> object;
    private final @Nullable StackFrame borrower;

    /** Read by the thread that tells of what was collected. */
    private volatile boolean isOver;

    Loan(Pool<T> pool, Pooled<T> object, @Nullable StackFrame borrower) {
        this.pool = pool;
        this.object = object;
        this.borrower = borrower;
    }

    /** The line of the user's code that calls the pool now, or null. */
    static @Nullable StackFrame callerNow() {
        return WALKER.walk(
                        frames -> frames.filter(frame -> !frame.getClassName().startsWith(OURS))
                                .findFirst())
                .orElse(null);
    }

    T object() {
        if (isOver) {
            throw new IllegalStateException("The lease of " + this + " is over, and its object may be somebody else's."
                    + " Use it inside the try block, and borrow again for more.");
        }
        return object.value;
    }

    /** Ends it; false if it is over. */
    boolean end(boolean isUsable) {
        if (isOver) {
            return false;
        }
        pool.enter("close() of a lease");
        isOver = true;
        pool.takeBack(this, object, isUsable);
        return true;
    }

    /** Reports a lease that nobody can close any more. On the thread of the cleaner. */
    void collected() {
        if (isOver) {
            return;
        }
        try {
            EventLoop loop = pool.loop();
            if (loop != null) {
                loop.post(() -> end(false));
            }
        } catch (IllegalStateException closed) { // with the loop, and so nobody waits
        }
        Reports.forgotten( // when it is read, the place is free in the next turn
                "A lease of " + this
                        + " was collected and had not been closed. Its object is closed, and its place is free"
                        + " again. Borrow in a try with resources: try (Lease<...> lease = await(pool.borrow()))",
                null);
    }

    /** Where it was borrowed, in brackets, if that is known. */
    String place() {
        return borrower == null ? "" : " (longest at " + borrower.toStackTraceElement() + ')';
    }

    @Override
    public String toString() {
        return pool.label() + (borrower == null ? "" : ", borrowed at " + borrower.toStackTraceElement());
    }
}
