// SPDX-License-Identifier: Apache-2.0
package dev.weft.process;

import java.io.IOException;

/** A process has written more than somebody is willing to hold ({@link Command#outputLimit}), and was killed for it. */
public final class OutputLimitException extends IOException {
    private static final long serialVersionUID = 1;

    OutputLimitException(String message) {
        super(message);
    }
}
