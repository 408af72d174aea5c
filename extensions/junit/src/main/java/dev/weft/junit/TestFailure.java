// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import org.jspecify.annotations.Nullable;

/** What a test fails with that its own code has not thrown. It says by itself where the tasks stand, so it has no trace. */
final class TestFailure extends AssertionError {
    private static final long serialVersionUID = 1;

    private String again = "";

    TestFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
        setStackTrace(new StackTraceElement[0]);
    }

    /** Adds how to see it again. Reports leave out what is suppressed where there is no trace. */
    void add(Replay replay) {
        again = "\n" + replay.getMessage();
    }

    @Override
    public String getMessage() {
        return super.getMessage() + again;
    }
}
