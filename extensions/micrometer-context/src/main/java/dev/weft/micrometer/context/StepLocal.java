// SPDX-License-Identifier: Apache-2.0
package dev.weft.micrometer.context;

import io.micrometer.context.ThreadLocalAccessor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A thread-local of an accessor during a step: what the thread had, and what the task was given.
 *
 * <p>There are accessors, as Micrometer's of observations, that set a value by opening a scope, and restore by closing the current one.
 * Code of the task may have scopes of its own open over an await, above the one that it was given, or may have closed one that it opened in
 * a step before, and so hidden the one of this step. Hence a restore closes one scope after the other, down to what the thread had.
 */
final class StepLocal<V> {
    /** How many scopes are closed at most, since an accessor may give another value each time. */
    private static final int MOST_SCOPES = 100;

    /** How many scopes of one value are closed in a row. Then it is a plain value, below which there is nothing. */
    private static final int MOST_ALIKE = 3;

    /** What the task was given before that is known: equal to no value. */
    private static final Object NOTHING = new Object();

    private final ThreadLocalAccessor<V> accessor;
    private final @Nullable V ofThread;
    private @Nullable Object given = NOTHING;

    /** Reads what the thread has. */
    StepLocal(ThreadLocalAccessor<V> accessor) {
        this.accessor = accessor;
        this.ofThread = accessor.getValue();
    }

    /** Reads what the task was given: an accessor may set something else, for nothing. */
    void noteGiven() {
        given = accessor.getValue();
    }

    /** Puts back what the thread had. */
    void putBack() {
        Object now = closeScopes(true);
        if (Objects.equals(now, ofThread) && !Objects.equals(given, ofThread)) {
            return; // nothing of the task is left
        }
        try {
            restore();
        } catch (AssertionError unclosed) {
            // with -ea Micrometer's looks whether there is a scope above; all are closed here
        }
        if (!Objects.equals(closeScopes(false), ofThread)) {
            set();
        }
    }

    private void restore() {
        if (ofThread == null) {
            accessor.restore();
        } else {
            accessor.restore(ofThread);
        }
    }

    private void set() {
        if (ofThread == null) {
            accessor.setValue();
        } else {
            accessor.setValue(ofThread);
        }
    }

    /** Closes what hides the value of the thread, or that which the task was given; returns what is there then. */
    private @Nullable Object closeScopes(boolean downToGiven) {
        Object now = accessor.getValue();
        int alike = 0;
        for (int i = 0; i < MOST_SCOPES && alike < MOST_ALIKE; i++) {
            if (Objects.equals(now, ofThread) || (downToGiven && Objects.equals(now, given))) {
                break;
            }
            Object before = now;
            accessor.restore();
            now = accessor.getValue();
            alike = Objects.equals(now, before) ? alike + 1 : 0;
        }
        return now;
    }
}
