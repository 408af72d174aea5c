// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.internal.Script;
import dev.weft.io.ByteStream;
import dev.weft.io.Framing;
import dev.weft.io.StreamWriter;
import dev.weft.net.Connection;
import dev.weft.testing.Link;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds for each stream, over TLS. Behaviours of asyncio's test_sslproto and test_ssl (flush before shutdown, the end of one direction,
 * buffered reads, big writes both ways), and of the assertions of Netty's SslHandlerTest.
 */
@Timeout(60) // what a broken stream would wait for never comes
class TlsStreamTest {
    static Stream<Arguments> all() {
        return Stream.of(Ends.Kind.values())
                .flatMap(kind -> Stream.of("TLSv1.3", "TLSv1.2").map(version -> Arguments.of(kind, version)));
    }

    /** For what takes long. */
    static Stream<Arguments> some() {
        return Stream.of(Arguments.of(Ends.Kind.TCP, "TLSv1.3"), Arguments.of(Ends.Kind.MEMORY, "TLSv1.2"));
    }

    private static Ends ends(Ends.Kind kind, String version) {
        Ends ends = new Ends(kind);
        ends.client = ends.client.protocols(version);
        return ends;
    }

    /** With the cipher that takes least where nothing but C1 compiles, as in the tests. */
    private static Ends fast(Ends.Kind kind, String version) {
        Ends ends = ends(kind, version);
        ends.client = ends.client.cipherSuites(
                version.equals("TLSv1.3")
                        ? "TLS_CHACHA20_POLY1305_SHA256"
                        : "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");
        return ends;
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("all")
    void aFileIsEncryptedAsWhatIsWrittenBeforeAndAfterIt(Ends.Kind kind, String version, @TempDir Path folder)
            throws Exception {
        byte[] content = new byte[300_000];
        new Random(5).nextBytes(content);
        Path file = Files.write(folder.resolve("file"), content);
        try (Ends ends = new Ends(kind)) {
            ends.client = ends.client.protocols(version);
            Connection client = ends.open();
            ScheduledTask<Long> sending = ends.loop.spawn(Script.of((step, last) -> switch (step) {
                case 0 -> client.write(new byte[] {1});
                case 1 -> client.sendFile(file);
                case 2 -> client.write(new byte[] {2});
                default -> 0L;
            }));
            assertArrayEquals(new byte[] {1}, ends.run(ends.peer().readExactly(1)));
            assertArrayEquals(content, ends.run(ends.peer().readExactly(content.length)));
            assertArrayEquals(new byte[] {2}, ends.run(ends.peer().readExactly(1)));
            ends.run(sending);
        }
    }

    @ParameterizedTest
    @EnumSource(Ends.Kind.class)
    void aSmallWriteBehindTheEndOfBothDirectionsFailsItself(Ends.Kind kind) throws IOException {
        try (Ends ends = ends(kind, "TLSv1.2")) {
            Connection client = ends.open();
            ends.act(client::shutdownOutput);
            assertEquals(0, ends.run(ends.peer().readAll(10)).length);
            IOException ended =
                    assertThrows(IOException.class, () -> ends.run(ends.peer().write(new byte[] {1})));
            assertTrue(ended.toString().contains("nothing more can be sent: the peer has ended"), ended::toString);
            assertEquals(0, ends.run(ends.peer().read(10)).length, "which reads still meet as an end");
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void bytesGoBothWaysAndTheSessionTellsWhatWasAgreedOn(Ends.Kind kind, String version) throws IOException {
        try (Ends ends = ends(kind, version)) {
            Connection client = ends.open();
            ends.run(client.write(new byte[] {1, 2, 3}));
            assertArrayEquals(new byte[] {1, 2, 3}, ends.run(ends.peer().readExactly(3)));
            ends.run(ends.peer().write(new byte[] {4, 5}));
            assertArrayEquals(new byte[] {4, 5}, ends.run(client.readExactly(2)));
            TlsSession session = Tls.session(client);
            assertEquals(version, session.protocol());
            assertEquals(2, session.peerCertificates().size());
            assertEquals(session.cipherSuite(), Tls.session(ends.peer()).cipherSuite());
            assertEquals("", session.applicationProtocol());
            assertEquals(client.localAddress(), ends.peer().peerAddress());
            assertEquals(
                    kind == Ends.Kind.TCP ? null : "server",
                    Tls.session(ends.peer()).serverName());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void oneDirectionEndsAndTheOtherGoesOn(Ends.Kind kind, String version) throws IOException {
        try (Ends ends = ends(kind, version)) {
            Connection client = ends.open();
            ends.run(client.write(new byte[] {1}));
            ends.act(client::shutdownOutput);
            ends.act(client::shutdownOutput);
            assertThrows(ClosedChannelException.class, () -> ends.run(client.write(new byte[1])));
            if (version.equals("TLSv1.3")) {
                assertArrayEquals(new byte[] {1}, ends.run(ends.peer().read(10)));
                assertEquals(0, ends.run(ends.peer().read(10)).length);
                ends.run(ends.peer().write(new byte[] {2}));
            } else { // whoever hears the goodbye answers it at once
                ends.run(ends.peer().write(new byte[] {2}));
                ends.run(Weft.sleep(Duration.ofNanos(1)));
                assertArrayEquals(new byte[] {1}, ends.run(ends.peer().read(10)));
                assertEquals(0, ends.run(ends.peer().read(10)).length);
                IOException refused = assertThrows(
                        IOException.class, () -> ends.run(ends.peer().write(new byte[100_000])));
                assertTrue(
                        refused.toString().contains("the peer has ended the connection with close_notify"),
                        refused::toString);
            }
            ends.close(ends.peer());
            assertArrayEquals(new byte[] {2}, ends.run(client.readExactly(1)));
            assertEquals(0, ends.run(client.read(10)).length);
            assertEquals(0, ends.run(client.read(10)).length);
        }
    }

    @ParameterizedTest
    @MethodSource("some")
    void whatWasWrittenBeforeACloseIsRead(Ends.Kind kind, String version) throws IOException {
        try (Ends ends = ends(kind, version)) {
            Connection client = ends.open();
            byte[] sent = random(1_000_000);
            ScheduledTask<byte[]> reading = ends.loop.spawn(ends.peer().readExactly(sent.length));
            ends.run(client.write(sent));
            ends.close(client);
            assertFalse(client.isOpen());
            assertArrayEquals(sent, ends.run(reading));
            assertEquals(0, ends.run(ends.peer().read(1)).length);
        }
    }

    /** asyncio: writelines over TLS. The pieces share records, and come in their order. */
    @ParameterizedTest
    @MethodSource("some")
    void severalBuffersFramesAndCollectedWritesComeInTheirOrder(Ends.Kind kind, String version) throws IOException {
        try (Ends ends = ends(kind, version)) {
            Connection client = ends.open();
            Framing framing = Framing.lengthPrefix(4, ByteOrder.BIG_ENDIAN, 300_000);
            byte[] large = random(300_000);
            ScheduledTask<List<byte[]>> reading =
                    ends.loop.spawn(framing.frames(ends.peer()).toList());
            ends.run(client.write(framing.frame(new byte[] {1, 2})));
            ends.run(client.write(framing.frame(large)));
            StreamWriter writer = StreamWriter.of(client);
            ends.act(() -> {
                for (int i = 0; i < 100; i++) {
                    writer.write(framing.frame(new byte[] {(byte) i}));
                }
            });
            ends.run(writer.finish());
            List<byte[]> frames = ends.run(reading);
            assertEquals(102, frames.size());
            assertArrayEquals(large, frames.get(1));
            assertArrayEquals(new byte[] {99}, frames.get(101));
        }
    }

    /** The server's tickets are unread at the client, whose socket would be reset by that. */
    @ParameterizedTest
    @MethodSource("all")
    void aCloseDirectlyBehindAWriteLosesNothing(Ends.Kind kind, String version) throws IOException {
        try (Ends ends = ends(kind, version)) {
            Connection client = ends.open();
            ends.run(client.write(new byte[] {7}));
            ends.close(client);
            ends.runUntil(() -> true);
            ends.run(Weft.sleep(Duration.ofMillis(5)));
            assertArrayEquals(new byte[] {7}, ends.run(ends.peer().read(10)));
            assertEquals(0, ends.run(ends.peer().read(10)).length);
        }
    }

    /** More than the peer's buffer holds: the rest is lost with a socket that is reset. */
    @ParameterizedTest
    @MethodSource("all")
    void aCloseBehindTheEndOfTheOutputLosesNothing(Ends.Kind kind, String version) throws IOException {
        try (Ends ends = ends(kind, version)) {
            Connection client = ends.open();
            byte[] sent = random(kind == Ends.Kind.TCP ? 400_000 : 1000);
            assumeTrue(ends.start(client.write(sent)).isReady(), "the system's buffers are small");
            ends.act(client::shutdownOutput);
            ends.close(client);
            ends.run(Weft.sleep(Duration.ofMillis(5)));
            assertArrayEquals(sent, ends.run(ends.peer().readAll(sent.length)));
        }
    }

    @ParameterizedTest
    @MethodSource("some")
    void sixteenMegabytesGoBothWaysAtOnce(Ends.Kind kind, String version) throws IOException {
        try (Ends ends = fast(kind, version)) {
            Connection client = ends.open();
            int size = kind == Ends.Kind.TCP ? 16 << 20 : 1 << 20;
            byte[] one = random(size);
            byte[] other = random(size + 1);
            ScheduledTask<Void> writing = ends.loop.spawn(client.write(one));
            ScheduledTask<Void> answering = ends.loop.spawn(ends.peer().write(ByteBuffer.wrap(other)));
            ScheduledTask<byte[]> reading = ends.loop.spawn(ends.peer().readExactly(one.length));
            assertArrayEquals(other, ends.run(client.readExactly(other.length)));
            assertArrayEquals(one, ends.run(reading));
            ends.run(writing);
            ends.run(answering);
        }
    }

    @ParameterizedTest
    @MethodSource("some")
    void oneByteAtATimeIsReadOutOfABigRecord(Ends.Kind kind, String version) throws IOException {
        try (Ends ends = ends(kind, version)) {
            Connection client = ends.open();
            byte[] sent = random(40_000);
            ScheduledTask<Void> writing = ends.loop.spawn(client.write(sent));
            ByteBuffer one = ByteBuffer.allocate(1);
            for (int i = 0; i < 5_000; i++) {
                assertEquals(1, ends.run(ends.peer().read(one.clear())));
                assertEquals(sent[i], one.get(0));
            }
            assertArrayEquals(
                    Arrays.copyOfRange(sent, 5_000, 40_000),
                    ends.run(ends.peer().readExactly(35_000)));
            ends.run(writing);
        }
    }

    private static void writeRecord(Ends ends, Connection client, int size) throws IOException {
        ends.run(client.write(new byte[size]));
        ends.run(Weft.sleep(Duration.ofMillis(1))); // small writes of one turn share a record
    }

    /** Behind a megabyte a stream waits to be told of more, and of records that have been received nobody but TLS knows. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void recordsThatCameWithTheOneThatWasReadAreToldOf(String version) throws IOException {
        try (Ends ends = ends(Ends.Kind.MEMORY, version)) {
            ends.memory.link(Link.normal().splits(0));
            Connection client = ends.open();
            Connection peer = ends.peer();
            for (int i = 0; i < 64; i++) {
                writeRecord(ends, client, 16_380);
                assertEquals(16_380, ends.run(peer.read(16_380)).length);
            }
            for (int i = 0; i < 4; i++) {
                writeRecord(ends, client, 200);
            }
            for (int i = 0; i < 4; i++) { // the second one makes the megabyte full
                assertEquals(200, ends.run(peer.readExactly(200)).length);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aCancelledReadHasTakenNothing(Ends.Kind kind, String version) throws IOException {
        try (Ends ends = ends(kind, version)) {
            Connection client = ends.open();
            ends.run(client.write(random(5000)));
            ScheduledTask<byte[]> reading = ends.start(ends.peer().readExactly(10_000));
            ends.runUntil(() -> reading.isReady() || reading.state() == ScheduledTask.State.SUSPENDED);
            ends.act(reading::cancel);
            assertThrows(CancellationException.class, () -> ends.run(reading));
            ends.run(client.write(new byte[] {9}));
            byte[] all = ends.run(ends.peer().readExactly(5001));
            assertArrayEquals(random(5000), Arrays.copyOf(all, 5000));
            assertEquals(9, all[5000]);
        }
    }

    @ParameterizedTest
    @MethodSource("some")
    void aWriteWaitsForASlowPeerAndGoesOn(Ends.Kind kind, String version) throws IOException {
        try (Ends ends = fast(kind, version)) {
            Connection client = ends.open();
            byte[] sent = random(kind == Ends.Kind.TCP ? 16 << 20 : 1 << 20);
            ScheduledTask<Void> writing = ends.start(client.write(sent));
            assertFalse(writing.isReady());
            assertThrows(IllegalStateException.class, () -> ends.run(client.write(new byte[1])));
            assertArrayEquals(sent, ends.run(ends.peer().readExactly(sent.length)));
            ends.run(writing);
        }
    }

    @ParameterizedTest
    @MethodSource("some")
    void aCloseWakesTheReaderAndTheWriter(Ends.Kind kind, String version) throws IOException {
        try (Ends ends = fast(kind, version)) {
            Connection client = ends.open();
            ScheduledTask<byte[]> reading = ends.start(client.read(10));
            ScheduledTask<Void> writing = ends.start(client.write(new byte[64 << 20]));
            ends.close(client);
            assertThrows(AsynchronousCloseException.class, () -> ends.run(reading));
            assertThrows(AsynchronousCloseException.class, () -> ends.run(writing));
            ClosedChannelException refused =
                    assertThrows(ClosedChannelException.class, () -> ends.run(client.read(10)));
            assertEquals(client + " is closed", refused.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void manySmallWritesMakeFewRecords(Ends.Kind kind, String version) throws IOException {
        try (Ends ends = ends(kind, version)) {
            Connection client = ends.open();
            ends.run(client.write(new byte[1]));
            ends.run(ends.peer().readExactly(1));
            RecordCount count = RecordCount.of(client);
            ends.run(Script.of((step, last) -> {
                last.get();
                return step < 1000 ? client.write(new byte[] {(byte) step}) : "done";
            }));
            byte[] read = ends.run(ends.peer().readExactly(1000));
            assertEquals((byte) 999, read[999]);
            assertTrue(count.sent() < 30 * 30 + 1000, () -> "1000 bytes took " + count.sent());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void nothingIsKeptForAConnectionThatIsIdle(Ends.Kind kind, String version) throws Exception {
        try (Ends ends = ends(kind, version)) {
            Connection client = ends.open();
            ScheduledTask<Void> writing = ends.loop.spawn(client.write(random(100_000)));
            ends.run(ends.peer().readExactly(100_000));
            ends.run(writing);
            ScheduledTask<byte[]> idle = ends.start(client.read(10));
            ends.start(ends.peer().read(10));
            for (Connection one : List.of(client, ends.peer())) {
                assertEquals(0, RecordCount.kept(one));
            }
            assertFalse(idle.isReady());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void anEndWithoutAGoodbyeIsNoEnd(Ends.Kind kind, String version) throws IOException {
        try (Ends ends = ends(kind, version)) {
            Connection client = ends.open();
            ends.run(client.write(new byte[] {1, 2}));
            ends.run(Weft.sleep(Duration.ofMillis(1)));
            ends.act(() -> RecordCount.inner(client).shutdownOutput());
            assertArrayEquals(new byte[] {1, 2}, ends.run(ends.peer().read(10)));
            for (int i = 0; i < 2; i++) {
                TruncatedException cut = assertThrows(
                        TruncatedException.class, () -> ends.run(ends.peer().read(10)));
                assertEquals(
                        ends.peer() + " ended without close_notify: the peer has broken off, or somebody has cut the"
                                + " connection, and data may be missing",
                        cut.getMessage());
            }
            assertThrows(TruncatedException.class, () -> ends.run(ends.peer().readExactly(1)));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aReadUpToASeparatorLeavesWhatComesBehindIt(Ends.Kind kind, String version) throws IOException {
        try (Ends ends = ends(kind, version)) {
            Connection client = ends.open();
            ends.run(client.write("one\ntwo\nthr".getBytes(StandardCharsets.US_ASCII)));
            byte[] line = {'\n'};
            assertEquals(4, ends.run(ends.peer().readUntil(line, 100)).length);
            assertEquals(4, ends.run(ends.peer().readUntil(line, 100)).length);
            ends.close(client);
            assertThrows(EOFException.class, () -> ends.run(ends.peer().readUntil(line, 100)));
            assertEquals(3, ends.run(ends.peer().read(100)).length);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatARecordWasBrokenByIsToldToBothEnds(Ends.Kind kind, String version) throws IOException {
        try (Ends ends = ends(kind, version)) {
            Connection client = ends.open();
            ends.act(() -> RecordCount.inner(client)
                    .write(ByteBuffer.allocateDirect(25)
                            .put(new byte[] {23, 3, 3, 0, 20})
                            .clear()));
            IOException broken =
                    assertThrows(IOException.class, () -> ends.run(ends.peer().read(10)));
            assertTrue(broken.toString().endsWith(" (" + ends.peer() + ')'), broken::toString);
            IOException told = assertThrows(IOException.class, () -> ends.run(client.read(10)));
            assertTrue(told.toString().contains("bad_record_mac"), told::toString);
            assertThrows(IOException.class, () -> ends.run(ends.peer().write(new byte[1])));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aDumpTellsTheWaitByBothAddressesAndTheName(Ends.Kind kind, String version) throws IOException {
        try (Ends ends = ends(kind, version)) {
            Connection client = ends.open();
            ByteStream plain = ends.run(ends.from.openConnection(
                    ends.host, ends.peer().localAddress().getPort()));
            String expected = "read " + client.toString().replace("connection ", "");
            assertEquals(
                    expected,
                    client.read(10).describe().kind()
                            + ' '
                            + client.read(10).describe().identity());
            assertTrue(
                    client.toString().endsWith(kind == Ends.Kind.TCP ? " (tls)" : " (tls server)"), client::toString);
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Tls.session(plain));
            assertTrue(refused.toString().contains(" is not encrypted"), refused::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatIsOpenWhenTheLoopClosesIsClosedAndThePeerReadsAllOfIt(Ends.Kind kind, String version) throws IOException {
        List<Connection> open = new ArrayList<>();
        try (Ends ends = ends(kind, version)) {
            open.add(ends.open());
            open.add(ends.peer());
            ends.run(ends.peer().write(new byte[10]));
        }
        for (Connection one : open) {
            assertFalse(one.isOpen());
            assertFalse(RecordCount.inner(one).isOpen());
            one.close();
        }
    }
}
