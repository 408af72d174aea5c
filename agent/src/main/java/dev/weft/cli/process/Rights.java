// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What one has to be, or to have, to reach a process, and the command to type instead. */
record Rights(LinuxProcess process, Optional<ProcStatus> own) {
    static Rights of(LinuxProcess process) {
        return new Rights(process, process.machine().own());
    }

    /** What is missing to use a socket, or the folder that it lies in. */
    Failure toUse(Path file) {
        String user = user();
        String what = Files.isDirectory(file) ? file + " (mode 0700)" : file + " (mode 0600)";
        String message = isSameUser()
                ? what + " of process " + process.pid() + " is of user " + user + " as this one is, and yet refused: "
                        + systemRefuses()
                : "process " + process.pid() + " belongs to user " + user + ", and " + what
                        + " lets in that user and root alone; as one of them: sudo -u " + user + " " + again();
        return new Failure(ExitStatus.NO_RIGHTS, message);
    }

    Failure toReachContainer() {
        long pid = process.pid();
        return new Failure(
                ExitStatus.OUT_OF_REACH,
                "process " + pid + " is in a container, where its number is "
                        + process.status().pidInside() + ", and its files are seen through /proc/" + pid
                        + "/root, for which " + missing() + "; one of these works:\n" + "  sudo " + again() + "\n"
                        + new Container(process).waysIn(process.machine().again()));
    }

    private String missing() {
        if (isSameUser()) {
            return systemRefuses();
        }
        return "one has to be user " + user() + ", or root with the capability CAP_SYS_PTRACE";
    }

    private String systemRefuses() {
        boolean mayTrace = own.filter(ProcStatus::mayTrace).isPresent();
        return mayTrace
                ? "the capability CAP_SYS_PTRACE is there, so AppArmor, SELinux or a user namespace is what refuses"
                : "the capability CAP_SYS_PTRACE is missing (in a container: docker run --cap-add=SYS_PTRACE)";
    }

    private boolean isSameUser() {
        return own.filter(us -> us.user() == process.status().user() || us.user() == 0)
                .isPresent();
    }

    private String again() {
        return process.machine().again();
    }

    /** The name, as far as files of that user tell it. */
    private String user() {
        Path folder = process.machine().file(process.pid(), ".");
        try {
            return LinuxProcess.owner(folder) == process.status().user()
                    ? Files.getOwner(folder).getName()
                    : "#" + process.status().user();
        } catch (IOException e) {
            return "#" + process.status().user();
        }
    }
}
