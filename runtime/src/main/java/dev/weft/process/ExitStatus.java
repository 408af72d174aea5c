// SPDX-License-Identifier: Apache-2.0
package dev.weft.process;

import java.util.OptionalInt;

/**
 * How a process has ended.
 *
 * @param code what it has exited with, 0 if all is well; of one that a signal has killed 128 and the number of the signal, as a shell has
 *     it
 */
public record ExitStatus(int code) {
    private static final int KILLED = 128;

    /** There are 64 signals on Linux. */
    private static final int LAST_SIGNAL = 64;

    /**
     * Whether it has exited with 0.
     *
     * @return true if all is well
     */
    public boolean isSuccess() {
        return code == 0;
    }

    /**
     * Returns the signal that has killed it, such as 9 for {@code SIGKILL} and 15 for {@code SIGTERM}. The JDK tells a code alone, and so a
     * program that exits with 137 by itself, as a shell does whose last command was killed, cannot be told from one that was.
     *
     * @return the number of the signal; empty if it has exited
     */
    public OptionalInt signal() {
        return code > KILLED && code <= KILLED + LAST_SIGNAL ? OptionalInt.of(code - KILLED) : OptionalInt.empty();
    }

    /** Such as {@code exited with 1}, or {@code killed by signal 9}. */
    @Override
    public String toString() {
        return signal().isPresent() ? "killed by signal " + signal().getAsInt() : "exited with " + code;
    }
}
