// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process on Linux. Its files are seen from where it sees them: it may be in a container, or have a {@code /tmp} of its own. */
record LinuxProcess(LinuxMachine machine, long pid, ProcStatus status) implements SeenProcess {
    @Override
    public boolean isAlive() {
        return machine.status(pid).filter(now -> !now.hasEnded()).isPresent();
    }

    @Override
    public List<String> commandLine() {
        return machine.commandLine(pid);
    }

    @Override
    public List<Path> sockets() throws Failure {
        List<Path> sockets = new ArrayList<>();
        for (Path folder : new SocketFolders(temporary()).of(this::isTrusted)) {
            try {
                sockets.addAll(SocketFolders.sockets(folder, status.pidInside()));
            } catch (AccessDeniedException e) {
                throw refused(folder);
            } catch (IOException e) {
                throw new Failure(ExitStatus.NO_RIGHTS, folder + " cannot be read: " + e);
            }
        }
        return sockets;
    }

    @Override
    public Failure withoutSocket() {
        return new Absence(this, new Evidence(machine, pid)).failure();
    }

    @Override
    public String silence() {
        ProcStatus now = machine.status(pid).orElse(status);
        String why = now.isStopped()
                ? "it is stopped by a signal or a debugger, and `kill -CONT " + pid + "` lets it go on"
                : "it may be collecting garbage, or have no processor time";
        return now.catchesUsr1() && saysUsr1()
                ? why + "; `kill -USR1 " + pid + "` has it print its dump to its own standard error"
                : why;
    }

    /** Another handler than ours may do anything. */
    private boolean saysUsr1() {
        return String.join(" ", commandLine()).contains("debug.signal=USR1");
    }

    @Override
    public Failure refused(Path socket) {
        return Rights.of(this).toUse(socket);
    }

    /** Returns where its JVM puts temporary files, which is no matter of {@code java.io.tmpdir}. */
    private Path temporary() throws Failure {
        Path root = machine.file(pid, "root");
        if (Files.isExecutable(root.resolve("."))) {
            return leadsElsewhere(root) ? root.resolve("tmp") : machine.root().resolve("tmp");
        }
        if (status.isContained()) {
            throw Rights.of(this).toReachContainer();
        }
        return machine.root().resolve("tmp");
    }

    /** Short paths are for people: those by way of {@code /proc} are only taken where they lead to other files. */
    private boolean leadsElsewhere(Path root) {
        try {
            return !Files.isSameFile(root, machine.root())
                    || !Files.isSameFile(root.resolve("tmp"), machine.root().resolve("tmp"));
        } catch (IOException e) {
            return true;
        }
    }

    private boolean isTrusted(Path folder) {
        long owner = owner(folder);
        return owner == status.user() || owner == 0;
    }

    static long owner(Path path) {
        try {
            Object user = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            return user instanceof Integer number ? number : -1;
        } catch (IOException e) {
            return -1;
        }
    }
}
