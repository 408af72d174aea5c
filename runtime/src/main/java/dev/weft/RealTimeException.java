// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something has reached into the run of a {@link SimulatedLoop} that has no place in its time: another thread while nobody held the clock,
 * or code that blocks the loop's thread. The same seed would not give the same run. The message says who it was, where, and what to do.
 */
public final class RealTimeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param what what has happened, and what to do
     * @param where has the Java stack of the thread that did it; or null
     */
    public RealTimeException(String what, @Nullable Throwable where) {
        super(Objects.requireNonNull(what, "what"), where);
    }
}
