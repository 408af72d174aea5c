// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.util.List;
import java.util.Objects;

/** All parts of {@link Weft#any} have failed. */
public final class AllFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param failures what each part has failed with, in argument order; not empty
     */
    public AllFailedException(List<? extends Throwable> failures) {
        super("All " + Objects.requireNonNull(failures, "failures").size() + " have failed, the first with "
                + failures.get(0).getClass().getName());
        failures.forEach(this::addSuppressed);
    }

    /**
     * Returns what each part has failed with.
     *
     * @return the failures in argument order, unmodifiable; they are suppressed in this exception
     */
    public List<Throwable> failures() {
        return List.of(getSuppressed());
    }
}
