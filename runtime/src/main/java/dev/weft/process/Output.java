// SPDX-License-Identifier: Apache-2.0
package dev.weft.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Objects;

/** What a process has written, and how it has ended. */
public final class Output {
    private final ExitStatus status;
    private final byte[] stdout;
    private final byte[] stderr;

    Output(ExitStatus status, byte[] stdout, byte[] stderr) {
        this.status = Objects.requireNonNull(status, "status");
        this.stdout = stdout;
        this.stderr = stderr;
    }

    /**
     * Returns how it has ended.
     *
     * @return the status
     */
    public ExitStatus status() {
        return status;
    }

    /**
     * Returns what it has written to its standard output.
     *
     * @return the bytes, which are the caller's; none if that was no pipe
     */
    public byte[] stdout() {
        return stdout.clone();
    }

    /**
     * Returns what it has written to its standard error.
     *
     * @return the bytes, which are the caller's; none if that was no pipe, or goes where the standard output does
     */
    public byte[] stderr() {
        return stderr.clone();
    }

    /**
     * Returns what it has written to its standard output as text in UTF-8; what is none becomes the replacement character.
     *
     * @return the text
     */
    public String text() {
        return new String(stdout, UTF_8);
    }

    /**
     * Returns what it has written to its standard error as text, as {@link #text()}.
     *
     * @return the text
     */
    public String errorText() {
        return new String(stderr, UTF_8);
    }

    /** The status, and how much it has written. */
    @Override
    public String toString() {
        return status + ", " + stdout.length + " bytes on stdout, " + stderr.length + " on stderr";
    }
}
