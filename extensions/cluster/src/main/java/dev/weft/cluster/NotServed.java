// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import org.jspecify.annotations.Nullable;

/**
 * The request never ran: nobody serves it, or the one who does has no room for it, is about to leave, or may not own the entity. Asking again is safe.
 */
public final class NotServed extends ClusterException {
    private static final long serialVersionUID = 1L;

    NotServed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean mayHaveRun() {
        return false;
    }
}
