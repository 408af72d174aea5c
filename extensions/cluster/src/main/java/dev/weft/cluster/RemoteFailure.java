// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import org.jspecify.annotations.Nullable;

/**
 * The request ran on another node and failed there. The stack trace begins with the async call stack on that node, and goes on with that of
 * the one who asked. What failed there is told by name: its class need not be here.
 */
public final class RemoteFailure extends ClusterException {
    private static final long serialVersionUID = 1L;

    /** The node on which it failed. */
    private final String node;

    /** The name of the class of what was thrown there. */
    private final String type;

    /** The message of what was thrown there. */
    private final String remoteMessage;

    RemoteFailure(String node, String type, String remoteMessage, String message, @Nullable RemoteFailure cause) {
        super(message, cause);
        this.node = node;
        this.type = type;
        this.remoteMessage = remoteMessage;
    }

    /**
     * Returns where it failed.
     *
     * @return the name of the node
     */
    public String node() {
        return node;
    }

    /**
     * Returns what was thrown there.
     *
     * @return the name of its class, as {@code java.lang.IllegalStateException}
     */
    public String type() {
        return type;
    }

    /**
     * Returns the message of what was thrown there.
     *
     * @return the message; empty if it had none
     */
    public String remoteMessage() {
        return remoteMessage;
    }
}
