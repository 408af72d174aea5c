// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.internal.Script;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.spi.Sneaky;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the blocking sockets of the JDK at the other end, which can ask for a new key or a renegotiation, and resume. */
@Timeout(60) // what a broken stream would wait for never comes
class JdkPeerTest {
    private final Ends ends = new Ends(Ends.Kind.TCP);

    private final List<SSLSocket> sockets = new ArrayList<>();
    private final List<ScheduledTask<byte[]>> readings = new ArrayList<>();

    /** The loop first: a socket of the JDK waits for the goodbye of its peer. */
    @AfterEach
    void close() throws IOException {
        ends.close();
        for (SSLSocket socket : sockets) {
            socket.close();
        }
    }

    /** What a thread of its own does, while the loop runs until that has ended. */
    private <T> T meanwhile(Callable<T> blocking) {
        CompletableFuture<T> result = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return blocking.call();
                    } catch (Exception failed) {
                        throw Sneaky.rethrow(failed);
                    }
                },
                task -> new Thread(task).start());
        return ends.run(Awaitable.of(result));
    }

    private SSLSocket socketTo(Server server, String version) throws IOException {
        SSLSocket socket = (SSLSocket) Keys.CLIENT
                .getSocketFactory()
                .createSocket(
                        InetAddress.getLoopbackAddress(), server.localAddress().getPort());
        socket.setEnabledProtocols(new String[] {version});
        socket.setSoTimeout(60_000);
        sockets.add(socket);
        meanwhile(() -> {
            socket.startHandshake();
            return "";
        });
        ends.runUntil(() -> !ends.accepted.isEmpty());
        return socket;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void bytesGoBothWays(String version) throws IOException {
        SSLSocket socket = socketTo(ends.serve(), version);
        meanwhile(() -> {
            socket.getOutputStream().write(new byte[] {1, 2});
            return "";
        });
        assertArrayEquals(new byte[] {1, 2}, ends.run(ends.peer().readExactly(2)));
        ends.run(ends.peer().write(new byte[] {3}));
        assertEquals(3, meanwhile(() -> socket.getInputStream().read()));
        meanwhile(() -> {
            socket.shutdownOutput();
            return "";
        });
        assertEquals(0, ends.run(ends.peer().read(1)).length);
    }

    /** It closes with our tickets unread, which resets the connection, and what we answer to its goodbye often finds nobody. */
    @Test
    void whatWasSentBeforeACloseIsReadThoughNothingCanBeAnswered() throws IOException {
        Server server = ends.serve(connection -> {
            readings.add(Weft.spawn(connection.readAll(10)));
            return Script.awaiting(Weft.sleep(Duration.ofDays(1)));
        });
        for (int i = 0; i < 20; i++) {
            meanwhile(() -> {
                try (Socket socket = Keys.CLIENT
                        .getSocketFactory()
                        .createSocket(
                                InetAddress.getLoopbackAddress(),
                                server.localAddress().getPort())) {
                    socket.getOutputStream().write(new byte[7]);
                }
                return "";
            });
            int count = i;
            ends.runUntil(() -> readings.size() > count);
            assertEquals(7, ends.run(readings.get(i)).length);
        }
    }

    /** To begin a handshake again is to ask for new keys, in TLS 1.3. */
    @Test
    void newKeysAreTakenAndAnswered() throws IOException {
        SSLSocket socket = socketTo(ends.serve(), "TLSv1.3");
        ScheduledTask<byte[]> reading = ends.loop.spawn(ends.peer().readExactly(5));
        for (int i = 0; i < 5; i++) {
            byte sent = (byte) i;
            meanwhile(() -> {
                socket.getOutputStream().write(sent);
                socket.startHandshake();
                return "";
            });
        }
        assertArrayEquals(new byte[] {0, 1, 2, 3, 4}, ends.run(reading));
        ends.run(ends.peer().write(new byte[] {9}));
        assertEquals(9, meanwhile(() -> socket.getInputStream().read()));
    }

    @Test
    void aRenegotiationIsRefused() throws IOException {
        SSLSocket socket = socketTo(ends.serve(), "TLSv1.2");
        ScheduledTask<byte[]> reading = ends.start(ends.peer().read(10));
        CompletableFuture<Exception> asking =
                CompletableFuture.supplyAsync(() -> assertThrows(IOException.class, () -> {
                    socket.startHandshake();
                    assertEquals(0, socket.getInputStream().read());
                }));
        IOException refused = assertThrows(IOException.class, () -> ends.run(reading));
        assertEquals(
                "the peer has asked for a renegotiation, which is refused (" + ends.peer() + ')', refused.getMessage());
        assertThrows(IOException.class, () -> ends.run(ends.peer().write(new byte[1])));
        ends.close(ends.peer());
        ends.run(Awaitable.of(asking));
    }

    /** How often a server's certificates were looked at. */
    private static SSLContext counting(AtomicInteger looks) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Counting(looks)}, null);
        return context;
    }

    private static final class Counting extends X509ExtendedTrustManager {
        private final AtomicInteger looks;

        Counting(AtomicInteger looks) {
            this.looks = looks;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            looks.incrementAndGet();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** A resumed handshake has no certificates. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void theNextConnectionResumesUnlessSomebodyDoesNotWantThat(String version) throws Exception {
        AtomicInteger looks = new AtomicInteger();
        ends.server = Tls.server(Keys.context("server"));
        Server server = ends.serve();
        ends.client = Tls.client(counting(looks)).protocols(version);
        for (int i = 0; i < 3; i++) {
            talk(server);
        }
        assertEquals(1, looks.get());
        ends.client = Tls.client(counting(looks)).protocols(version).withoutResumption();
        for (int i = 0; i < 3; i++) {
            talk(server);
        }
        assertEquals(4, looks.get());
    }

    /** Whoever reads has heard of what the server offers for the next time. */
    private void talk(Server server) throws IOException {
        int before = ends.accepted.size();
        Connection client = ends.run(ends.connect(server));
        ends.runUntil(() -> ends.accepted.size() > before);
        ends.run(ends.peer().write(new byte[] {1}));
        ends.run(client.readExactly(1));
        ends.close(client);
        ends.run(ends.peer().read(1));
        ends.close(ends.peer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aClientTalksToAServerOfTheJdk(String version) throws Exception {
        try (SSLServerSocket listener = (SSLServerSocket)
                Keys.SERVER.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setEnabledProtocols(new String[] {version});
            CompletableFuture<byte[]> serving = CompletableFuture.supplyAsync(() -> {
                try (SSLSocket accepted = (SSLSocket) listener.accept()) {
                    byte[] read = accepted.getInputStream().readNBytes(100_000);
                    accepted.getOutputStream().write(read);
                    return accepted.getInputStream().readAllBytes();
                } catch (IOException failed) {
                    throw Sneaky.rethrow(failed);
                }
            });
            byte[] sent = new byte[100_000];
            new Random(1).nextBytes(sent);
            Connection client = ends.run(ends.client.openConnection("127.0.0.1", listener.getLocalPort()));
            ends.run(client.write(sent));
            assertArrayEquals(sent, ends.run(client.readExactly(sent.length)));
            ends.act(client::shutdownOutput);
            assertEquals(0, ends.run(Awaitable.of(serving)).length);
            assertEquals(0, ends.run(client.read(1)).length);
            assertTrue(client.isOpen());
            ends.close(client);
        }
    }
}
