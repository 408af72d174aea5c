// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import java.io.Serial;

/** Says why a command cannot be carried out, and what to do instead. */
public final class Failure extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    /** The status that the command exits with. */
    private final ExitStatus status;

    /** What is said, which is never null. */
    private final String sentence;

    /**
     * Ends the command.
     *
     * @param status what it exits with
     * @param message one sentence for who typed it
     */
    public Failure(ExitStatus status, String message) {
        super(message);
        this.status = status;
        this.sentence = message;
    }

    /**
     * Returns what the command exits with.
     *
     * @return the status
     */
    public ExitStatus status() {
        return status;
    }

    /**
     * Returns what to say.
     *
     * @return the message
     */
    public String sentence() {
        return sentence;
    }
}
