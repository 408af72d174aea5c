// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import static dev.weft.hprof.WaitForm.form;

import java.util.List;

/** The part of the {@link WaitForms} for files and processes. */
final class FileForms {
    private static final String FILE = "dev.weft.file.";
    private static final String PROCESS = "dev.weft.process.";
    private static final String THREAD = ", runs on thread \"{job.thread.name}\"";
    private static final String CALL = "{action} {path}";

    static final List<WaitForm> ALL = List.of(
            form(FILE + "FileCall", "file", CALL + THREAD, CALL).ownedBy("{executor}"),
            form(FILE + "Opening", "file", CALL + THREAD, CALL).ownedBy("{executor}"),
            form(FILE + "Watching", "file", CALL + THREAD, CALL).ownedBy("{executor}"),
            form(FILE + "Locking", "file", "lock {path}"),
            form(FILE + "WatchedFolder$NextEvents", "directory", "{folder.name}"),
            form(PROCESS + "Starting", "start", "of {program}" + THREAD, "of {program}")
                    .ownedBy("{executor}"),
            form(
                    PROCESS + "Exit",
                    "process",
                    "process {process.name}, which is to end in {time}",
                    "process {process.name}"),
            form(PROCESS + "NextSignal", "signal", "SIG{name}"),
            form(PROCESS + "Communication", "process", "process {process.name}, and its pipes"));

    private FileForms() {}
}
