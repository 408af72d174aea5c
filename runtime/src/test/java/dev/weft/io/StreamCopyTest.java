// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static dev.weft.io.StreamCopy.copy;
import static dev.weft.io.StreamCopy.copyBidirectional;
import static dev.weft.io.StreamEnds.bytes;
import static dev.weft.io.StreamEnds.pattern;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.Tuple2;
import dev.weft.Weft;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Copies, one way and both ways. Behaviours of tokio's io_copy and io_copy_bidirectional, and of Netty's half-close tests
 * (SocketShutdownOutputBySelfTest, SocketHalfClosedTest) and its sample of a proxy, which reads no faster than the other end takes.
 */
@ParameterizedClass
@EnumSource(StreamEnds.Kind.class)
@Timeout(60) // what a broken loop would wait for never comes
class StreamCopyTest {
    private static final Duration LONG = Duration.ofDays(1);

    @RegisterExtension
    final StreamEnds net;

    private final StreamEnds.Kind kind;

    /** The user's ends of two connections, whose other ends are copied into each other. */
    private final ByteStream client;

    private final ByteStream server;
    private final ByteStream clientSide;
    private final ByteStream serverSide;

    StreamCopyTest(StreamEnds.Kind kind) throws IOException {
        this.kind = kind;
        net = new StreamEnds(kind);
        client = net.far;
        clientSide = net.near;
        ByteStream[] other = net.pair();
        serverSide = other[0];
        server = other[1];
    }

    private ScheduledTask<Tuple2<Long, Long>> begin() throws IOException {
        return net.start(copyBidirectional(clientSide, serverSide));
    }

    private void send(ByteStream stream, String text) throws IOException {
        net.run(stream.write(bytes(text)));
    }

    private String read(ByteStream stream, int count) throws IOException {
        return new String(net.run(stream.readExactly(count)), UTF_8);
    }

    private void end(ByteStream stream) {
        net.act(stream::shutdownOutput);
    }

    private void turn() {
        int[] turns = {5};
        net.runUntil(() -> turns[0]-- <= 0);
    }

    // ------------------------------------------------------------------ one way

    @Test
    void aCopyEndsWithTheStreamAndTellsHowMuchItWas() throws IOException {
        byte[] sent = pattern(300_000);
        ScheduledTask<Long> copying = net.start(copy(clientSide, serverSide));
        ScheduledTask<byte[]> reading = net.loop.spawn(server.readExactly(sent.length));
        net.run(client.write(sent));
        end(client);
        assertEquals(sent.length, net.run(copying));
        assertArrayEquals(sent, net.run(reading));
        net.run(serverSide.write(bytes("more"))); // its output goes on
        assertEquals("more", read(server, 4));
    }

    @Test
    void aCopyBeginsWithWhatWasHeld() throws IOException {
        send(client, "head\nbody");
        end(client);
        assertEquals("head", net.run(clientSide.readLine(UTF_8, 100)));
        assertEquals(4L, net.run(copy(clientSide, serverSide)));
        assertEquals("body", read(server, 4));
    }

    @Test
    void aCopyOfNothingIsNothing() throws IOException {
        end(client);
        assertEquals(0L, net.run(copy(clientSide, serverSide)));
    }

    /** As tokio's copy_bidirectional_is_cooperative. */
    @Test
    void aCopyThatNeverHasToWaitLetsOthersHaveTheirTurn() throws IOException {
        FastTransport source = new FastTransport(net.loop);
        ByteStream from = new ByteStream(source);
        ByteStream to = new ByteStream(new FastTransport(net.loop));
        long copied = net.run(copy(from, to));
        assertTrue(copied >= DirectBuffers.READ_BURST, () -> copied + " bytes");
        assertTrue(source.mostReads <= 1 + DirectBuffers.READ_BURST / DirectBuffers.CHUNK, () -> "" + source.mostReads);
    }

    // ------------------------------------------------------------------ both ways

    @Test
    void bytesGoBothWays() throws IOException {
        ScheduledTask<Tuple2<Long, Long>> copying = begin();
        send(client, "test");
        assertEquals("test", read(server, 4));
        send(server, "answer");
        assertEquals("answer", read(client, 6));
        assertFalse(copying.isReady());
        end(server);
        end(client);
        assertEquals(new Tuple2<>(4L, 6L), net.run(copying));
    }

    @Test
    void oneWayEndsAndTheOtherGoesOn() throws IOException {
        ScheduledTask<Tuple2<Long, Long>> copying = begin();
        end(client);
        assertEquals(0, net.run(server.readAll(10)).length);
        send(server, "quux");
        assertEquals("quux", read(client, 4));
        net.act(server::close);
        assertEquals(new Tuple2<>(0L, 4L), net.run(copying));
        assertEquals(0, net.run(client.readAll(10)).length);
    }

