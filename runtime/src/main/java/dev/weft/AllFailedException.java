// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/** All parts of {@link Weft#any} have failed. */
public final class AllFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** How many parts there were. Their failures are suppressed first; those of others around the call come after them. */
    private final int parts;

    /**
     * Makes the exception.
     *
     * @param failures what each part has failed with, in argument order; not empty
     */
    public AllFailedException(List<? extends Throwable> failures) {
        super("All " + Objects.requireNonNull(failures, "failures").size() + " have failed, the first with "
                + nameOf(failures.get(0)));
        this.parts = failures.size();
        failures.forEach(this::addSuppressed);
    }

    /** The class of a failure; of a cancellation that which users catch. */
    private static String nameOf(Throwable failure) {
        return failure instanceof CancellationException
                ? CancellationException.class.getName()
                : failure.getClass().getName();
    }

    /**
     * Returns what each part has failed with, and nothing else: what fails around the call, such as a sibling in a {@link Weft#gather}, is
     * suppressed in this exception after them.
     *
     * @return the failures in argument order, unmodifiable; they are suppressed in this exception
     */
    public List<Throwable> failures() {
        return List.of(getSuppressed()).subList(0, parts);
    }
}
