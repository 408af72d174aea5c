// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program in a process of its own. Its standard error comes with its standard output. */
public final class Subprocess {
    private final ProcessBuilder builder;
    private Duration limit = Duration.ofMinutes(15);

    /** Makes the process of a program and its arguments, and does not start it. */
    public Subprocess(List<String> command) {
        builder = new ProcessBuilder(command).redirectErrorStream(true);
    }

    /** What a program left: its exit code, and all that it wrote to standard output and standard error. */
    public record Result(int exitCode, String output) {
        /** Returns the output; throws with it where the exit code is not 0. */
        public String requireSuccess() {
            if (exitCode != 0) {
                throw new IllegalStateException("exit code " + exitCode + ":\n" + output);
            }
            return output;
        }
    }

    /** Has it work in a folder. */
    public Subprocess in(Path folder) {
        builder.directory(folder.toFile());
        return this;
    }

    /** Sets a variable of its environment. */
    public Subprocess with(String variable, String value) {
        builder.environment().put(variable, value);
        return this;
    }

    /** Takes a variable out of its environment. */
    public Subprocess without(String variable) {
        builder.environment().remove(variable);
        return this;
    }

    /** Gives it other than 15 minutes. */
    public Subprocess limit(Duration other) {
        limit = other;
        return this;
    }

    /** Starts the process; the caller ends it. */
    public Process start() throws IOException {
        return builder.start();
    }

    /**
     * Runs the program to its end. If it takes too long, it is killed with all that it has started, and {@link IllegalStateException}
     * tells what it wrote.
     */
    public Result run() throws IOException, InterruptedException {
        return run(process -> process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Waits for a process; false if it has to be killed. */
    interface Wait {
        boolean untilEnd(Process process) throws InterruptedException;
    }

    Result run(Wait wait) throws IOException, InterruptedException {
        // A file and not a pipe: reading a pipe would wait for a program that hangs.
        Path output = Files.createTempFile("weft", ".out");
        try {
            Process process = builder.redirectOutput(output.toFile()).start();
            try {
                boolean ended = wait.untilEnd(process);
                String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
                if (!ended) {
                    throw new IllegalStateException(
                            "killed after %s: %s%n%s".formatted(limit, String.join(" ", builder.command()), text));
                }
                return new Result(process.exitValue(), text);
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } finally {
            Files.delete(output);
        }
    }
}
