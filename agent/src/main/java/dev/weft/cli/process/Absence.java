// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import java.util.Optional;

/** Why a process on Linux has no socket. Says what is known and what is not. */
record Absence(LinuxProcess process, Evidence evidence) {
    Failure failure() {
        return new Failure(ExitStatus.NO_WEFT, "process " + process.pid() + " (" + name() + ") " + reason());
    }

    private String name() {
        String name = MainClass.in(process.commandLine());
        return name.equals("?") ? process.status().name() : name;
    }

    private String reason() {
        Optional<Boolean> isJvm = evidence.isJvm();
        if (isJvm.isPresent() && !isJvm.get()) {
            return "is no JVM: it has not loaded libjvm.so";
        }
        Optional<String> switchedOff = evidence.switchedOff();
        if (switchedOff.isPresent()) {
            return "has been told to answer nobody, by " + switchedOff.get() + "; start it without that";
        }
        return "cannot be asked: " + cause(isJvm.isPresent()) + doubts() + advice();
    }

    private String cause(boolean isJvm) {
        Optional<String> jar = evidence.jar();
        if (jar.isPresent()) {
            return jar.get()
                    + " is loaded, so no loop has run for a quarter of a second yet, or all of them have ended";
        }
        return isJvm
                ? "either there is no Weft in it, or no loop runs there yet"
                : "it may be no JVM, which cannot be seen from here, or there is no Weft in it";
    }

    private String doubts() {
        String off = evidence.unseenOptions()
                .map(file -> "; whether " + file + " has -Dweft.debug=off is not known")
                .orElse("");
        return evidence.isOpen()
                ? off
                : off + "; if it has a /tmp of its own, only its user and root see that: sudo "
                        + process.machine().again();
    }

    private String advice() {
        return evidence.isJvm().orElse(false)
                ? "; `jcmd " + process.pid()
                        + " VM.system_properties` shows weft.debug.socket, or weft.debug.socket.failure"
                : "";
    }
}
