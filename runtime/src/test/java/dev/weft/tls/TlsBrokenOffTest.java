// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.io.StreamWriter;
import dev.weft.net.Connection;
import dev.weft.net.ConnectionResetException;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An encrypted connection whose peer has broken it off takes nothing any more, as a plain one. Small writes are gathered, and so it would
 * else be the next one that is told. Behaviours of asyncio's {@code test_ssl} (connection_lost while writing) and of Netty's {@code
 * SslHandlerTest} (a write after the channel has become inactive fails).
 */
@Timeout(60) // what a broken stream would wait for never comes
class TlsBrokenOffTest {
    /** What is written is sent, and what comes back has come. */
    private static void wait(Ends ends) {
        ends.run(Weft.sleep(Duration.ofMillis(2)));
    }

    private static void reset(Ends ends) {
        ends.act(ends.peer()::reset);
        wait(ends);
    }

    private static String resetOf(Ends ends, Awaitable<?> operation) {
        return String.valueOf(assertThrows(ConnectionResetException.class, () -> ends.run(operation))
                .getMessage());
    }

    private static void assertEachWriteFails(Ends ends, Connection client, String reason) throws IOException {
        for (int i = 0; i < 4; i++) {
            assertEquals(reason, resetOf(ends, client.write(new byte[5])));
            wait(ends);
            assertEquals(reason, resetOf(ends, client.write(new byte[100_000])));
            wait(ends);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachWriteFailsOnceAReadHasBeenTold(Ends.Kind kind) throws IOException {
        try (Ends ends = new Ends(kind)) {
            Connection client = ends.open();
            reset(ends);
            String reason = resetOf(ends, client.read(5));
            assertEachWriteFails(ends, client, reason);
            assertThrows(IOException.class, () -> ends.run(client.read(5)));
            assertThrows(ConnectionResetException.class, () -> ends.act(client::shutdownOutput));
            assertThrows(ConnectionResetException.class, () -> ends.act(client::shutdownOutput));
            StreamWriter writer = StreamWriter.of(client);
            ends.act(() -> writer.write(new byte[5]));
            assertEquals(reason, resetOf(ends, writer.flush()));
            ends.close(client);
            assertFalse(RecordCount.inner(client).isOpen());
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachWriteFailsOnceAnotherOneHas(Ends.Kind kind) throws IOException {
        try (Ends ends = new Ends(kind)) {
            Connection client = ends.open();
            reset(ends);
            ends.run(client.write(new byte[5])); // is gathered, and then nobody takes it
            wait(ends);
            String reason = resetOf(ends, client.write(new byte[5]));
            assertEachWriteFails(ends, client, reason);
        }
    }

    /** What was gathered and could not be sent is told by the end of the output, if nobody writes before that. */
    @ParameterizedTest
    @EnumSource
    void theEndOfTheOutputTellsWhatWasNotSent(Ends.Kind kind) throws IOException {
        try (Ends ends = new Ends(kind)) {
            Connection client = ends.open();
            reset(ends);
            ends.run(client.write(new byte[5]));
            wait(ends);
            assertThrows(ConnectionResetException.class, () -> ends.act(client::shutdownOutput));
            assertThrows(ConnectionResetException.class, () -> ends.act(client::shutdownOutput));
        }
    }

    /** The system calls a socket that is broken off ready for ever. */
    @ParameterizedTest
    @EnumSource
    void recordsThatNobodyTakesAreOfferedNoMore(Ends.Kind kind) throws IOException {
        try (Ends ends = new Ends(kind)) {
            Connection client = ends.open();
            ScheduledTask<Void> writing = ends.start(client.write(new byte[16 << 20]));
            reset(ends);
            String reason = resetOf(ends, writing);
            ends.act(() -> assertEquals(0, RecordCount.innerInterest(client) & SelectionKey.OP_WRITE));
            assertEachWriteFails(ends, client, reason);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatCameBeforeIsRead(Ends.Kind kind) throws IOException {
        try (Ends ends = new Ends(kind)) {
            Connection client = ends.open();
            ends.run(ends.peer().write(new byte[7]));
            wait(ends);
            assertEquals(3, ends.run(client.read(3)).length);
            reset(ends);
            ends.run(client.write(new byte[5]));
            wait(ends);
            resetOf(ends, client.write(new byte[5]));
            assertEquals(4, ends.run(client.read(10)).length);
            assertThrows(IOException.class, () -> ends.run(client.read(10)));
        }
    }
}
