// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What a program printed, and how it ended.
 *
 * @param text both its streams
 * @param status 0 if all is well
 */
record Output(String text, int status) {
    /** Runs a program to its end; {@link UncheckedIOException} if there is no such program. */
    static Output of(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Output(text, process.waitFor());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while " + command + " runs", e);
        }
    }

    /** As {@link #of}; fails if the program does. */
    static String ofSuccess(List<String> command) {
        Output output = of(command);
        if (output.status != 0) {
            throw new IllegalStateException(command + " ends with " + output.status + ": " + output.text);
        }
        return output.text;
    }

    /** Whether there is such a program. */
    static boolean isThere(String program) {
        try {
            return of(List.of(program, "-V")).status() == 0;
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
