// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A {@code /proc} in a folder, and beside it the files that the processes see. */
public final class FakeProc {
    /** What a test command looks like in messages. */
    public static final String AGAIN = "java -jar weft-agent.jar tree 4711";

    private final Path folder;
    private final List<String> notes = new ArrayList<>();

    /** Makes one without processes. */
    public FakeProc(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("proc"));
        Files.createDirectories(folder.resolve("tmp"));
    }

    /** Returns whose files are made here. */
    static long us(Path file) throws IOException {
        return ((Number) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)).longValue();
    }

    /** Adds a process of this user that sees the same files as we do. */
    public FakeProc process(long pid, String... commandLine) throws IOException {
        return process(pid, us(folder), String.valueOf(pid), "S (sleeping)", commandLine);
    }

    FakeProc process(long pid, long user, String pids, String state, String... commandLine) throws IOException {
        file(pid, "status", """
                Name:\tjava
                State:\t%s
                Tgid:\t%d
                Uid:\t%d\t%d\t%d\t%d
                NSpid:\t%s
                SigCgt:\t2000000181005ccf
                CapEff:\t0000000000000000
                """.formatted(state, pid, user, user, user, user, pids));
        file(pid, "cmdline", String.join("\0", Arrays.asList(commandLine)) + "\0");
        Files.createDirectories(of(pid).resolve("fd"));
        Files.createSymbolicLink(of(pid).resolve("root"), folder);
        return this;
    }

    FakeProc file(long pid, String name, String text) throws IOException {
        Files.createDirectories(of(pid));
        Files.writeString(of(pid).resolve(name), text);
        return this;
    }

    Path of(long pid) {
        return folder.resolve("proc").resolve(String.valueOf(pid));
    }

    /** Returns where a process has its socket, whose folder is made. */
    public Path socket(long pid) throws IOException {
        return socket(folder, pid + ".sock");
    }

    static Path socket(Path root, String name) throws IOException {
        return Files.createDirectories(root.resolve("tmp/weft-me")).resolve(name);
    }

    LinuxMachine machine() {
        return new LinuxMachine(folder.resolve("proc"), folder, AGAIN);
    }

    /** Returns the processes as commands find them. */
    public Targets targets() {
        return new Targets(machine(), notes::add);
    }

    /** Returns what was noted besides. */
    public List<String> notes() {
        return notes;
    }
}
