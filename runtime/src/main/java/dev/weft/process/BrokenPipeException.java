// SPDX-License-Identifier: Apache-2.0
package dev.weft.process;

import java.io.IOException;

/** Nobody reads what is written to a process: it has closed its standard input, or is gone. What the system calls {@code EPIPE}. */
public final class BrokenPipeException extends IOException {
    private static final long serialVersionUID = 1;

    BrokenPipeException(String message, IOException cause) {
        super(message, cause);
    }
}
