// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Any other system than Linux, by what the JDK tells of its processes. */
record PortableMachine(Path temporary, String again) implements Machine {
    PortableMachine(String again) {
        this(Path.of(System.getProperty("java.io.tmpdir")), again);
    }

    @Override
    public Optional<SeenProcess> process(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).map(this::seen);
    }

    @Override
    public List<SeenProcess> javaProcesses() {
        return ProcessHandle.allProcesses()
                .filter(handle -> handle.pid() != ProcessHandle.current().pid())
                .map(this::seen)
                .filter(process -> MainClass.isJava(process.commandLine()))
                .sorted(Comparator.comparingLong(SeenProcess::pid))
                .toList();
    }

    private SeenProcess seen(ProcessHandle handle) {
        return new PortableProcess(this, handle);
    }

    @Override
    public String elsewhere() {
        return "";
    }
}
