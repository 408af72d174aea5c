// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.internal.Script;
import dev.weft.io.StreamWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is told of a connection that has failed, to whom, and how often. Behaviours of asyncio's {@code test_streams}: a reader that is given an
 * exception, while it waits, after it was cancelled, and behind bytes that had come; one that has it from the writer; and a writer that never
 * has to wait.
 */
@Timeout(60) // what a broken loop would wait for never comes
class FailedConnectionTest {
    private static final byte[] LINE = {'\n'};

    @RegisterExtension
    final Ends net = new Ends();

    private Server server;
    private Connection client;
    private Connection served;

    @SuppressWarnings("NullAway") // listen(...) and connect() set the rest
    FailedConnectionTest() {}

    private void listen(Ends.Over over) throws IOException {
        net.over(over);
        server = net.serve(ServerOptions.defaults());
    }

    private void connect() throws IOException {
        client = net.connect(server);
        served = net.accepted();
    }

    private void reset(Connection connection) {
        net.call(() -> {
            connection.reset();
            return "";
        });
        net.turns();
    }

    private void assertReset(Awaitable<?> told) {
        assertThrows(ConnectionResetException.class, () -> net.run(told));
    }

    // ------------------------------------------------------------------ readers

    private interface Read {
        Awaitable<?> of(Connection connection) throws IOException;
    }

    private static final List<Read> READS = List.of(
            connection -> connection.read(1),
            connection -> connection.read(ByteBuffer.allocate(1)),
            connection -> connection.readExactly(2),
            connection -> connection.readUntil(LINE, 100),
            connection -> connection.readLine(UTF_8, 100),
            connection -> connection.readAll(100),
            connection -> connection.peek(1));

    /** asyncio: read_exception, readline_exception, readexactly_exception, exception_waiter. */
    @ParameterizedTest
    @EnumSource(names = {"TCP", "MEMORY"})
    void eachKindOfReadIsToldHoweverOften(Ends.Over over) throws IOException {
        listen(over);
        for (Read waiting : READS) {
            connect();
            ScheduledTask<?> first = net.start(waiting.of(client));
            reset(served);
            assertReset(first);
            for (Read next : READS) {
                assertReset(next.of(client));
            }
        }
    }

    /** In asyncio, too, the failure would be told once; but there it hides what had come. */
    @ParameterizedTest
    @EnumSource(names = {"TCP", "MEMORY"})
    void whatHadComeIsGivenBeforeTheFailure(Ends.Over over) throws IOException {
        listen(over);
        connect();
        net.run(served.write("line\nrest".getBytes(UTF_8)));
        net.run(client.peek(9));
        reset(served);
        assertEquals("line", net.run(client.readLine(UTF_8, 100)));
        assertReset(client.readExactly(5)); // which leaves what there is
        assertEquals("rest", new String(net.run(client.read(10)), UTF_8));
        assertReset(client.read(10));
    }

    /** asyncio: exception_cancel. */
    @ParameterizedTest
    @EnumSource(names = {"TCP", "MEMORY"})
    void aReaderThatWasCancelledLeavesItToTheNext(Ends.Over over) throws IOException {
        listen(over);
        connect();
        ScheduledTask<byte[]> reading = net.start(client.read(1));
        reading.cancel();
        assertThrows(CancellationException.class, () -> net.run(reading));
        reset(served);
        assertReset(client.read(1));
    }

    // ------------------------------------------------------------------ readers behind writers

    private interface Writing {
        Awaitable<?> to(Connection connection) throws IOException;
    }

    /**
     * The system tells of a reset once, and has the stream at its end then: who reads would take what had come for all. asyncio tells the
     * reader what the writer has met: open_connection_error, open_unix_connection_error.
     */
    @ParameterizedTest
    @EnumSource
    void aReaderIsToldThoughAWriterWasToldBefore(Ends.Over over, @TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[100]);
        List<Writing> all = List.of(
                connection -> connection.write(new byte[1]),
                connection -> connection.write(ByteBuffer.allocate(1), ByteBuffer.allocateDirect(1)),
                connection -> connection.sendFile(file),
                connection -> {
                    StreamWriter writer = StreamWriter.of(connection);
                    return Script.of((step, last) -> {
                        last.get();
                        writer.write(new byte[1]);
                        return writer.flush();
                    });
                });
        listen(over);
        for (Writing each : all) {
            connect();
            net.run(client.write(new byte[10])); // unread, which makes a close a reset over Unix sockets, too
            reset(served);
            assertReset(each.to(client));
            for (Read next : READS) {
                assertReset(next.of(client));
            }
        }
    }

    /** The end that the peer has sent stays one, whatever a write meets behind it. */
    @ParameterizedTest
    @EnumSource
    void anEndStaysAnEndThoughAWriterIsToldThatNobodyReads(Ends.Over over) throws IOException {
        listen(over);
        connect();
        net.run(served.write(new byte[3]));
        net.close(served);
        net.turns();
        assertReset(Script.of((step, last) -> {
            last.get();
            return client.write(new byte[1]);
        }));
        assertEquals(3, net.run(client.readAll(10)).length);
        assertEquals(0, net.run(client.read(1)).length);
    }

    // ------------------------------------------------------------------ writers

    /** asyncio: drain_raises. Nothing that is awaited here has to wait, and the loop has to come to the socket all the same. */
    @ParameterizedTest
    @EnumSource
    void aWriterThatNeverHasToWaitIsTold(Ends.Over over) throws IOException {
        listen(over);
        connect();
        net.close(served);
        StreamWriter writer = StreamWriter.of(client);
        assertReset(Script.of((step, last) -> {
            last.get();
            writer.write("some\n".getBytes(UTF_8));
            return writer.drain();
        }));
    }
}
