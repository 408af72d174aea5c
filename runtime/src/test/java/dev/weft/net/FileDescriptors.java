// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sockets that this process has open, where the system tells. */
public final class FileDescriptors {
    private static final Path TABLE = Path.of("/proc/self/fd");

    /** A line for each socket of the Unix domain, whose seventh word is its inode. */
    private static final Path LOCAL = Path.of("/proc/net/unix");

    private FileDescriptors() {}

    /** Before the first count: the spare ones of the process are not to be taken between two. */
    public static void assumeCounted() {
        SpareDescriptors.take();
        assumeTrue(Files.isDirectory(TABLE) && Files.isReadable(LOCAL), "the system does not list file descriptors");
    }

    /** Without those of the Unix domain: the one at which the process can be asked opens when it will. */
    public static long sockets() {
        try {
            Set<String> local = new HashSet<>(localSockets());
            List<String> open = targets();
            local.addAll(localSockets()); // one of these may have gone or come meanwhile
            return open.stream()
                    .filter(target -> target.startsWith("socket:") && !local.contains(target))
                    .count();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<String> targets() throws IOException {
        try (Stream<Path> open = Files.list(TABLE)) {
            return open.map(FileDescriptors::target).toList();
        }
    }

    private static Set<String> localSockets() throws IOException {
        return Files.readAllLines(LOCAL).stream()
                .skip(1)
                .map(line -> "socket:[" + line.split(" +", 8)[6] + ']')
                .collect(Collectors.toSet());
    }

    private static String target(Path entry) {
        try {
            return Files.readSymbolicLink(entry).toString();
        } catch (IOException gone) {
            return "";
        }
    }
}
