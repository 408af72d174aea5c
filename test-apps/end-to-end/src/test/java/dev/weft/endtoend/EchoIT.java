// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.support.Jvm;
import dev.weft.support.Subprocess;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The echo samples, against each other and against plain sockets that know nothing of Weft. */
class EchoIT {
    private static final String WAYS = "dev.weft.endtoend.Way#all";
    private static final String NL = System.lineSeparator();

    @ParameterizedTest
    @MethodSource(WAYS)
    void serverAnswersAPlainSocket(Way way) throws Exception {
        try (EchoServerProcess server = new EchoServerProcess(way)) {
            for (String message : new String[] {"over a plain socket", "and once more"}) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port)) {
                    socket.getOutputStream().write(message.getBytes(UTF_8));
                    assertEquals(message, new String(socket.getInputStream().readAllBytes(), UTF_8));
                    server.assertServed(message, "127.0.0.1:" + socket.getLocalPort());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource(WAYS)
    void clientTalksToTheServer(Way way) throws Exception {
        try (EchoServerProcess server = new EchoServerProcess(way)) {
            assertClientPrintsTheAnswer(way, server.port);
            assertEquals(
                    "Received: 'hello world!' from '127.0.0.1:",
                    server.lines.readLine().replaceAll("\\d+'$", ""));
        }
    }

    @ParameterizedTest
    @MethodSource(WAYS)
    void clientTalksToAPlainServerSocket(Way way) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread echo = new Thread(() -> echoOnce(server));
            echo.start();
            assertClientPrintsTheAnswer(way, server.getLocalPort());
            echo.join();
        }
    }

    private static void assertClientPrintsTheAnswer(Way way, int port) throws Exception {
        Subprocess.Result client = Jvm.run(way.jdk(), way.arguments("EchoClient", Integer.toString(port)));
        String expected = "Send: 'hello world!'" + NL + "Received: 'hello world!'" + NL + "Close the connection" + NL;
        assertEquals(new Subprocess.Result(0, expected), client);
    }

    private static void echoOnce(ServerSocket server) {
        try (Socket socket = server.accept()) {
            byte[] message = socket.getInputStream().readNBytes("hello world!".length());
            socket.getOutputStream().write(message);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The server sample on a free port, until it is closed. */
    private static final class EchoServerProcess implements AutoCloseable {
        private final Process process;
        private final BufferedReader lines;
        private final int port;

        EchoServerProcess(Way way) throws IOException {
            process = Jvm.start(way.jdk(), way.arguments("EchoServer", "0"));
            lines = process.inputReader(UTF_8);
            String serving = lines.readLine();
            String expected = "Serving on 127.0.0.1:";
            assertEquals(expected, String.valueOf(serving).replaceAll("\\d+$", ""));
            port = Integer.parseInt(serving.substring(expected.length()));
        }

        void assertServed(String message, String peer) throws IOException {
            assertEquals("Received: '" + message + "' from '" + peer + "'", lines.readLine());
            assertEquals("Send: '" + message + "'", lines.readLine());
            assertEquals("Close the connection", lines.readLine());
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            lines.close();
        }
    }
}
