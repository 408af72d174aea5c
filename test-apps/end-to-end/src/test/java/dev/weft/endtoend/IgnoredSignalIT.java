// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import dev.weft.support.Jdks;
import java.io.BufferedReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program that waits for a signal which the one that started it has ignored, as {@code nohup} does. */
@Timeout(120)
class IgnoredSignalIT {
    @Test
    void theLogSaysThatTheSignalNeverComes() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        "sh",
                        "-c",
                        "trap '' HUP; exec \"$0\" \"$@\"",
                        Jdks.current().resolve("bin").resolve("java").toString(),
                        Built.agentOption(),
                        "-cp",
                        Built.classPath(Built.runtimeJar(), Built.samples()),
                        "com.example.Reload"))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            StringBuilder told = new StringBuilder();
            String line = lines.readLine();
            while (line != null && !line.equals("settings, version 1")) {
                told.append(line).append('\n');
                line = lines.readLine();
            }
            assertTrue(
                    told.toString()
                            .contains("WARNING: SIGHUP does not come: whoever started this process has it ignored"),
                    told.toString());
        } finally {
            process.destroyForcibly();
        }
    }
}
