// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.ScheduledTask;
import dev.weft.io.StreamWriter;
import dev.weft.support.LogRecords;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ends of connections, in one direction and in both, in order and by a reset, over each kind of network. The behaviours are those of asyncio's
 * {@code test_sock_lowlevel} and {@code test_streams} (ends and resets of the peer), of tokio's {@code tcp_shutdown} and {@code
 * uds_stream} (shutdown of one half, an end that is read, a write to an end that is gone), and of Netty's {@code SocketRstTest}, {@code
 * SocketHalfClosedTest} and {@code SocketShutdownOutputBySelfTest} and {@code …ByPeerTest}.
 */
@Timeout(60) // what a broken loop would wait for never comes
class ResetTest {
    @RegisterExtension
    final Ends net = new Ends();

    // ------------------------------------------------------------------ resets

    @ParameterizedTest
    @EnumSource(names = {"TCP", "MEMORY"})
    void thePeerOfAResetReadsNoEnd(Ends.Over over) throws IOException {
        Ends.Pair pair = net.pair(over);
        ScheduledTask<byte[]> reading = net.start(pair.client().read(1));
        net.reset(pair.served());
        ConnectionResetException told = assertThrows(ConnectionResetException.class, () -> net.run(reading));
        assertTrue(String.valueOf(told.getMessage()).endsWith("(" + pair.client() + ')'), told::getMessage);
        assertThrows(ConnectionResetException.class, () -> net.run(pair.client().write(new byte[1])));
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "MEMORY"})
    void whoWritesMoreThanFitsIsToldOfTheReset(Ends.Over over) throws IOException {
        Ends.Pair pair = net.pair(over);
        ScheduledTask<Void> writing = net.start(pair.client().write(new byte[16_000_000]));
        net.reset(pair.served());
        assertThrows(ConnectionResetException.class, () -> net.run(writing));
    }

    /** A socket that nobody has waited at, and one that a selector knows, which the JDK closes in another way. */
    private void comeUnread(Ends.Pair pair, boolean hasWaited) throws IOException {
        ScheduledTask<byte[]> reading = hasWaited ? net.start(pair.served().read(1)) : null;
        net.run(pair.client().write(new byte[1]));
        if (reading == null) {
            net.turns();
        }
        net.run(reading == null ? pair.served().read(1) : reading);
        net.run(pair.client().write(new byte[10]));
        net.turns();
    }

    /** What was written before is whole, so there is nothing that the end could hide. */
    @ParameterizedTest
    @CsvSource({"TCP,false", "TCP,true", "MEMORY,false", "MEMORY,true"})
    void aCloseWithBytesUnreadIsAnEndAndThenAReset(Ends.Over over, boolean hasWaited) throws IOException {
        Ends.Pair pair = net.pair(over);
        comeUnread(pair, hasWaited);
        ScheduledTask<byte[]> reading = net.start(pair.client().readAll(100));
        net.run(pair.served().write("answer".getBytes(UTF_8)));
        net.close(pair.served());
        assertEquals("answer", new String(net.run(reading), UTF_8));
        net.turns();
        assertThrows(ConnectionResetException.class, () -> net.run(pair.client().write(new byte[1])));
        assertEquals(0, net.run(pair.client().read(1)).length);
    }

    @ParameterizedTest
    @CsvSource({"TCP,false", "TCP,true", "MEMORY,false", "MEMORY,true"})
    void whoReadsBehindACloseWithBytesUnreadReadsWhatWasWrittenAndTheEnd(Ends.Over over, boolean hasWaited)
            throws IOException {
        Ends.Pair pair = net.pair(over);
        comeUnread(pair, hasWaited);
        net.run(pair.served().write("answer".getBytes(UTF_8)));
        net.close(pair.served());
        net.turns();
        assertEquals("answer", new String(net.run(pair.client().readAll(100)), UTF_8));
    }

    /** A Unix socket knows no order of the two. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCloseOfAUnixSocketWithBytesUnreadIsAReset(boolean hasWaited) throws IOException {
        Ends.Pair pair = net.pair(Ends.Over.UNIX);
        comeUnread(pair, hasWaited);
        net.close(pair.served());
        net.turns();
        assertThrows(ConnectionResetException.class, () -> net.run(pair.client().read(1)));
    }

    /** Who cuts off a peer that does not read means to lose what is left for it, and there may be many of these. */
    @ParameterizedTest
    @EnumSource
    void whatAWriterHasForAConnectionThatIsResetIsLostWithoutAWord(Ends.Over over) throws IOException {
        Ends.Pair pair = net.pair(over);
        StreamWriter writer = StreamWriter.of(pair.client());
        try (LogRecords log = new LogRecords()) {
            net.call(() -> {
                writer.write(new byte[16_000_000]);
                return "";
            });
            net.turns(); // some are under way
            net.call(() -> {
                writer.write(new byte[10]);
                return "";
            });
            net.reset(pair.client());
            net.turns();
            assertEquals(List.of(), log.lines());
        }
        assertThrows(ClosedChannelException.class, () -> net.run(writer.flush()));
    }

    @ParameterizedTest
    @EnumSource
    void aResetWakesWhoWaitsAtThisEnd(Ends.Over over) throws IOException {
        Ends.Pair pair = net.pair(over);
        ScheduledTask<byte[]> reading = net.start(pair.client().read(1));
        net.reset(pair.client());
        assertThrows(AsynchronousCloseException.class, () -> net.run(reading));
        assertFalse(pair.client().isOpen());
        assertThrows(ClosedChannelException.class, () -> net.run(pair.client().read(1)));
        net.reset(pair.client()); // once more is nothing
        net.close(pair.client());
        pair.client().reset(); // nor is it on any thread
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "MEMORY"})
    void lingeringForNoTimeMakesACloseAReset(Ends.Over over) throws IOException {
        Ends.Pair pair = net.pair(over);
        net.call(() -> pair.served().setOption(StandardSocketOptions.SO_LINGER, 0));
        net.close(pair.served());
        assertThrows(ConnectionResetException.class, () -> net.run(pair.client().read(1)));
    }

    @Test
    void aResetLeavesNoDescriptor() throws IOException {
        FileDescriptors.assumeCounted();
        net.over(Ends.Over.TCP);
        Server server = net.serve(ServerOptions.defaults());
        long before = FileDescriptors.sockets();
        for (int i = 0; i < 10; i++) {
            Connection client = net.connect(server);
            Connection served = net.accepted();
            net.reset(client);
            net.reset(served);
        }
        net.turns();
        assertEquals(before, FileDescriptors.sockets());
    }

    @Test
    void belongsToTheThreadOfItsLoop() throws IOException {
        Ends.Pair pair = net.pair(Ends.Over.TCP);
        String refused = String.valueOf(
                assertThrows(IllegalStateException.class, pair.client()::reset).getMessage());
        assertTrue(refused.startsWith("reset() of " + pair.client()), refused);
        assertTrue(pair.client().isOpen());
    }

    // ------------------------------------------------------------------ one direction

    @ParameterizedTest
    @EnumSource
    void whatWasWrittenBeforeTheEndOfOneDirectionIsReadAndAnswered(Ends.Over over) throws IOException {
        Ends.Pair pair = net.pair(over);
        net.run(pair.client().write("question".getBytes(UTF_8)));
        net.shutDown(pair.client());
        assertEquals(8, net.run(pair.served().readExactly(8)).length);
        assertEquals(0, net.run(pair.served().read(1)).length);
        assertEquals(0, net.run(pair.served().read(1)).length); // an end stays one
        net.run(pair.served().write(new byte[10_000]));
        assertEquals(10_000, net.run(pair.client().readExactly(10_000)).length);
        net.close(pair.served());
        assertEquals(0, net.run(pair.client().read(1)).length);
    }

    @ParameterizedTest
    @EnumSource
    void bothDirectionsEndOneAfterTheOther(Ends.Over over) throws IOException {
        Ends.Pair pair = net.pair(over);
        net.shutDown(pair.client());
        net.shutDown(pair.client()); // twice is once
        net.shutDown(pair.served());
        assertEquals(0, net.run(pair.served().read(1)).length);
        assertEquals(0, net.run(pair.client().read(1)).length);
        assertTrue(pair.client().isOpen() && pair.served().isOpen());
        assertThrows(ClosedChannelException.class, () -> net.run(pair.client().write(new byte[1])));
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfOneDirectionComesBehindSixteenMillionBytes(Ends.Over over) throws IOException {
        Ends.Pair pair = net.pair(over);
        byte[] bytes = new byte[16_000_000];
        Arrays.fill(bytes, (byte) 5);
        ScheduledTask<Void> writing = net.start(pair.client().write(bytes));
        assertFalse(writing.isReady(), "there is no room for so much");
        int size = 0;
        while (size < bytes.length) {
            int count = net.run(pair.served().read(1 << 16)).length;
            assertTrue(count > 0);
            size += count;
        }
        net.run(writing);
        net.shutDown(pair.client());
        assertEquals(0, net.run(pair.served().read(1)).length);
    }

    @ParameterizedTest
    @EnumSource
    void anEndInTheMiddleOfAMessageSaysHowMuchHadCome(Ends.Over over) throws IOException {
        Ends.Pair pair = net.pair(over);
        net.run(pair.client().write(new byte[3]));
        net.shutDown(pair.client());
        EOFException ended =
                assertThrows(EOFException.class, () -> net.run(pair.served().readExactly(5)));
        assertEquals("the stream of " + pair.served() + " ended after 3 of 5 bytes", ended.getMessage());
    }

    /** Which of the two the system says first is its business; in the end it is told. */
    @ParameterizedTest
    @EnumSource
    void whoWritesToAnEndThatIsGoneIsTold(Ends.Over over) throws IOException {
        Ends.Pair pair = net.pair(over);
        net.close(pair.served());
        assertEquals(0, net.run(pair.client().read(1)).length);
        IOException failure = null;
        while (failure == null) {
            try {
                net.run(pair.client().write(new byte[1000]));
                net.turns();
            } catch (IOException told) {
                failure = told;
            }
        }
        assertInstanceOf(ConnectionResetException.class, failure);
    }
}
