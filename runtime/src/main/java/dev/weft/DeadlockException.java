// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.util.Objects;

/**
 * Nothing can ever happen again on a {@link SimulatedLoop}: no task is ready, no timer is set, no thread works for it, and nobody holds its
 * clock. The message has every task, where it stands, what it awaits and who holds that, and the seed of the run.
 */
public final class DeadlockException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param report what waits for what
     */
    public DeadlockException(String report) {
        super(Objects.requireNonNull(report, "report"));
    }
}
