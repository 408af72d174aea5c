// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

/** A body is not what its reader can understand; the cause says why. Where a handler throws that of its request, its client is told 400. */
public final class BadBodyException extends BodyException {
    private static final long serialVersionUID = 1;

    BadBodyException(HttpBody body, String message, Throwable cause) {
        super(body, 400, message, cause);
    }
}
