// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Linux tells everybody about a process, in {@code /proc/PID/status}.
 *
 * @param name the name of its program, at most 15 characters
 * @param state {@code R} for running, {@code S} and {@code D} for waiting, {@code T} and {@code t} for stopped, {@code Z} for ended
 * @param process its process, which is another one if it is only a thread
 * @param user the number of the user whose rights it has
 * @param pids its numbers: here, and in each pid namespace that is nested in this one
 * @param caught a bit for each signal that it has a handler for
 * @param capabilities a bit for each capability that it has
 */
record ProcStatus(String name, char state, long process, long user, List<Long> pids, long caught, long capabilities) {
    private static final int SIGUSR1 = 10;
    private static final int CAP_SYS_PTRACE = 19;

    static ProcStatus parse(long pid, List<String> lines) {
        Map<String, String> values = new TreeMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                values.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        String self = String.valueOf(pid);
        return new ProcStatus(
                values.getOrDefault("Name", "?"),
                (values.getOrDefault("State", "") + '?').charAt(0),
                Long.parseLong(values.getOrDefault("Tgid", self)),
                numbers(values.getOrDefault("Uid", "0 0")).get(1),
                numbers(values.getOrDefault("NSpid", self)),
                Long.parseUnsignedLong(values.getOrDefault("SigCgt", "0"), 16),
                Long.parseUnsignedLong(values.getOrDefault("CapEff", "0"), 16));
    }

    private static List<Long> numbers(String text) {
        return Arrays.stream(text.split("\\s+")).map(Long::valueOf).toList();
    }

    /** Returns its number in its own pid namespace, which is in the name of its socket. */
    long pidInside() {
        return pids.get(pids.size() - 1);
    }

    boolean isContained() {
        return pids.size() > 1;
    }

    boolean hasEnded() {
        return state == 'Z' || state == 'X';
    }

    boolean isStopped() {
        return state == 'T' || state == 't';
    }

    /** Tells whether it has a handler for USR1. A JVM without one dies of that signal. */
    boolean catchesUsr1() {
        return (caught >> (SIGUSR1 - 1) & 1) != 0;
    }

    boolean mayTrace() {
        return (capabilities >> CAP_SYS_PTRACE & 1) != 0;
    }
}
