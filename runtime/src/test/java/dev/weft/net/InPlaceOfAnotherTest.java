// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.internal.Script;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An operation that takes the place of another of its kind, which is cancelled for it. Behaviours of asyncio's {@code test_sock_lowlevel}:
 * sock_client_racing and sock_client_connect_racing. There the place is free in the very step of the cancellation; here it is when the
 * cancelled task has gone on, and whoever is too early is told so, and hurts nobody.
 */
@Timeout(60) // what a broken loop would wait for never comes
class InPlaceOfAnotherTest {
    @RegisterExtension
    final Ends net = new Ends();

    private interface Operation {
        Awaitable<?> of(Connection connection) throws IOException;
    }

    private static final List<Operation> READS = List.of(
            connection -> connection.read(1),
            connection -> connection.read(ByteBuffer.allocate(1)),
            connection -> connection.readExactly(1));

    /** Cancels, asks for the place too early, awaits that it is free, and takes it. */
    private ScheduledTask<Object> inPlaceOf(ScheduledTask<?> waiting, Operation next, Connection connection) {
        return net.start(Script.<Object>of((step, last) -> {
            switch (step) {
                case 0 -> {
                    waiting.cancel();
                    return next.of(connection);
                }
                case 1 -> {
                    String refused = String.valueOf(
                            Objects.requireNonNull(last.failure()).getMessage());
                    assertTrue(refused.startsWith("Another task waits in a "), refused);
                    return waiting;
                }
                case 2 -> {
                    assertInstanceOf(CancellationException.class, last.failure());
                    return next.of(connection);
                }
                default -> {
                    return last.get();
                }
            }
        }));
    }

    private static int size(Object read) {
        return read instanceof byte[] bytes ? bytes.length : (Integer) read;
    }

    @ParameterizedTest
    @EnumSource
    void aReadTakesThePlaceOfAnother(Ends.Over over) throws IOException {
        net.over(over);
        Connection client = net.connect(net.serve(ServerOptions.defaults()));
        Connection served = net.accepted();
        for (Operation first : READS) {
            for (Operation second : READS) {
                ScheduledTask<?> waiting = net.start(first.of(client));
                ScheduledTask<Object> next = inPlaceOf(waiting, second, client);
                net.run(served.write(new byte[] {1}));
                assertEquals(1, size(net.run(next)));
                assertEquals(ScheduledTask.State.CANCELLED, waiting.state());
            }
        }
    }

    /** What a part of has gone out is broken off there, and the next begins behind it. */
    @ParameterizedTest
    @EnumSource
    void aWriteTakesThePlaceOfAnother(Ends.Over over) throws IOException {
        net.over(over);
        Connection client = net.connect(net.serve(ServerOptions.defaults()));
        Connection served = net.accepted();
        ByteBuffer blanks = ByteBuffer.allocate(16_000_000);
        ScheduledTask<Void> waiting = net.start(client.write(blanks));
        ScheduledTask<Object> next = inPlaceOf(waiting, connection -> connection.write(new byte[] {1, 2, 3}), client);
        net.runUntil(() -> waiting.state() == ScheduledTask.State.CANCELLED);
        byte[] received = net.run(served.readExactly(blanks.position() + 3));
        assertNull(net.run(next));
        assertArrayEquals(new byte[] {1, 2, 3}, Arrays.copyOfRange(received, blanks.position(), received.length));
        assertTrue(blanks.hasRemaining());
    }

    /** Connects have no place that only one has. */
    @ParameterizedTest
    @EnumSource
    void aConnectGoesThroughWhereAnotherWasCancelledInTheSameStep(Ends.Over over) throws IOException {
        net.over(over);
        Server server = net.serve(ServerOptions.defaults());
        ScheduledTask<Connection> waiting = net.loop.spawn(net.connecting(server, ConnectOptions.defaults()));
        Connection client = net.run(Script.<Connection>of((step, last) -> {
            if (step > 0) {
                return last.get();
            }
            waiting.cancel();
            return net.connecting(server, ConnectOptions.defaults());
        }));
        try {
            net.close(net.run(waiting)); // it was open before, as over Unix sockets
        } catch (CancellationException expected) {
            assertEquals(ScheduledTask.State.CANCELLED, waiting.state());
        }
        net.run(client.write(new byte[] {7}));
        Connection served = net.accepted();
        while (net.run(served.read(1)).length == 0) { // that of the first, which nobody got
            served = net.accepted();
        }
    }
}
