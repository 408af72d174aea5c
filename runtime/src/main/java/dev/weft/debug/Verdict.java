// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.Objects;

/**
 * What a look at dumps has found.
 *
 * @param status the exit status of the command that says it
 * @param text what is said, for a person
 */
public record Verdict(int status, String text) {
    /** The status when nothing was found. */
    public static final int FINE = 0;

    /** The status when something was found that is no deadlock. */
    public static final int FOUND = 1;

    /** The status of a deadlock. */
    public static final int DEADLOCK = 3;

    /**
     * Refuses a missing text.
     *
     * @param status see {@link #status}
     * @param text see {@link #text}
     */
    public Verdict {
        Objects.requireNonNull(text, "text");
    }
}
