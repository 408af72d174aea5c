// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.Awaitable;
import dev.weft.Weft;
import dev.weft.io.LoopFixture;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The programs {@code nc} and {@code socat}, where they are installed, in both roles, over TCP and over Unix sockets. */
@Timeout(60) // what a broken loop would wait for never comes
class ForeignStreamsTest {
    @RegisterExtension
    final LoopFixture net = new LoopFixture();

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private Process start(String... command) throws IOException {
        boolean installed = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(there -> Files.isExecutable(Path.of(there, command[0])));
        assumeTrue(installed, command[0] + " is not installed here");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        started.add(process);
        return process;
    }

    /** Others of the name have other options. */
    private void assumeOpenBsd() throws IOException {
        Process help = start("sh", "-c", "nc -h 2>&1");
        assumeTrue(
                new String(help.getInputStream().readAllBytes(), UTF_8).contains("OpenBSD"),
                "nc is not that of OpenBSD here");
    }

    private Path path() {
        return folder.resolve("socket");
    }

    private int echoOverTcp() {
        return net.call(() -> Tcp.startServer(Handwritten::echo, "127.0.0.1", 0))
                .localAddress()
                .getPort();
    }

    private String echoOverFile() {
        net.call(() -> Unix.startServer(Handwritten::echo, path()));
        return path().toString();
    }

    /** Its client sends a line and the end; our server sends both back. */
    private void isAnswered(String... command) throws Exception {
        Process client = start(command);
        client.getOutputStream().write("hello\n".getBytes(UTF_8));
        client.getOutputStream().close();
        net.runUntil(() -> !client.isAlive());
        assertEquals("hello\n", new String(client.getInputStream().readAllBytes(), UTF_8));
    }

    private interface Opening {
        Awaitable<Connection> begin() throws IOException;
    }

    /** Its server takes a while to be there; until then it is said that nobody listens. */
    private Connection open(Opening opening) throws IOException {
        while (true) {
            try {
                return net.run(opening.begin());
            } catch (ConnectException notYet) {
                net.run(Weft.sleep(Duration.ofMillis(10)));
            }
        }
    }

    /** Its server sends back what our client sends, the end as well. */
    private void answers(Opening opening) throws IOException {
        Connection client = open(opening);
        net.run(client.write("hello\n".getBytes(UTF_8)));
        assertEquals("hello\n", new String(net.run(client.readExactly(6)), UTF_8));
        net.call(() -> {
            client.shutdownOutput();
            return "";
        });
        assertEquals(0, net.run(client.read(1)).length);
    }

    /** Its server prints what it gets, and sends what is typed. */
    private void talks(Process server, Opening opening) throws IOException {
        Connection client = open(opening);
        net.run(client.write("ping\n".getBytes(UTF_8)));
        server.getOutputStream().write("pong\n".getBytes(UTF_8));
        server.getOutputStream().flush();
        assertEquals("pong\n", new String(net.run(client.readExactly(5)), UTF_8));
        assertEquals("ping\n", new String(server.getInputStream().readNBytes(5), UTF_8));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, Loopback.HOST)) {
            return free.getLocalPort();
        }
    }

    @Test
    void ncIsAnsweredOverTcp() throws Exception {
        assumeOpenBsd();
        isAnswered("nc", "-N", "127.0.0.1", Integer.toString(echoOverTcp()));
    }

    @Test
    void ncIsAnsweredOverAFile() throws Exception {
        assumeOpenBsd();
        isAnswered("nc", "-N", "-U", echoOverFile());
    }

    @Test
    void socatIsAnsweredOverTcp() throws Exception {
        isAnswered("socat", "-t60", "-", "TCP4:127.0.0.1:" + echoOverTcp());
    }

    @Test
    void socatIsAnsweredOverAFile() throws Exception {
        isAnswered("socat", "-t60", "-", "UNIX-CONNECT:" + echoOverFile());
    }

    @Test
    void ncTalksOverTcp() throws Exception {
        assumeOpenBsd();
        int port = freePort();
        talks(start("nc", "-l", "127.0.0.1", Integer.toString(port)), () -> Tcp.openConnection("127.0.0.1", port));
    }

    @Test
    void ncTalksOverAFile() throws Exception {
        assumeOpenBsd();
        talks(start("nc", "-l", "-U", path().toString()), () -> Unix.openConnection(path()));
    }

    @Test
    void socatAnswersOverTcp() throws Exception {
        int port = freePort();
        start("socat", "TCP4-LISTEN:" + port + ",bind=127.0.0.1", "PIPE");
        answers(() -> Tcp.openConnection("127.0.0.1", port));
    }

    @Test
    void socatAnswersOverAFile() throws Exception {
        start("socat", "UNIX-LISTEN:" + path(), "PIPE");
        answers(() -> Unix.openConnection(path()));
    }
}
