// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import org.jspecify.annotations.Nullable;

/** A request to another node that got no answer; which one says what became of it. */
public abstract sealed class ClusterException extends RuntimeException
        permits NodeLeft, NotServed, RemoteFailure, RequestTimeout {
    private static final long serialVersionUID = 1L;

    ClusterException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Says whether the request may have run, wholly or in part: what {@code Retry.times(5).when(e -> e instanceof ClusterException failed &&
     * !failed.mayHaveRun())} tries again cannot happen twice.
     *
     * @return false of {@link NotServed}, and of a {@link RequestTimeout} of one that was sent to nobody who could have run it
     */
    public boolean mayHaveRun() {
        return true;
    }
}
