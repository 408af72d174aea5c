// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A real {@code redis-server} of a test's own, which keeps its data in memory alone. Where none is installed, the test is skipped, and
 * says so.
 */
public final class RedisServer implements AutoCloseable {
    private static final String NAME = "redis-server";

    private final int port;
    private Process process;

    private RedisServer(int port) throws IOException {
        this.port = port;
        this.process = started();
    }

    /** Starts a server on a free port, and waits until it answers. */
    public static RedisServer start() throws IOException {
        assumeTrue(program().isPresent(), "no " + NAME + " on the PATH; the package is called redis-server or redis");
        return new RedisServer(freePort());
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static Optional<Path> program() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, NAME))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private Process started() throws IOException {
        Process starting = new ProcessBuilder(List.of(
                        program().orElseThrow().toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "no",
                        "--daemonize",
                        "no"))
                .redirectErrorStream(true)
                .start();
        BufferedReader lines = starting.inputReader(UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.append(line).append('\n');
            if (line.contains("Ready to accept connections")) {
                return starting;
            }
        }
        throw new IOException(NAME + " has ended:\n" + said);
    }

    /** Returns the port that it listens on. */
    public int port() {
        return port;
    }

    /** Ends it, with all its connections and data, and starts it on the same port. */
    public void restart() throws IOException {
        close();
        process = started();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        boolean interrupted = false;
        while (process.isAlive()) {
            try {
                int unused = process.waitFor();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
