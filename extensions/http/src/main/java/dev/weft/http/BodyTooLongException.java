// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

/** A body is longer than its reader wants to hold. Where a handler throws that of its request, its client is told 413. */
public final class BodyTooLongException extends BodyException {
    private static final long serialVersionUID = 1;

    BodyTooLongException(HttpBody body, long limit) {
        this(body, "the body", limit);
    }

    BodyTooLongException(HttpBody body, String what, long limit) {
        super(body, 413, what + " has more than " + limit + " bytes", null);
    }
}
