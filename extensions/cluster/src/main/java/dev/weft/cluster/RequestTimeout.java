// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import org.jspecify.annotations.Nullable;

/**
 * The deadline of the request has passed without an answer. It may have run, and was told to stop.
 */
public final class RequestTimeout extends ClusterException {
    private static final long serialVersionUID = 1L;

    RequestTimeout(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
