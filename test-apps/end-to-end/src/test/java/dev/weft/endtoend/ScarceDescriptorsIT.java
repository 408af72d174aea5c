// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.support.Built;
import dev.weft.support.Subprocess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the JDK loads late it cannot load when there are no file descriptors, and then never: so it is to be there before. */
class ScarceDescriptorsIT {
    private static final Path SHELL = Path.of("/bin/sh");

    @ParameterizedTest
    @MethodSource("dev.weft.support.Jdks#available")
    void aServerGoesOnAndTellsOfEachShortage(Path jdk) throws Exception {
        assumeTrue(Files.isExecutable(SHELL), "the system has no shell that limits file descriptors");
        Path own = Built.placeOf(ScarceDescriptors.class);
        Subprocess.Result result = new Subprocess(List.of(
                        SHELL.toString(),
                        "-c",
                        "ulimit -n 64; exec \"$0\" \"$@\"",
                        jdk.resolve("bin").resolve("java").toString(),
                        "-Dweft.debug=off", // the socket for dumps opens some time, and takes what is lent to the log
                        "-cp",
                        Built.classPath(Built.runtimeJar(), own),
                        ScarceDescriptors.class.getName()))
                .run();
        List<String> lines = result.output().lines().toList();
        assertEquals(0, result.exitCode(), result.output());
        assertEquals(
                2,
                lines.stream()
                        .filter(line -> line.contains(" cannot accept connections now, and goes on trying"))
                        .count(),
                result.output());
        assertTrue(lines.get(lines.size() - 1).equals("closed"), result.output());
    }
}
