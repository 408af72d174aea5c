// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.ScheduledTask;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One direction while the other has ended, over each kind of network. The behaviours are those of Netty's {@code
 * SocketHalfClosedTest}, {@code SocketShutdownOutputBySelfTest}, {@code SocketChannelEOFTest} and {@code SocketRstTest}, and of tokio's {@code
 * tcp_shutdown}, {@code tcp_into_split} and {@code uds_split}.
 */
@Timeout(60) // what a broken loop would wait for never comes
class HalfClosureTest {
    private static final int MUCH = 4_000_000;

    @RegisterExtension
    final Ends net = new Ends();

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    private int read(Connection connection) throws IOException {
        return net.run(connection.read(1)).length;
    }

    // ------------------------------------------------------------------ ends

    /** tokio tcp_into_split: drop_write. */
    @ParameterizedTest
    @EnumSource
    void aReadThatWaitsGoesOnWhenTheOutputOfItsEndEnds(Ends.Over over) throws IOException {
        Ends.Pair pair = net.pair(over);
        ScheduledTask<byte[]> reading = net.start(pair.client().readExactly(4));
        net.shutDown(pair.client());
        assertEquals(0, read(pair.served()));
        assertFalse(reading.isReady());
        net.run(pair.served().write("late".getBytes(UTF_8)));
        assertEquals("late", text(net.run(reading)));
        ScheduledTask<byte[]> last = net.start(pair.client().read(32));
        net.close(pair.served());
        assertEquals(0, net.run(last).length);
    }

    /** tokio uds_split: split. */
    @ParameterizedTest
    @EnumSource
    void eachEndSaysAllAndGetsAllThatTheOtherSays(Ends.Over over) throws IOException {
        Ends.Pair pair = net.pair(over);
        ScheduledTask<byte[]> client = net.start(pair.client().readAll(10));
        ScheduledTask<byte[]> served = net.start(pair.served().readAll(10));
        for (Connection each : new Connection[] {pair.client(), pair.served()}) {
            net.run(each.write((each == pair.client() ? "A" : "B").getBytes(UTF_8)));
            net.shutDown(each);
        }
        assertEquals("B", text(net.run(client)));
        assertEquals("A", text(net.run(served)));
    }

    /** Netty: testHalfClosureReceiveDataOnFinalWait2StateWhenSoLingerSet, testShutdownOutputSoLingerNoAssertError. */
    @ParameterizedTest
    @EnumSource(names = {"TCP", "MEMORY"})
    void lingeringChangesNothingAboutTheEndOfOneDirection(Ends.Over over) throws IOException {
        Ends.Pair pair = net.pair(over);
        net.call(() -> pair.served().setOption(StandardSocketOptions.SO_LINGER, 1));
        net.shutDown(pair.served());
        assertEquals(0, read(pair.client()));
        net.run(pair.client().write(new byte[16]));
        assertEquals(16, net.run(pair.served().readExactly(16)).length);
        net.close(pair.client());
        assertEquals(0, read(pair.served()));
    }

    /** Netty: testAllDataReadAfterHalfClosure, testAllDataReadClosure, and readAllPendingOnEOF of SocketChannelEOFTest. */
    @ParameterizedTest
    @CsvSource({"TCP, false", "TCP, true", "UNIX, false", "UNIX, true", "MEMORY, false", "MEMORY, true"})
    void anEndBehindMuchThatIsUnreadLosesNothing(Ends.Over over, boolean closes) throws IOException {
        Ends.Pair pair = net.pair(over);
        byte[] sent = new byte[MUCH];
        new Random(1).nextBytes(sent);
        ByteBuffer received = ByteBuffer.allocate(MUCH + 1);
        ScheduledTask<Void> writing = net.start(pair.client().write(sent));
        while (!writing.isReady()) {
            assertTrue(net.run(pair.served().read(received)) > 0, "the end came before all was written");
        }
        net.run(writing);
        if (closes) {
            net.close(pair.client());
        } else {
            net.shutDown(pair.client());
        }
        net.turns(); // in which the reader does something else
        while (net.run(pair.served().read(received)) > 0) {}
        assertArrayEquals(sent, Arrays.copyOf(received.array(), received.position()));
    }

    // ------------------------------------------------------------------ resets

    /** tokio tcp_shutdown: shutdown_after_tcp_reset. Whether anybody has heard of the reset makes no difference. */
    @ParameterizedTest
    @CsvSource({"TCP, false", "TCP, true", "MEMORY, false", "MEMORY, true"})
    void theEndOfTheOutputBehindAResetIsNoFailure(Ends.Over over, boolean heard) throws IOException {
        Ends.Pair pair = net.pair(over);
        net.reset(pair.served());
        net.turns();
        if (heard) {
            assertThrows(ConnectionResetException.class, () -> read(pair.client()));
        }
        net.shutDown(pair.client());
        assertThrows(ClosedChannelException.class, () -> net.run(pair.client().write(new byte[1])));
        net.close(pair.client());
    }

    /** Netty: testNoRstIfSoLingerOnClose, and the other half of testSoLingerZeroCausesOnlyRstOnClose. */
    @Test
    void aCloseWithNothingUnreadIsNoReset() throws IOException {
        Ends.Pair pair = net.pair(Ends.Over.TCP);
        net.close(pair.served());
        assertEquals(0, read(pair.client()));
        assertEquals(0, read(pair.client()));
    }
}
