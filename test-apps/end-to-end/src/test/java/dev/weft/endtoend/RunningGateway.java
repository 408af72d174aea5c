// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.support.Epoll;
import dev.weft.support.Jdks;
import dev.weft.support.Subprocess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The sample {@code Gateway} in a process of its own, perhaps below another program that starts it. */
final class RunningGateway implements AutoCloseable {
    /** What is waited for at most, on however slow a machine. */
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final BufferedReader lines;
    final List<String> printed = new ArrayList<>();
    final int port;

    /**
     * How loops wait.
     *
     * @param name {@code nio}, {@code epoll} or {@code io_uring}
     * @param jdk on which they do
     * @param options what it is given
     */
    record Backend(String name, Path jdk, List<String> options) {
        private static final Backend NIO = new Backend("nio", Jdks.current(), List.of());

        /** The JDK's selector, and those of the system that there are. */
        static Stream<Backend> all() {
            if (Epoll.jdk().isEmpty()) {
                System.out.println("SKIPPED: epoll and io_uring, which " + Epoll.whyNone());
            } else if (!Epoll.hasRing()) {
                System.out.println("SKIPPED: " + Epoll.whyNoRing());
            }
            Stream<String> others = Epoll.hasRing()
                    ? Stream.of("epoll", "io_uring")
                    : Epoll.jdk().stream().map(jdk -> "epoll");
            return Stream.concat(Stream.of(NIO), others.map(Backend::ofSystem));
        }

        private static Backend ofSystem(String name) {
            List<String> options = new ArrayList<>(Epoll.OPTIONS);
            options.add("-Dweft.backend=" + name);
            return new Backend(name, Epoll.jdk().orElseThrow(), options);
        }

        boolean isEpoll() {
            return name.equals("epoll");
        }

        boolean isRing() {
            return name.equals("io_uring");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    RunningGateway(List<String> before) throws IOException {
        this(before, Backend.NIO);
    }

    RunningGateway(List<String> before, Backend backend) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(backend.jdk().resolve("bin").resolve("java").toString());
        command.addAll(backend.options());
        command.addAll(Samples.arguments("Gateway", "0"));
        process = new Subprocess(command).start();
        lines = process.inputReader(UTF_8);
        String serving = lines.readLine();
        while (serving != null && !serving.startsWith("serving on port ")) {
            printed.add(serving);
            serving = lines.readLine();
        }
        port = Integer.parseInt(String.valueOf(serving).replaceAll("\\D+", ""));
    }

    /** The process of the JVM, which may be a child. */
    ProcessHandle jvm() {
        return process.toHandle().children().findFirst().orElse(process.toHandle());
    }

    /** Asks on a connection of its own. */
    String ask(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return ask(socket, request);
        }
    }

    /** Asks on a connection, and returns the answer; null if there is none. */
    static String ask(Socket socket, String request) throws IOException {
        socket.getOutputStream().write((request + "\n").getBytes(UTF_8));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
    }

    /** How many file descriptors it has; 0 where the system does not show that. */
    long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + jvm().pid() + "/fd"))) {
            return open.count();
        } catch (IOException unknown) {
            return 0;
        }
    }

    /** Waits until its loops rest: while one spins, each look sees that it has used its thread's processor. */
    void awaitRest() throws InterruptedException {
        until(() -> {
            Duration before = cpu();
            pause(200);
            return cpu().minus(before).toMillis() < 50;
        });
    }

    private Duration cpu() {
        return jvm().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    static void until(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + PATIENCE_SECONDS + " seconds");
            }
            Thread.sleep(5);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    /** Tells it to end, and returns what it prints from then on. */
    List<String> end() throws InterruptedException {
        jvm().destroy();
        List<String> last = lines.lines().toList();
        printed.addAll(last);
        assertEquals(128 + 15, process.waitFor(), () -> String.join("\n", printed));
        return last;
    }

    @Override
    public void close() {
        jvm().destroyForcibly();
        process.destroyForcibly();
    }
}
