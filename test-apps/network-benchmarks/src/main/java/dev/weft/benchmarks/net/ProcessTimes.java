// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The CPU time that all threads of a process have used so far, in us, from {@code /proc/PID/stat}.
 *
 * @param user outside the kernel
 * @param system in the kernel
 */
record ProcessTimes(double user, double system) {
    private static final double TICK = 1e6
            / Integer.parseInt(
                    Output.ofSuccess(java.util.List.of("getconf", "CLK_TCK")).strip());

    static ProcessTimes of(long pid) {
        try {
            String text = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // After the name, which may hold anything, the state is field 3; utime and stime are 14 and 15.
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
            return new ProcessTimes(Long.parseLong(fields[11]) * TICK, Long.parseLong(fields[12]) * TICK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was used between two points. */
    ProcessTimes since(ProcessTimes before) {
        return new ProcessTimes(user - before.user, system - before.system);
    }

    double total() {
        return user + system;
    }
}