    @Test
    void theOtherWayEndsFirstAsWell() throws IOException {
        ScheduledTask<Tuple2<Long, Long>> copying = begin();
        send(server, "bye");
        end(server);
        assertEquals("bye", new String(net.run(client.readAll(10)), UTF_8));
        send(client, "still here");
        assertEquals("still here", read(server, 10));
        end(client);
        assertEquals(new Tuple2<>(10L, 3L), net.run(copying));
    }

    @Test
    void aReaderThatDoesNotReadHoldsUpOneWayAlone() throws IOException {
        ScheduledTask<Tuple2<Long, Long>> copying = begin();
        byte[] sent = pattern(3 * net.much());
        ScheduledTask<Void> writing = net.start(client.write(sent));
        turn();
        assertFalse(writing.isReady()); // nothing collects it
        send(server, "quux");
        assertEquals("quux", read(client, 4));
        end(server);
        assertArrayEquals(sent, net.run(server.readExactly(sent.length)));
        net.run(writing);
        end(client);
        assertEquals(new Tuple2<>((long) sent.length, 4L), net.run(copying));
    }

    @Test
    void muchGoesBothWaysAtOnce() throws IOException {
        byte[] sent = pattern(3_000_000);
        ScheduledTask<Tuple2<Long, Long>> copying = begin();
        List<ScheduledTask<Void>> writing =
                List.of(net.loop.spawn(client.write(sent)), net.loop.spawn(server.write(sent)));
        List<ScheduledTask<byte[]>> reading = List.of(
                net.loop.spawn(client.readExactly(sent.length)), net.loop.spawn(server.readExactly(sent.length)));
        for (ScheduledTask<byte[]> each : reading) {
            assertArrayEquals(sent, net.run(each));
        }
        for (ScheduledTask<Void> each : writing) {
            net.run(each);
        }
        end(client);
        end(server);
        assertEquals(new Tuple2<>(3_000_000L, 3_000_000L), net.run(copying));
    }

    // ------------------------------------------------------------------ how it fails

    @Test
    void aReadThatFailsEndsBothWays() throws IOException {
        ScheduledTask<Tuple2<Long, Long>> copying = begin();
        net.act(clientSide::close);
        assertThrows(AsynchronousCloseException.class, () -> net.run(copying));
        requireFree(serverSide, server);
    }

    @Test
    void aWriteThatFailsEndsBothWays() throws IOException {
        ScheduledTask<Tuple2<Long, Long>> copying = begin();
        end(serverSide); // so that nothing can be written there
        send(client, "x");
        String message = assertThrows(EndpointClosedException.class, () -> net.run(copying))
                .getMessage();
        assertEquals(
                "the output of " + serverSide + " is shut down: nothing can be written after shutdownOutput()",
                message);
        requireFree(clientSide, client);
    }

    /** Nothing waits on it any more, and it is open. */
    private void requireFree(ByteStream stream, ByteStream peer) throws IOException {
        assertTrue(stream.isOpen());
        assertFalse(LoopFixture.reads(stream));
        assertFalse(LoopFixture.writes(stream));
        send(peer, "free");
        assertEquals("free", read(stream, 4));
    }

    @Test
    void aCancelledOneLeavesNothingBehind() throws IOException {
        for (int turns = 0; turns < 6; turns++) {
            ScheduledTask<Tuple2<Long, Long>> copying = net.loop.spawn(copyBidirectional(clientSide, serverSide));
            int[] left = {turns};
            net.runUntil(() -> left[0]-- <= 0);
            copying.cancel();
            assertThrows(CancellationException.class, () -> net.run(copying));
            requireFree(clientSide, client);
            requireFree(serverSide, server);
        }
    }

    @Test
    void aCancelledOneLeavesNothingBehindWhereItWrites() throws IOException {
        ScheduledTask<Tuple2<Long, Long>> copying = begin();
        ScheduledTask<Void> writing = net.start(client.write(new byte[3 * net.much()]));
        net.runUntil(() -> LoopFixture.writes(serverSide));
        copying.cancel();
        assertThrows(CancellationException.class, () -> net.run(copying));
        assertFalse(LoopFixture.writes(serverSide));
        assertFalse(LoopFixture.reads(clientSide));
        writing.cancel();
        assertThrows(CancellationException.class, () -> net.run(writing));
    }

    @Test
    void runsOnce() throws Exception {
        Awaitable<Tuple2<Long, Long>> once = copyBidirectional(clientSide, serverSide);
        end(client);
        end(server);
        net.run(once);
        assertRunsOnce("copyBidirectional(...) between " + clientSide + " and " + serverSide, once);
        assertRunsOnce(
                "copyBidirectional(...) between " + clientSide + " and " + serverSide,
                ranBefore(copyBidirectional(clientSide, serverSide, Duration.ofDays(1))));
        assertRunsOnce("copy(...) from " + clientSide + " to " + serverSide, ranBefore(copy(clientSide, serverSide)));
    }

