// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What this process has open, by what the system says it is, such as {@code pipe:[4711]} or a path. */
public final class OpenDescriptors {
    private static final Path TABLE = Path.of("/proc/self/fd");

    private OpenDescriptors() {}

    /** Skips the test where the system does not tell. */
    public static void assumeCounted() {
        assumeTrue(Files.isDirectory(TABLE), "the system does not list file descriptors");
    }

    /** How many lead to something that begins so. */
    public static long count(String target) {
        return targets().stream().filter(open -> open.startsWith(target)).count();
    }

    private static List<String> targets() {
        try (Stream<Path> open = Files.list(TABLE)) {
            return open.map(OpenDescriptors::target).toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String target(Path entry) {
        try {
            return Files.readSymbolicLink(entry).toString();
        } catch (IOException gone) {
            return "";
        }
    }
}
