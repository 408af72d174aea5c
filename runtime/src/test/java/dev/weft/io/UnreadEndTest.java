// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.ScheduledTask;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A stream that has ended, or was broken off, and that nobody reads: the system has something to say of it from then on. As in Netty's {@code
 * SocketHalfClosedTest}, nobody is told again and again (testHalfClosureOnlyOneEventWhenAutoRead, testAllDataReadAfterHalfClosure).
 */
@ParameterizedClass
@EnumSource(StreamPair.Kind.class)
@Timeout(60) // what a broken loop would wait for never comes
class UnreadEndTest {
    @RegisterExtension
    final StreamPair net;

    UnreadEndTest(StreamPair.Kind kind) throws IOException {
        net = new StreamPair(kind);
    }

    /** A reader that has waited leaves its interest for the next one. */
    @BeforeEach
    void read() throws IOException {
        ScheduledTask<byte[]> reading = net.start(net.stream.read(10));
        net.send(new byte[1]);
        net.run(reading);
    }

    private void requireQuiet() {
        net.runUntil(new Countdown(9));
        int told = net.loop.readiness;
        net.runUntil(new Countdown(20));
        assertEquals(told, net.loop.readiness, "the selector would return at once, again and again");
    }

    @Test
    void letsTheSelectorSleepAlsoBetweenReadsOfIt() throws IOException {
        net.peer.shutdownOutput();
        requireQuiet();
        for (int i = 0; i < 2; i++) {
            assertEquals(0, net.run(net.stream.read(1)).length);
            requireQuiet();
        }
    }

    @Test
    void letsTheSelectorSleepWhenItIsAReset() throws IOException {
        net.run(net.stream.write(new byte[1])); // unread, which makes a close a reset over Unix sockets, too
        net.reset();
        requireQuiet();
        assertThrows(IOException.class, () -> net.run(net.stream.read(1)));
        requireQuiet();
    }
}
