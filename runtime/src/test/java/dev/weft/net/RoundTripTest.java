// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.ScheduledTask;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Much that goes to a server and comes back from it at the same time. Behaviours of asyncio's {@code test_sock_lowlevel} (huge_content and
 * huge_content_recvinto) and {@code test_buffered_proto} (a buffer that is far too small).
 */
@Timeout(60) // what a broken loop would wait for never comes
class RoundTripTest {
    private static final int MUCH = 1_000_000;

    @RegisterExtension
    final Ends net = new Ends();

    private final byte[] sent = new byte[MUCH];

    RoundTripTest() {
        new Random(3).nextBytes(sent);
    }

    private Connection echo(Ends.Over over) throws IOException {
        net.over(over);
        return net.connect(net.serve(ServerOptions.defaults(), Handwritten::echo));
    }

    @ParameterizedTest
    @EnumSource
    void aMillionBytesComeBackWhileTheyAreSent(Ends.Over over) throws IOException {
        Connection client = echo(over);
        ScheduledTask<Void> writing = net.start(client.write(sent));
        assertArrayEquals(sent, net.run(client.readExactly(MUCH)));
        net.run(writing);
    }

    @ParameterizedTest
    @EnumSource
    void theyComeIntoABufferOfTheCaller(Ends.Over over) throws IOException {
        Connection client = echo(over);
        ScheduledTask<Void> writing = net.start(client.write(ByteBuffer.wrap(sent)));
        ByteBuffer received = ByteBuffer.allocate(MUCH);
        while (received.hasRemaining()) {
            int before = received.position();
            assertEquals(before + net.run(client.read(received)), received.position());
            assertTrue(received.position() > before);
        }
        assertArrayEquals(sent, received.array());
        net.run(writing);
    }

    @ParameterizedTest
    @EnumSource
    void aBufferThatIsFarTooSmallGetsAllOfThemPieceByPiece(Ends.Over over) throws IOException {
        Connection client = echo(over);
        ByteBuffer some = ByteBuffer.wrap(sent, 0, 9 * 1024);
        net.run(client.write(some.duplicate()));
        ByteBuffer small = ByteBuffer.allocate(100);
        while (some.hasRemaining()) {
            net.run(client.read(small.clear()));
            assertEquals(some.slice().limit(small.position()), small.flip());
            some.position(some.position() + small.limit());
        }
    }
}
