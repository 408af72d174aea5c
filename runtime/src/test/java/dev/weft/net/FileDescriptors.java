// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The sockets that this process has open, where the system tells. */
final class FileDescriptors {
    private static final Path TABLE = Path.of("/proc/self/fd");

    private FileDescriptors() {}

    /** Before the first count: the spare one of the process is not to be taken between two. */
    static void assumeCounted() {
        SpareDescriptor.take();
        assumeTrue(Files.isDirectory(TABLE), "the system does not list file descriptors");
    }

    static long sockets() {
        try (Stream<Path> open = Files.list(TABLE)) {
            return open.filter(FileDescriptors::isSocket).count();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean isSocket(Path entry) {
        try {
            return Files.readSymbolicLink(entry).toString().startsWith("socket:");
        } catch (IOException gone) {
            return false;
        }
    }
}
