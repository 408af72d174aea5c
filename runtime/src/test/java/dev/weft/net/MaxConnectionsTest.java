// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.EventLoopGroup;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.Script;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is full accepts nobody, and who comes then is served later; as tokio's guides have it by a semaphore before {@code accept}. */
@Timeout(60) // what a broken loop would wait for never comes
class MaxConnectionsTest {
    @RegisterExtension
    final Ends net = new Ends();

    @ParameterizedTest
    @EnumSource
    void whoComesWhileItIsFullWaitsUntilSomebodyLeaves(Ends.Over over) throws IOException {
        net.over(over);
        Server server = net.serve(ServerOptions.defaults().maxConnections(2), Handwritten::echo);
        List<Connection> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(net.connect(server));
            net.run(clients.get(i).write(new byte[] {(byte) i}));
        }
        for (int i = 0; i < 2; i++) {
            assertEquals(i, net.run(clients.get(i).read(1))[0]);
        }
        net.turns();
        assertEquals(2, net.call(server::connections));
        net.close(clients.get(0));
        assertEquals(2, net.run(clients.get(2).read(1))[0]); // in the order of coming
        assertEquals(2, net.call(server::connections));
        net.close(clients.get(1));
        net.close(clients.get(2));
        assertEquals(3, net.run(clients.get(3).read(1))[0]);
        net.close(clients.get(3));
        net.runUntil(() -> net.call(server::connections) == 0);
    }

    @ParameterizedTest
    @EnumSource
    void hundredsGoThroughOnePlace(Ends.Over over) throws IOException {
        net.over(over);
        int[] running = {0, 0};
        Server server = net.serve(ServerOptions.defaults().maxConnections(1), connection -> {
            running[1] = Math.max(running[1], ++running[0]);
            return Handwritten.awaiting(() -> {
                running[0]--;
                return connection.write(new byte[1]);
            });
        });
        List<Connection> clients = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            clients.add(net.connect(server));
        }
        for (Connection client : clients) {
            assertEquals(1, net.run(client.readExactly(1)).length);
        }
        assertEquals(1, running[1]);
    }

    /** Starts a server of one place on the loop that counts and fails. */
    private Server startCounted(ConnectionHandler handler) {
        InetSocketAddress address = new InetSocketAddress(Loopback.HOST, 0);
        return net.call(() -> Server.start(
                net.loop, handler, address, ServerOptions.defaults().maxConnections(1)));
    }

    /** What fails before it is served, and what fails in its handler, leaves its place. */
    @Test
    void aHandlerThatFailsLeavesItsPlace() throws Exception {
        try (LogRecords log = new LogRecords()) {
            AtomicInteger calls = new AtomicInteger();
            Server server = startCounted(connection -> {
                switch (calls.getAndIncrement()) {
                    case 0 -> throw new IOException("of the handler");
                    case 1 -> net.loop.failures.put("spawn", new OutOfMemoryError("injected"));
                    default -> {}
                }
                return Handwritten.echo(connection);
            });
            for (int i = 0; i < 2; i++) {
                assertEquals(
                        0,
                        net.run(net.run(Tcp.openConnection(server.localAddress()))
                                        .read(1))
                                .length);
            }
            Connection client = net.run(Tcp.openConnection(server.localAddress()));
            net.run(client.write(new byte[1]));
            assertEquals(1, net.run(client.read(1)).length);
            assertEquals(2, log.lines().size(), log.lines()::toString);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoWaitsWhenTheServerIsClosedIsReset(Ends.Over over) throws IOException {
        net.over(over);
        Server server = net.serve(ServerOptions.defaults().maxConnections(1));
        net.connect(server);
        net.accepted();
        Connection waiting = net.connect(server);
        var reading = net.start(waiting.read(1));
        net.close(server);
        net.runUntil(reading::isReady);
        net.turns();
        assertFalse(net.hasAccepted());
        if (over != Ends.Over.UNIX) { // which says that as an end on some systems
            assertThrows(ConnectionResetException.class, () -> net.run(reading));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStopOfAFullServerEnds(Ends.Over over) throws IOException {
        net.over(over);
        Server server = net.serve(ServerOptions.defaults().maxConnections(1));
        net.connect(server);
        net.accepted();
        net.connect(server);
        net.run(server.stop(Duration.ZERO));
        assertEquals(0, net.call(server::connections));
        net.turns();
        assertFalse(net.hasAccepted());
    }

    @Test
    void aFullServerIsNotToldOfWhoWaits() throws IOException {
        Server server = startCounted(Handwritten::echo);
        Connection client = net.run(Tcp.openConnection(server.localAddress()));
        net.run(client.write(new byte[1]));
        net.run(client.read(1));
        net.run(Tcp.openConnection(server.localAddress()));
        net.turns();
        int told = net.loop.readiness;
        net.turns();
        assertEquals(told, net.loop.readiness, "the selector would return at once, again and again");
        assertEquals(1, net.call(server::connections));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLimitIsOneForAllLoopsOfAGroup(boolean systemSpreads) throws Exception {
        assumeTrue(!systemSpreads || GroupServer.SYSTEM_SPREADS, "this system spreads no connections");
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (EventLoopGroup group = EventLoopGroup.start("full", 3)) {
            GroupServer server = GroupServer.start(
                    group,
                    connection -> counted(connection, running, most),
                    new InetSocketAddress(Loopback.HOST, 0),
                    ServerOptions.defaults().maxConnections(2),
                    systemSpreads);
            List<SocketChannel> clients = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                clients.add(SocketChannel.open(server.localAddress()));
            }
            for (SocketChannel client : clients) {
                Socket socket = client.socket();
                socket.setSoTimeout(50_000);
                assertEquals(7, socket.getInputStream().read());
                client.close();
            }
            server.stop(Duration.ofSeconds(50)).block();
        }
        assertEquals(2, most.get());
        assertEquals(0, running.get());
    }

    /** Writes a byte and ends, when another one was served at the same time, and others had time to come in. */
    private static Task<Void> counted(Connection connection, AtomicInteger running, AtomicInteger most) {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        int[] yields = {0};
        return Script.of((step, last) -> {
            if (most.get() < 2 || yields[0]++ < 5) {
                return Weft.yieldNow();
            }
            if (yields[0] == 7) {
                return null;
            }
            running.decrementAndGet();
            return connection.write(new byte[] {7});
        });
    }
}
