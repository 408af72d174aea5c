// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Writes woven classes and their frame classes to files, for people and tools to read. Any thread. */
final class ClassDump implements Step {
    private final Path directory;
    private final Report report;
    private final AtomicBoolean failed = new AtomicBoolean();

    private ClassDump(Path directory, Report report) {
        this.directory = directory;
        this.report = report;
    }

    /** Makes the directory if it is missing, so that a wrong one is found before the application starts. */
    static ClassDump into(Path directory, Report report) throws OptionException {
        try {
            // createDirectories refuses a link to a directory before JDK 20.
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
            }
        } catch (IOException e) {
            throw new OptionException("cannot create the dump directory \"" + directory + "\": " + e);
        }
        if (!Files.isWritable(directory)) {
            throw new OptionException("cannot write to the dump directory \"" + directory + "\"");
        }
        return new ClassDump(directory, report);
    }

    @Override
    public boolean take(WovenClass woven) {
        try {
            write(woven.name(), woven.classFile());
            for (Map.Entry<String, byte[]> frameClass : woven.frameClasses().entrySet()) {
                write(frameClass.getKey(), frameClass.getValue());
            }
        } catch (IOException | RuntimeException e) {
            if (!failed.getAndSet(true)) {
                report.warning("cannot dump " + woven.displayName() + ", and perhaps others: " + e);
            }
        }
        return true;
    }

    private void write(String name, byte[] classFile) throws IOException {
        Path file = directory.resolve(name + ".class");
        Path parent = file.getParent();
        if (parent != null && !Files.isDirectory(parent)) { // createDirectories refuses a link to one before JDK 20
            Files.createDirectories(parent);
        }
        Files.write(file, classFile);
    }
}
