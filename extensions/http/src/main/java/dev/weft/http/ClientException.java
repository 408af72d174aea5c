// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A request of an {@link Http1Client} has failed. The message says which one, at which address, in which phase and why; what the network has
 * said is the cause.
 */
public class ClientException extends IOException {
    private static final long serialVersionUID = 1;

    /** What was asked for. */
    private final URI uri;

    /** How far it had come. */
    private final Phase phase;

    /** How far a request has come. */
    public enum Phase {
        /** It waits for its turn, as its host has as many connections as it may. Nothing was sent. */
        QUEUE,
        /** A connection is opened for it. Nothing was sent. */
        CONNECT,
        /** It is being sent. */
        REQUEST,
        /** It waits for the head of its response. */
        HEAD,
        /** The body of its response is read. */
        BODY
    }

    ClientException(String message, URI uri, Phase phase, @Nullable Throwable cause) {
        super(message, cause);
        this.uri = uri;
        this.phase = phase;
    }

    /**
     * Returns what was asked for; behind a redirect that is not what the caller has asked for.
     *
     * @return the address
     */
    public URI uri() {
        return uri;
    }

    /**
     * Returns how far the request had come. In {@code QUEUE} and {@code CONNECT} the server knows nothing of it, so that it can be sent again.
     *
     * @return the phase
     */
    public Phase phase() {
        return phase;
    }
}
