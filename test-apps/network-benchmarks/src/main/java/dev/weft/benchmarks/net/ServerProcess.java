// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** A server that runs on its core until it is closed. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static ServerProcess start(Settings settings, Variant variant, Load load) throws IOException {
        int port = freePort();
        File log = settings.target().resolve("servers.log").toFile();
        List<String> command = new ArrayList<>(List.of("taskset", "-c", cores(settings, load)));
        command.addAll(variant.command(port, load));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log))
                .start();
        BufferedReader output = process.inputReader(UTF_8);
        for (String line = output.readLine(); !"ready".equals(line); line = output.readLine()) {
            if (line == null) {
                throw new IOException(variant.name() + " did not start; see " + log);
            }
        }
        return new ServerProcess(process, port);
    }

    /** Two loops have both cores, with the load beside them on one. */
    private static String cores(Settings settings, Load load) {
        String own = settings.value("servercore");
        return load.kind() == Load.Kind.LOOPS ? own + "," + settings.value("loadcore") : own;
    }

    /** Four digits: then the request that {@code ab} sends has 106 bytes. */
    private static int freePort() throws IOException {
        for (int port = 8100; port < 9999; port++) {
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no port is free");
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (BindException taken) {
            return false;
        }
    }

    /** Of the server itself: {@code taskset} turns into it. */
    long pid() {
        return process.pid();
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
