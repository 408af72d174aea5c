// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a JVM in a process of its own. */
public final class Jvm {
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    private static final int TIMEOUT_MINUTES = 15;

    private Jvm() {}

    /** What a JVM left: its exit code, and all that it wrote to standard output and standard error. */
    public record Result(int exitCode, String output) {}

    /** Runs {@code java} of the given JDK to its end, or kills it when it takes too long. */
    public static Result run(Path jdkHome, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher(jdkHome).toString()));
        command.addAll(List.of(arguments));
        // A file and not a pipe: reading a pipe would wait for a JVM that hangs.
        Path output = Files.createTempFile("weft", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
                String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
                if (!ended) {
                    throw new IllegalStateException("killed after %d minutes: %s%n%s"
                            .formatted(TIMEOUT_MINUTES, String.join(" ", command), text));
                }
                return new Result(process.exitValue(), text);
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.delete(output);
        }
    }

    /** Starts {@code java} of the given JDK; its standard error comes with its standard output. The caller ends it. */
    public static Process start(Path jdkHome, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher(jdkHome).toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    static Path launcher(Path jdkHome) {
        return jdkHome.resolve("bin").resolve(WINDOWS ? "java.exe" : "java");
    }
}
