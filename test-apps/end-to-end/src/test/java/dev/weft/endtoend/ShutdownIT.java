// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a JVM ends that is told to; that a server ends in order is tested with what the guide shows. */
@Timeout(120)
class ShutdownIT {
    @ParameterizedTest
    @MethodSource("dev.weft.support.Jdks#available")
    void whatTakesTooLongIsNamedThoughTheLogOfTheJdkHasEnded(Path jdk) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        jdk.resolve("bin").resolve("java").toString(),
                        "-cp",
                        Built.classPath(Built.runtimeJar(), Built.placeOf(TardyShutdown.class)),
                        TardyShutdown.class.getName()))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            String line = lines.readLine();
            while (line != null && !line.equals("runs")) {
                line = lines.readLine();
            }
            process.toHandle().destroy(); // the process itself would close what it prints
            String rest = lines.lines().collect(Collectors.joining("\n"));
            assertTrue(
                    rest.matches(
                            "(?s).*WARNING: The JVM ends, though [^\n]*task tardy[^\n]*, PT0.001S after it was told\n.*"),
                    rest);
            assertEquals(128 + 15, process.waitFor());
        } finally {
            process.destroyForcibly();
        }
    }
}
