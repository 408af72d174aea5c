// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof.heap;

import java.io.IOException;

/** A file is no heap dump, or no whole one. Its message says what it is and what to do, in words for whoever has given the file. */
public final class UnreadableDumpException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * Says what is wrong with a file.
     *
     * @param message the file, what it is, and what to do
     */
    public UnreadableDumpException(String message) {
        super(message);
    }
}
