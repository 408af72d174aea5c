// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static dev.weft.net.Datagrams.addressOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.Weft;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The programs {@code nc} and {@code socat}, where they are installed, in both roles: what they send is received, and they get answers. */
@Timeout(60) // what a broken loop would wait for never comes
class ForeignDatagramsTest {
    @RegisterExtension
    final Datagrams net = new Datagrams(Datagrams.Over.UDP);

    private static String installed(String program) {
        boolean installed = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        assumeTrue(installed, program + " is not installed here");
        return program;
    }

    private static Process start(String... command) throws IOException {
        installed(command[0]);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Its client sends a line; ours is the server, and answers. */
    private void asksUs(String... command) throws IOException {
        Process client = start(command);
        try {
            client.getOutputStream().write("hello\n".getBytes(UTF_8));
            client.getOutputStream().flush();
            Datagram asked = net.run(net.one.receive());
            assertEquals("hello\n", new String(asked.payload(), UTF_8));
            net.run(net.one.sendMany(List.of(new Datagram("hello you\n".getBytes(UTF_8), asked.peer()))));
            assertEquals("hello you", line(client.getInputStream()));
        } finally {
            client.destroyForcibly();
        }
    }

    /** Asks a server until it answers: it takes a while to be there, and until then the system says that nobody receives. */
    private Datagram answerOf(int port) throws Exception {
        net.run(net.one.connect(new InetSocketAddress(Loopback.HOST, port)));
        while (true) {
            try {
                net.run(net.one.send("ping\n".getBytes(UTF_8)));
                return net.run(Weft.waitFor(net.one.receive(), Duration.ofMillis(100)));
            } catch (PortUnreachableException | TimeoutException notYet) {
                net.call(() -> "");
            }
        }
    }

    private static String line(InputStream from) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = from.read(); read >= 0 && read != '\n'; read = from.read()) {
            line.append((char) read);
        }
        return line.toString();
    }

    @Test
    void ncIsAnsweredAsAClient() throws IOException {
        asksUs("nc", "-u", "127.0.0.1", Integer.toString(addressOf(net.one).getPort()));
    }

    /** It prints what it gets, and sends what is typed. Others of the name want other options to listen. */
    @Test
    void ncAnswersAsAServer() throws Exception {
        Process help = new ProcessBuilder(installed("nc"), "-h")
                .redirectErrorStream(true)
                .start();
        String kind = new String(help.getInputStream().readAllBytes(), UTF_8);
        assumeTrue(kind.contains("OpenBSD"), "nc is not that of OpenBSD here");
        int port = net.nobody().getPort();
        Process server = start("nc", "-u", "-l", "127.0.0.1", Integer.toString(port));
        try {
            server.getOutputStream().write("pong\n".getBytes(UTF_8));
            server.getOutputStream().flush();
            assertEquals("pong\n", new String(answerOf(port).payload(), UTF_8));
            assertEquals("ping", line(server.getInputStream()));
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void socatIsAnsweredAsAClient() throws IOException {
        asksUs("socat", "-", "UDP4:127.0.0.1:" + addressOf(net.one).getPort());
    }

    @Test
    void socatAnswersAsAServer() throws Exception {
        int port = net.nobody().getPort();
        Process server = start("socat", "UDP4-LISTEN:" + port + ",bind=127.0.0.1", "PIPE");
        try {
            assertEquals("ping\n", new String(answerOf(port).payload(), UTF_8));
        } finally {
            server.destroyForcibly();
        }
    }
}
