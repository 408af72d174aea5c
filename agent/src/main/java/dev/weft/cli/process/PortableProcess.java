// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A process on another system than Linux. Where the system does not show arguments, its name is that of its program. */
record PortableProcess(PortableMachine machine, ProcessHandle handle) implements SeenProcess {
    @Override
    public long pid() {
        return handle.pid();
    }

    @Override
    public boolean isAlive() {
        return handle.isAlive();
    }

    @Override
    public List<String> commandLine() {
        List<String> all = new ArrayList<>();
        handle.info().command().ifPresent(all::add);
        handle.info().arguments().map(List::of).ifPresent(all::addAll);
        return all;
    }

    @Override
    public List<Path> sockets() throws Failure {
        List<Path> sockets = new ArrayList<>();
        for (Path folder : new SocketFolders(machine.temporary()).of(this::isTrusted)) {
            try {
                sockets.addAll(SocketFolders.sockets(folder, pid()));
            } catch (AccessDeniedException e) {
                throw refused(folder);
            } catch (IOException e) {
                throw new Failure(ExitStatus.NO_RIGHTS, folder + " cannot be read: " + e);
            }
        }
        return sockets;
    }

    private boolean isTrusted(Path folder) {
        Optional<String> user = handle.info().user();
        try {
            String owner = Files.getOwner(folder).getName();
            return user.isEmpty() || owner.equals(user.get()) || owner.equals("root");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Failure withoutSocket() {
        return new Failure(
                ExitStatus.NO_WEFT,
                "process " + pid() + " (" + MainClass.in(commandLine()) + ") has no socket of Weft in "
                        + machine.temporary() + ": there is no Weft in it, or no loop runs there yet, or it was started"
                        + " with -Dweft.debug=off; `jcmd " + pid() + " VM.system_properties` shows weft.debug.socket");
    }

    @Override
    public String silence() {
        return "it may be stopped, be collecting garbage, or have no processor time";
    }

    @Override
    public Failure refused(Path socket) {
        String user = handle.info().user().orElse("of another name");
        return new Failure(
                ExitStatus.NO_RIGHTS,
                "process " + pid() + " belongs to user " + user + ", and " + socket
                        + " lets in that user alone; as that user: " + machine.again());
    }
}
