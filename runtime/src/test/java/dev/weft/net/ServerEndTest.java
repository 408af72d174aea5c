// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.internal.Script;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How a server ends, for its clients and for those who wait for its end, over each kind of network. Behaviours of asyncio's {@code test_server}:
 * a handler that ends the server, wait_closed before, between and behind, close_clients, abort_clients, and the races of a close.
 */
@Timeout(60) // what a broken loop would wait for never comes
class ServerEndTest {
    private static final Duration LONG = Duration.ofDays(1);

    @RegisterExtension
    final Ends net = new Ends();

    private Server serve(ConnectionHandler handler) {
        return net.serve(ServerOptions.defaults(), handler);
    }

    /** Reads until the end of the stream. */
    private static Task<Void> reading(Connection connection) {
        return Script.of((step, last) -> {
            Object got = last.get();
            return got instanceof byte[] bytes && bytes.length == 0 ? null : connection.read(1000);
        });
    }

    private void assertRefused(Server closed) {
        assertThrows(ConnectException.class, () -> net.connect(closed));
    }

    /** asyncio: start_server_1, start_unix_server_1. */
    @ParameterizedTest
    @EnumSource
    void aHandlerMayCloseTheServerAndServesItsConnectionToTheEnd(Ends.Over over) throws IOException {
        net.over(over);
        List<Server> servers = new ArrayList<>();
        servers.add(serve(connection -> Script.of((step, last) -> switch (step) {
            case 0 -> connection.readLine(UTF_8, 10_000);
            case 1 -> {
                last.get();
                servers.get(0).close();
                yield connection.write(new byte[] {1});
            }
            default -> last.get();
        })));
        Server server = servers.get(0);
        ScheduledTask<Void> closed = net.start(server.closed());
        Connection client = net.connect(server);
        net.run(client.write(("1".repeat(5_000) + "\n").getBytes(UTF_8)));
        assertEquals(1, net.run(client.readAll(10)).length);
        net.run(closed);
        assertRefused(server);
        net.run(server.closed());
        net.run(server.stop(LONG));
    }

    /** asyncio: wait_closed_basic. It has one wait for what are two here, and a third for both. */
    @ParameterizedTest
    @EnumSource
    void itsEndAndThatOfItsHandlersAreAwaitedBeforeBetweenAndBehind(Ends.Over over) throws IOException {
        net.over(over);
        Server server = serve(ServerEndTest::reading);
        List<ScheduledTask<Void>> closed = new ArrayList<>();
        closed.add(net.start(server.closed()));
        Connection client = net.connect(server);
        net.run(client.write(new byte[1]));
        net.runUntil(() -> net.call(server::connections) == 1);
        closed.add(net.start(server.closed()));
        ScheduledTask<Void> idle = net.start(server.idle());
        net.turns();
        assertFalse(closed.get(0).isReady() || closed.get(1).isReady() || idle.isReady());

        net.close(server);
        ScheduledTask<Void> stopped = net.start(server.stop(LONG));
        closed.add(net.start(server.closed()));
        for (ScheduledTask<Void> each : closed) {
            net.run(each);
        }
        net.turns();
        assertFalse(idle.isReady() || stopped.isReady());

        net.close(client);
        net.run(idle);
        net.run(stopped);
        for (Awaitable<Void> behind : List.of(server.closed(), server.idle(), server.stop(LONG))) {
            net.run(behind);
        }
    }

    /** asyncio: wait_closed_race. */
    @ParameterizedTest
    @EnumSource
    void theServerAndItsLastClientMayGoInOneStep(Ends.Over over) throws IOException {
        net.over(over);
        for (boolean serverFirst : new boolean[] {true, false}) {
            Server server = serve(ServerEndTest::reading);
            ScheduledTask<Void> closed = net.start(server.closed());
            Connection client = net.connect(server);
            net.runUntil(() -> net.call(server::connections) == 1);
            net.call(() -> {
                (serverFirst ? server : client).close();
                (serverFirst ? client : server).close();
                return "";
            });
            net.run(closed);
            net.run(server.stop(LONG));
        }
    }

    /** asyncio: close_clients. */
    @ParameterizedTest
    @EnumSource
    void itsClientsReadTheirEndWhenItIsStopped(Ends.Over over) throws IOException {
        net.over(over);
        Server server = serve(ServerEndTest::reading);
        Connection client = net.connect(server);
        net.runUntil(() -> net.call(server::connections) == 1);
        net.run(server.stop(Duration.ZERO));
        assertEquals(0, net.run(client.read(1)).length);
    }

    /** asyncio: abort_clients. Nobody waits for a client that does not read. */
    @ParameterizedTest
    @EnumSource
    void noClientThatDoesNotReadHoldsUpAStop(Ends.Over over) throws IOException {
        net.over(over);
        byte[] much = new byte[16_000_000];
        Server server = serve(connection -> Handwritten.awaiting(() -> connection.write(much)));
        Connection client = net.connect(server);
        assertEquals(1, net.run(client.peek(1)).length);
        net.turns();
        assertEquals(1, net.call(server::connections));
        net.run(server.stop(Duration.ZERO));
        int read = net.run(client.readAll(much.length)).length;
        assertTrue(read > 0 && read < much.length, () -> "read " + read);
    }

    /** asyncio: close_race. Whoever comes is served, or refused, or told that it is over; nobody is left waiting, and nothing is left open. */
    @ParameterizedTest
    @EnumSource
    void whoComesWhileItIsClosedIsNotLeftWaiting(Ends.Over over) throws IOException {
        FileDescriptors.assumeCounted();
        net.over(over);
        long before = FileDescriptors.sockets();
        for (int turns = 0; turns < 6; turns++) {
            Server server = serve(Handwritten::echo);
            ScheduledTask<Connection> connecting = net.loop.spawn(net.connecting(server, ConnectOptions.defaults()));
            for (int turn = 0; turn < turns; turn++) {
                net.call(() -> "");
            }
            net.close(server);
            try {
                assertServedOrTold(net.run(connecting));
            } catch (ConnectException refused) {
                assertTrue(connecting.isReady());
            }
            net.run(server.stop(LONG));
            net.runUntil(() -> FileDescriptors.sockets() <= before);
        }
    }

    private void assertServedOrTold(Connection client) throws IOException {
        try {
            net.run(client.write(new byte[] {5}));
            assertTrue(net.run(client.read(1)).length <= 1);
        } catch (ConnectionResetException told) {
            assertTrue(client.isOpen());
        }
        net.close(client);
    }
}
