// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.io.LoopFixture;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The addresses of both ends, whatever the host was called. The behaviours are those of tokio's {@code tcp_connect}, {@code tcp_accept} and
 * {@code tcp_socket}, and of Netty's {@code SocketConnectTest} and {@code SocketAddressesTest}.
 */
@Timeout(60) // what a broken loop would wait for never comes
class ConnectionAddressesTest {
    @RegisterExtension
    final LoopFixture net = new LoopFixture();

    @RegisterExtension
    final Ends ends = new Ends();

    private final Queue<Connection> accepted = new ArrayDeque<>();

    /** Whose connections end as those of the client do. */
    private Server serve(String host) {
        ConnectionHandler handler = connection -> {
            accepted.add(connection);
            return Handwritten.echo(connection);
        };
        return net.call(() -> Tcp.startServer(handler, host, 0));
    }

    private Connection accepted() {
        net.runUntil(() -> !accepted.isEmpty());
        return accepted.remove();
    }

    /** tokio: connect_v4, connect_v6, and those of tcp_accept with an address and with a name. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "localhost"})
    void eachEndHasTheAddressThatTheOtherSees(String host) throws IOException {
        Server server = serveIfThereIs(host);
        Connection client =
                net.run(Tcp.openConnection(host, server.localAddress().getPort()));
        Connection served = accepted();
        assertEquals(server.localAddress(), client.peerAddress());
        assertEquals(server.localAddress(), served.localAddress());
        assertEquals(client.localAddress(), served.peerAddress());
        assertNotEquals(client.localAddress(), client.peerAddress());
        assertEquals(host.equals("::1"), client.localAddress().getAddress() instanceof Inet6Address);
    }

    private Server serveIfThereIs(String host) {
        try {
            return serve(host);
        } catch (Exception none) {
            assumeTrue(!host.equals("::1"), "there is no IPv6 here: " + none.getMessage());
            throw none;
        }
    }

    /** Netty: testLocalAddressAfterConnect. */
    @Test
    void whoListensOnAllAddressesSeesWhichOneWasReached() throws IOException {
        Server server = serve("0.0.0.0");
        InetSocketAddress reached =
                new InetSocketAddress(Loopback.HOST, server.localAddress().getPort());
        Connection client = net.run(Tcp.openConnection(reached));
        Connection served = accepted();
        assertEquals(reached, served.localAddress());
        assertEquals(reached, client.peerAddress());
        for (Connection each : new Connection[] {client, served}) {
            assertFalse(each.localAddress().getAddress().isAnyLocalAddress(), each::toString);
            assertNotEquals(0, each.localAddress().getPort());
        }
    }

    /** Netty: testChannelEventsFiredWhenClosedDirectly. */
    @ParameterizedTest
    @EnumSource
    void whoClosesAsSoonAsItIsConnectedWasThere(Ends.Over over) throws IOException {
        ends.over(over);
        Server server = ends.serve(ServerOptions.defaults());
        ends.close(ends.connect(server));
        assertEquals(0, ends.run(ends.accepted().read(1)).length);
    }
}
