// SPDX-License-Identifier: Apache-2.0
package com.example;

import dev.weft.process.Command;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Starts programs as this one was started: with its JDK, its agent and its class path. */
final class Again {
    private static final String AGENT = "-javaagent:";
    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 30_000;

    private Again() {}

    /** Another process of a program. Its errors come with those of this one. */
    static Command node(Class<?> program, String... arguments) {
        List<String> all = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
        all.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        all.addAll(List.of(arguments));
        return Command.of(java(), all.toArray(String[]::new)).stderr(Redirect.INHERIT);
    }

    /** The command line of the agent's jar, about this process: {@code tree --cluster 4711}. */
    static Command weft(String command, String... options) {
        List<String> all = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-jar", agent(), command));
        all.addAll(List.of(options));
        all.add(Long.toString(ProcessHandle.current().pid()));
        return Command.of(java(), all.toArray(String[]::new)).mergeStderr();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String agent() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith(AGENT))
                .map(argument -> argument.substring(AGENT.length()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("this runs under the agent: test-apps/cluster-samples/run"));
    }

    /** A port of loopback that is free, with the one that is 100 above. */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port) && isFree(port + 100)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
