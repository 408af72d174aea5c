// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A body is whole, and not what its reader wants. A handler need not catch that of its request: its client is told by a status. */
public abstract sealed class BodyException extends IOException permits BadBodyException, BodyTooLongException {
    private static final long serialVersionUID = 1;

    private final transient @Nullable HttpBody body;
    /** That a client is told. */
    private final int status;

    BodyException(HttpBody body, int status, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.body = body;
        this.status = status;
    }

    /** Of the answer to a request with a body; 500 if that is not the one: a handler may read others, too. */
    int status(HttpBody asked) {
        return body == asked ? status : 500;
    }
}