    private <T> Awaitable<T> ranBefore(Awaitable<T> once) throws IOException {
        net.run(once);
        return once;
    }

    private void assertRunsOnce(String name, Awaitable<?> once) {
        String refusal = String.valueOf(
                assertThrows(IllegalStateException.class, () -> net.run(once)).getMessage());
        assertTrue(refusal.startsWith(name + " was awaited or spawned before, "), refusal);
    }

    @Test
    void isRefusedWhereAnotherReads() throws IOException {
        ScheduledTask<byte[]> reading = net.start(clientSide.readExactly(4));
        assertThrows(IllegalStateException.class, () -> net.run(copyBidirectional(clientSide, serverSide)));
        send(client, "mine");
        assertEquals(4, net.run(reading).length);
        requireFree(serverSide, server);
    }

    @Test
    void mayNotStandStillForNoTime() {
        for (Duration none : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> copyBidirectional(clientSide, serverSide, none));
            assertEquals(
                    "both ways may stand still for " + none
                            + ", in which nothing can be copied; give more than zero, or leave the limit out",
                    refused.getMessage());
        }
    }

    @Test
    void endsWithItsLoop() throws IOException {
        ScheduledTask<Tuple2<Long, Long>> copying = begin();
        net.loop.close();
        assertEquals(ScheduledTask.State.CANCELLED, copying.state());
        assertEquals(List.of(), net.unseen);
        assertFalse(clientSide.isOpen());
    }

    // ------------------------------------------------------------------ limits of time

    @Test
    void givesUpWhenNothingGoesEitherWay() throws Exception {
        ScheduledTask<Tuple2<Long, Long>> copying =
                net.start(copyBidirectional(clientSide, serverSide, Duration.ofMillis(50)));
        String message =
                assertThrows(TimeoutException.class, () -> net.run(copying)).getMessage();
        assertEquals(
                "nothing was copied between " + clientSide + " and " + serverSide + " for PT0.05S, neither way",
                message);
        requireFree(clientSide, client);
        requireFree(serverSide, server);
    }

    /** In virtual time, for it is about time. */
    @Test
    void isKeptAliveByEitherWay() throws Exception {
        if (kind == StreamEnds.Kind.TCP) {
            return;
        }
        ScheduledTask<Tuple2<Long, Long>> copying =
                net.start(copyBidirectional(clientSide, serverSide, Duration.ofSeconds(10)));
        for (int i = 0; i < 10; i++) {
            net.run(Weft.sleep(Duration.ofSeconds(9)));
            send(i % 2 == 0 ? client : server, "x");
        }
        long began = net.loop.nanoTime();
        assertThrows(TimeoutException.class, () -> net.run(copying));
        Duration waited = Duration.ofNanos(net.loop.nanoTime() - began);
        assertTrue(
                waited.compareTo(Duration.ofSeconds(10)) <= 0 && waited.compareTo(Duration.ofSeconds(9)) > 0,
                waited::toString);
    }

    /** A reader that takes a little now and then: each time is progress, though no write of the copy has ended. */
    @Test
    void isKeptAliveByAReaderThatIsSlow() throws Exception {
        if (kind == StreamEnds.Kind.TCP) {
            return;
        }
        ScheduledTask<Tuple2<Long, Long>> copying =
                net.start(copyBidirectional(clientSide, serverSide, Duration.ofSeconds(10)));
        ScheduledTask<Void> writing = net.start(client.write(new byte[200_000]));
        long began = net.loop.nanoTime();
        int left = 200_000;
        while (LoopFixture.writes(serverSide)) {
            net.run(Weft.sleep(Duration.ofSeconds(9)));
            left -= net.run(server.read(1000)).length;
        }
        assertTrue(Duration.ofNanos(net.loop.nanoTime() - began).toMinutes() > 10);
        net.run(writing);
        net.run(server.readExactly(left));
        end(client);
        end(server);
        assertEquals(new Tuple2<>(200_000L, 0L), net.run(copying));
    }

    @Test
    void hasALimitForTheWholeTimeAsWell() throws Exception {
        ScheduledTask<Tuple2<Long, Long>> copying =
                net.start(Weft.waitFor(copyBidirectional(clientSide, serverSide, LONG), Duration.ofMillis(50)));
        assertThrows(TimeoutException.class, () -> net.run(copying));
        requireFree(clientSide, client);
        requireFree(serverSide, server);
    }

    @Test
    void endsInTimeWithALimit() throws Exception {
        ScheduledTask<Tuple2<Long, Long>> copying = net.start(copyBidirectional(clientSide, serverSide, LONG));
        send(client, "test");
        end(client);
        assertEquals("test", new String(net.run(server.readAll(10)), UTF_8));
        end(server);
        assertEquals(new Tuple2<>(4L, 0L), net.run(copying));
    }
}
