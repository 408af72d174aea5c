// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

/**
 * The deadline of the request has passed without an answer. It may have run, and was told to stop, unless
 * {@link #mayHaveRun} says no: where the owner of an entity was not known yet, for example.
 */
public final class RequestTimeout extends ClusterException {
    private static final long serialVersionUID = 1L;

    /** False where it was sent to nobody who could have run it. */
    private final boolean mayHaveRun;

    RequestTimeout(String message, boolean mayHaveRun) {
        super(message, null);
        this.mayHaveRun = mayHaveRun;
    }

    @Override
    public boolean mayHaveRun() {
        return mayHaveRun;
    }
}
