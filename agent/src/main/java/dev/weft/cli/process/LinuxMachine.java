// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Linux, by what the kernel tells in {@code /proc}.
 *
 * @param proc where that is
 * @param root the root of the files of this process
 * @param again the command that is carried out
 */
record LinuxMachine(Path proc, Path root, String again) implements Machine {
    /** What the pid namespace that is no container's is called, on every Linux. */
    private static final String OUTERMOST = "pid:[4026531836]";

    @Override
    public Optional<SeenProcess> process(long pid) {
        return status(pid)
                .filter(status -> !status.hasEnded())
                .map(status -> new LinuxProcess(this, status.process(), status));
    }

    @Override
    public List<SeenProcess> javaProcesses() {
        List<SeenProcess> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path folder : folders) {
                long pid = Long.parseLong(String.valueOf(folder.getFileName()));
                if (pid != ProcessHandle.current().pid() && MainClass.isJava(commandLine(pid))) {
                    process(pid).ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        found.sort(Comparator.comparingLong(SeenProcess::pid));
        return found;
    }

    @Override
    public String elsewhere() {
        try {
            boolean contained = !Files.readSymbolicLink(proc.resolve("self/ns/pid"))
                    .toString()
                    .equals(OUTERMOST);
            return contained ? "; processes outside this container cannot be seen from inside" : "";
        } catch (IOException e) {
            return "";
        }
    }

    Optional<ProcStatus> status(long pid) {
        try {
            return Optional.of(ProcStatus.parse(pid, Files.readAllLines(file(pid, "status"))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns what this process may do. */
    Optional<ProcStatus> own() {
        return status(ProcessHandle.current().pid());
    }

    List<String> commandLine(long pid) {
        try {
            String text = new String(Files.readAllBytes(file(pid, "cmdline")), UTF_8);
            return text.isEmpty() ? List.of() : List.of(text.split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }

    Path file(long pid, String name) {
        return proc.resolve(String.valueOf(pid)).resolve(name);
    }
}
