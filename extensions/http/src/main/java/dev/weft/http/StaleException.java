// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.io.IOException;
import java.util.Objects;

/** A connection that was used before has ended before anything of the response came: most likely its server had closed it meanwhile. */
final class StaleException extends IOException {
    private static final long serialVersionUID = 1;

    StaleException(ClientException cause) {
        super(cause);
    }

    /** What the caller is told if the request is not sent again. */
    ClientException told() {
        return (ClientException) Objects.requireNonNull(getCause());
    }
}
