// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.internal.Script;
import dev.weft.net.Connection;
import dev.weft.net.Server;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What goes over TLS between many, behind the end of the other direction, and out of files. Behaviours of asyncio's {@code test_ssl}
 * (create_server_ssl_1, create_connection_ssl_1, shutdown_cleanly, remote_shutdown_receives_trailing_data) and {@code test_sendfile}
 * (sendfile_ssl_partial, sendfile_ssl_close_peer_after_receiving).
 */
@Timeout(60) // what a broken stream would wait for never comes
class TlsExchangeTest {
    private static final int CLIENTS = 10;
    private static final int SIZE = 20_000;

    /** What the system has for a connection at each end: far less than is written at once. */
    private static final int ROOM = 50_000;

    /** With the cipher that takes least where nothing but C1 compiles, as in the tests. */
    private static Ends ends(Ends.Kind kind) {
        Ends ends = new Ends(kind);
        ends.client = ends.client.protocols("TLSv1.3").cipherSuites("TLS_CHACHA20_POLY1305_SHA256");
        return ends;
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void tenAreAnsweredTwiceAndReadTheirEnd() throws IOException {
        try (Ends ends = ends(Ends.Kind.TCP)) {
            Server server = ends.serve(connection -> Script.of((step, last) -> {
                last.get();
                return switch (step) {
                    case 0, 2 -> connection.readExactly(SIZE);
                    case 1 -> connection.write("OK".getBytes(US_ASCII));
                    case 3 -> connection.write("SPAM".getBytes(US_ASCII));
                    default -> null;
                };
            }));
            List<ScheduledTask<String>> asking = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                asking.add(ends.loop.spawn(ask(ends, server)));
            }
            for (ScheduledTask<String> each : asking) {
                assertEquals("OKSPAM", ends.run(each));
            }
            ends.run(server.idle());
            assertEquals(List.of(), ends.unseen);
        }
    }

    private static Task<String> ask(Ends ends, Server server) {
        List<Connection> opened = new ArrayList<>();
        StringBuilder answers = new StringBuilder();
        return Script.of((step, last) -> {
            Object got = last.get();
            if (got instanceof Connection connection) {
                opened.add(connection);
            } else if (got instanceof byte[] bytes) {
                answers.append(new String(bytes, US_ASCII));
            }
            return switch (step) {
                case 0 -> ends.connect(server);
                case 1, 3 -> opened.get(0).write(new byte[SIZE]);
                case 2 -> opened.get(0).readExactly(2);
                case 4 -> opened.get(0).readAll(100);
                default -> {
                    opened.get(0).close();
                    yield answers.toString();
                }
            };
        });
    }

    /** How the peer ends its direction while it has not begun to read. */
    private interface End {
        void of(Connection peer) throws IOException;
    }

    private void assertAllArrivesBehind(End end, Ends.Kind kind) throws IOException {
        try (Ends ends = ends(kind)) {
            Connection client = ends.open();
            ends.act(() -> client.setOption(StandardSocketOptions.SO_SNDBUF, ROOM));
            ends.act(() -> ends.peer().setOption(StandardSocketOptions.SO_RCVBUF, ROOM));
            byte[] sent = random(40 * ROOM);
            ScheduledTask<Void> writing = ends.start(client.write(sent));
            ends.act(() -> end.of(ends.peer()));
            if (end == GOODBYE) {
                assertEquals(0, ends.run(client.read(1)).length);
            } else {
                assertThrows(TruncatedException.class, () -> ends.run(client.read(1)));
            }
            assertFalse(writing.isReady());
            assertArrayEquals(sent, ends.run(ends.peer().readExactly(sent.length)));
            ends.run(writing);
        }
    }

    private static final End GOODBYE = Connection::shutdownOutput;

    @ParameterizedTest
    @EnumSource
    void aWriteThatWaitsGoesOnBehindTheGoodbyeOfThePeer(Ends.Kind kind) throws IOException {
        assertAllArrivesBehind(GOODBYE, kind);
    }

    @ParameterizedTest
    @EnumSource
    void aWriteThatWaitsGoesOnThoughThePeerEndsWithoutOne(Ends.Kind kind) throws IOException {
        assertAllArrivesBehind(peer -> RecordCount.inner(peer).shutdownOutput(), kind);
    }

    @ParameterizedTest
    @EnumSource
    void aPartOfAFileIsEncrypted(Ends.Kind kind, @TempDir Path folder) throws IOException {
        byte[] content = random(200_000);
        try (Ends ends = ends(kind);
                FileChannel file = FileChannel.open(Files.write(folder.resolve("file"), content))) {
            Connection client = ends.open();
            assertEquals(100, ends.run(client.sendFile(file, 1000, 100)));
            ends.act(client::shutdownOutput);
            assertArrayEquals(
                    Arrays.copyOfRange(content, 1000, 1100),
                    ends.run(ends.peer().readAll(1000)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPeerThatGoesBehindTheLastByteOfAFileIsNoFailure(Ends.Kind kind, @TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("file"), random(200_000));
        try (Ends ends = ends(kind)) {
            Connection client = ends.open();
            ScheduledTask<Long> sending = ends.start(client.sendFile(file));
            assertEquals(200_000, ends.run(ends.peer().readExactly(200_000)).length);
            ends.close(ends.peer());
            assertEquals(200_000L, Objects.requireNonNull(ends.run(sending)));
            assertEquals(0, ends.run(client.read(1)).length);
        }
    }
}
