// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.io.IOException;

/** A message that is not HTTP, or not allowed here: what was wrong with it, and the status that its sender is told. */
final class BadMessageException extends IOException {
    private static final long serialVersionUID = 1;

    final int status;

    BadMessageException(int status, String message) {
        super(message);
        this.status = status;
    }
}
