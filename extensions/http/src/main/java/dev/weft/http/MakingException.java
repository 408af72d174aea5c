// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.io.IOException;
import java.util.Objects;

/** What makes a body has failed, and not the connection that it goes over: its cause says how. */
final class MakingException extends IOException {
    private static final long serialVersionUID = 1;

    MakingException(Throwable cause) {
        super(cause);
    }

    /** What has failed. */
    Throwable reason() {
        return Objects.requireNonNull(getCause());
    }
}
