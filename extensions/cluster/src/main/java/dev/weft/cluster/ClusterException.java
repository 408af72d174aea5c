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
}
