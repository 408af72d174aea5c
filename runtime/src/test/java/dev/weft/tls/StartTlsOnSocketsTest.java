// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Awaitable;
import dev.weft.Task;
import dev.weft.internal.Script;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import dev.weft.spi.Sneaky;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * TLS that begins in the middle of a plain connection, with a blocking socket of the JDK at the other end that does the same, behind more bytes
 * than a record has. Behaviours of asyncio's {@code test_ssl} and {@code test_sslproto}: start_tls_client_reg_proto_1,
 * start_tls_client_buf_proto_1 and start_tls_server_1.
 */
@Timeout(60) // what a broken stream would wait for never comes
class StartTlsOnSocketsTest {
    private static final int SIZE = 100_000;

    private final Ends ends = new Ends(Ends.Kind.TCP);
    private final byte[] hello = new byte[SIZE];

    StartTlsOnSocketsTest() {
        new Random(2).nextBytes(hello);
    }

    @AfterEach
    void close() {
        ends.close();
    }

    private static <T> CompletableFuture<T> onAThread(Callable<T> blocking) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return blocking.call();
                    } catch (Exception failed) {
                        throw Sneaky.rethrow(failed);
                    }
                },
                task -> new Thread(task).start());
    }

    private static SSLSocket encrypted(Socket plain, SSLContext context, boolean isClient) throws IOException {
        plain.setSoTimeout(60_000);
        SSLSocket over = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
        over.setUseClientMode(isClient);
        return over;
    }

    @Test
    void aClientBeginsIt() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<List<byte[]>> serving = onAThread(() -> {
                List<byte[]> received = new ArrayList<>();
                try (Socket plain = listening.accept()) {
                    received.add(plain.getInputStream().readNBytes(SIZE));
                    try (SSLSocket socket = encrypted(plain, Keys.SERVER, false)) {
                        for (int answer = 1; answer <= 2; answer++) {
                            socket.getOutputStream().write(answer);
                            received.add(socket.getInputStream().readNBytes(SIZE));
                        }
                    }
                }
                return received;
            });
            Connection plain = ends.run(Tcp.openConnection("127.0.0.1", listening.getLocalPort()));
            ends.run(plain.write(hello));
            Connection client = ends.run(ends.client.upgrade(plain, "localhost"));
            ByteBuffer one = ByteBuffer.allocate(1);
            for (int answer = 1; answer <= 2; answer++) {
                ends.run(client.read(one.clear()));
                assertEquals(answer, one.get(0));
                ends.run(client.write(hello));
            }
            assertEquals(0, ends.run(client.read(1)).length);
            ends.close(client);
            for (byte[] received : ends.run(Awaitable.of(serving))) {
                assertArrayEquals(hello, received);
            }
        }
    }

    @Test
    void aServerTakesPart() throws IOException {
        List<byte[]> received = new ArrayList<>();
        Server server = ends.call(() -> Tcp.startServer(plain -> serve(plain, received), "127.0.0.1", 0));
        int port = server.localAddress().getPort();
        CompletableFuture<String> asking = onAThread(() -> {
            try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertArrayEquals(hello, plain.getInputStream().readNBytes(SIZE));
                try (SSLSocket socket = encrypted(plain, Keys.CLIENT, true)) {
                    socket.getOutputStream().write(hello);
                    assertEquals(9, socket.getInputStream().read());
                }
            }
            return "";
        });
        ends.run(Awaitable.of(asking));
        ends.run(server.idle());
        assertArrayEquals(hello, received.get(0));
        assertEquals(List.of(), ends.unseen);
    }

    private Task<Void> serve(Connection plain, List<byte[]> received) {
        List<Connection> encrypted = new ArrayList<>();
        return Script.of((step, last) -> {
            Object got = last.get();
            switch (step) {
                case 0 -> {
                    return plain.write(hello);
                }
                case 1 -> {
                    return ends.server.upgrade(plain);
                }
                case 2 -> {
                    encrypted.add((Connection) Objects.requireNonNull(got));
                    return encrypted.get(0).readExactly(SIZE);
                }
                case 3 -> {
                    received.add((byte[]) Objects.requireNonNull(got));
                    return encrypted.get(0).write(new byte[] {9});
                }
                case 4 -> {
                    return encrypted.get(0).read(1);
                }
                default -> {
                    assertEquals(0, ((byte[]) Objects.requireNonNull(got)).length);
                    return null;
                }
            }
        });
    }
}
