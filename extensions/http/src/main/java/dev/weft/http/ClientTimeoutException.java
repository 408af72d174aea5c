// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A request of an {@link Http1Client} has taken longer than one of the limits of its {@link ClientOptions}; the message says which. */
public final class ClientTimeoutException extends ClientException {
    private static final long serialVersionUID = 1;

    ClientTimeoutException(String message, URI uri, Phase phase, @Nullable Throwable cause) {
        super(message, uri, phase, cause);
    }
}
