// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import org.jspecify.annotations.Nullable;

/**
 * The node that was asked is gone, or this one is: it left, its process ended, or nobody hears it any more. It may have run the request, wholly or in part.
 */
public final class NodeLeft extends ClusterException {
    private static final long serialVersionUID = 1L;

    NodeLeft(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
