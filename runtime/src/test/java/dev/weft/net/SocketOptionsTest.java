// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Options of sockets, over TCP and in memory. The behaviours are those of tokio's {@code tcp_socket} and {@code tcp_stream} and of Netty's
 * {@code SocketConnectionTest} and {@code NioSocketChannelTest}: set on either end and before connecting, read back, refused by name.
 */
@Timeout(60) // what a broken loop would wait for never comes
class SocketOptionsTest {
    @RegisterExtension
    final Ends net = new Ends();

    /** An option that no system has. */
    private static final SocketOption<Boolean> UNKNOWN = new SocketOption<>() {
        @Override
        public String name() {
            return "SO_UNKNOWN";
        }

        @Override
        public Class<Boolean> type() {
            return Boolean.class;
        }
    };

    private <T> T option(Connection connection, SocketOption<T> option) {
        return Objects.requireNonNull(net.call(() -> connection.getOption(option)));
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "MEMORY"})
    void bothEndsHaveWhatTheirOptionsSay(Ends.Over over) throws IOException {
        net.over(over);
        Server server = net.serve(ServerOptions.defaults()
                .backlog(3)
                .connectionOption(StandardSocketOptions.SO_KEEPALIVE, true)
                .connectionOption(StandardSocketOptions.TCP_NODELAY, false));
        Connection client = net.run(net.connecting(
                server,
                ConnectOptions.defaults()
                        .option(StandardSocketOptions.TCP_NODELAY, false)
                        .option(StandardSocketOptions.SO_KEEPALIVE, true)));
        Connection plain = net.connect(server);
        Connection served = net.accepted();
        for (Connection each : new Connection[] {client, served}) {
            assertFalse(option(each, StandardSocketOptions.TCP_NODELAY), each::toString);
            assertTrue(option(each, StandardSocketOptions.SO_KEEPALIVE), each::toString);
        }
        assertTrue(option(plain, StandardSocketOptions.TCP_NODELAY));
        assertFalse(option(plain, StandardSocketOptions.SO_KEEPALIVE));
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "MEMORY"})
    void anOpenConnectionIsSetAndAsked(Ends.Over over) throws IOException {
        net.over(over);
        Connection client = net.connect(net.serve(ServerOptions.defaults()));
        for (var each : Map.of(StandardSocketOptions.SO_LINGER, 7, StandardSocketOptions.IP_TOS, 8)
                .entrySet()) {
            net.call(() -> client.setOption(each.getKey(), each.getValue()));
            assertEquals(each.getValue(), option(client, each.getKey()));
        }
        net.call(() -> client.setOption(StandardSocketOptions.SO_SNDBUF, 50_000)
                .setOption(StandardSocketOptions.SO_RCVBUF, 60_000));
        assertTrue(option(client, StandardSocketOptions.SO_SNDBUF) >= 50_000);
        assertTrue(option(client, StandardSocketOptions.SO_RCVBUF) >= 60_000);
        assertTrue(client.supportedOptions().contains(StandardSocketOptions.SO_KEEPALIVE));
    }

    /** Those of the JDK's module {@code jdk.net}, which Linux and macOS have. */
    @ParameterizedTest
    @EnumSource(names = {"TCP", "MEMORY"})
    void theOptionsOfTheSystemAreTakenToo(Ends.Over over) throws IOException {
        net.over(over);
        Map<String, Integer> values = Map.of("TCP_KEEPIDLE", 77, "TCP_KEEPINTERVAL", 7, "TCP_KEEPCOUNT", 3);
        ServerOptions options = ServerOptions.defaults();
        for (String name : values.keySet()) {
            options = options.connectionOption(ofSystem(name), Objects.requireNonNull(values.get(name)));
        }
        net.connect(net.serve(options));
        Connection served = net.accepted();
        for (String name : values.keySet()) {
            assertEquals(values.get(name), option(served, ofSystem(name)), name);
        }
    }

    @SuppressWarnings("unchecked") // they are numbers
    private static SocketOption<Integer> ofSystem(String name) throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            var found = channel.supportedOptions().stream()
                    .filter(option -> option.name().equals(name))
                    .findAny();
            assumeTrue(found.isPresent(), "the system has no " + name);
            return (SocketOption<Integer>) found.get();
        }
    }

    @Test
    void whatThereIsNotIsRefusedByNameWithWhatThereIs() throws IOException {
        FileDescriptors.assumeCounted();
        net.over(Ends.Over.TCP);
        Server server = net.serve(ServerOptions.defaults());
        Connection client = net.connect(server);
        Connection served = net.accepted();
        long before = FileDescriptors.sockets();
        for (Connection each : new Connection[] {client, served}) {
            String setting = refusal(() -> net.call(() -> each.setOption(UNKNOWN, true)));
            assertTrue(setting.startsWith(each + " has no option SO_UNKNOWN here ("), setting);
            assertTrue(setting.contains("SO_KEEPALIVE, "), setting);
            assertTrue(setting.endsWith("Ask supportedOptions() before, or leave it out."), setting);
            assertEquals(setting, refusal(() -> net.call(() -> each.getOption(UNKNOWN))));
        }
        String connecting = refusal(
                () -> net.run(net.connecting(server, ConnectOptions.defaults().option(UNKNOWN, true))));
        assertTrue(connecting.startsWith("a connection to 127.0.0.1:"), connecting);
        for (ServerOptions wrong : new ServerOptions[] {
            ServerOptions.defaults().listenerOption(UNKNOWN, true),
            ServerOptions.defaults().connectionOption(UNKNOWN, true)
        }) {
            String starting = refusal(() -> net.serve(wrong));
            assertTrue(starting.contains(" of a server has no option SO_UNKNOWN here"), starting);
        }
        net.turns();
        assertEquals(before, FileDescriptors.sockets());
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "MEMORY"})
    void whatIsNoValueIsRefused(Ends.Over over) throws IOException {
        net.over(over);
        Connection client = net.connect(net.serve(ServerOptions.defaults()));
        assertThrows(
                IllegalArgumentException.class,
                () -> net.call(() -> client.setOption(StandardSocketOptions.SO_SNDBUF, -1)));
        assertThrows(
                IllegalArgumentException.class, () -> ServerOptions.defaults().backlog(0));
        assertThrows(
                IllegalArgumentException.class, () -> ServerOptions.defaults().maxConnections(0));
    }

    private static String refusal(org.junit.jupiter.api.function.Executable code) {
        return String.valueOf(
                assertThrows(UnsupportedOperationException.class, code).getMessage());
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "MEMORY"})
    void aClosedConnectionHasNoOptions(Ends.Over over) throws IOException {
        net.over(over);
        Connection client = net.connect(net.serve(ServerOptions.defaults()));
        net.close(client);
        ClosedChannelException closed = assertThrows(
                ClosedChannelException.class,
                () -> net.call(() -> client.setOption(StandardSocketOptions.TCP_NODELAY, true)));
        assertEquals(client + " is closed", closed.getMessage());
        assertThrows(
                ClosedChannelException.class,
                () -> net.call(() -> client.getOption(StandardSocketOptions.TCP_NODELAY)));
    }

    @Test
    void theBufferOfTheListeningSocketIsThatOfItsConnections() throws IOException {
        net.over(Ends.Over.TCP);
        Server server = net.serve(ServerOptions.defaults().listenerOption(StandardSocketOptions.SO_RCVBUF, 9_000));
        net.connect(server);
        int size = option(net.accepted(), StandardSocketOptions.SO_RCVBUF);
        assertTrue(size >= 9_000 && size < 40_000, "is " + size);
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "MEMORY"})
    void aConnectionComesFromTheAddressThatItIsGiven(Ends.Over over) throws IOException {
        net.over(over);
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Server server = net.serve(ServerOptions.defaults());
        ConnectOptions options = ConnectOptions.defaults().localAddress("127.0.0.1", port);
        Connection client = net.run(net.connecting(server, options));
        assertEquals(port, client.localAddress().getPort());
        assertEquals(port, net.accepted().peerAddress().getPort());
        ConnectException taken = assertThrows(ConnectException.class, () -> net.run(net.connecting(server, options)));
        assertTrue(String.valueOf(taken.getMessage()).contains("Address already in use"), taken::getMessage);
    }

    @Test
    void anAddressOfTheOtherFamilyIsNotReachedFromThisOne() throws IOException {
        net.over(Ends.Over.TCP);
        Server server = net.serve(ServerOptions.defaults());
        ConnectException refused = assertThrows(
                ConnectException.class,
                () -> net.run(net.connecting(server, ConnectOptions.defaults().localAddress("::1", 0))));
        assertEquals(
                "cannot connect to " + Addresses.text(server.localAddress())
                        + ": no address to connect to from [0:0:0:0:0:0:0:1]:0",
                refused.getMessage());
    }

    @Test
    void whatIsSetIsShown() throws IOException {
        assertEquals(
                "backlog 5, at most 9 connections, listener {SO_RCVBUF=1}, connections {TCP_NODELAY=false}",
                ServerOptions.defaults()
                        .backlog(5)
                        .maxConnections(9)
                        .listenerOption(StandardSocketOptions.SO_RCVBUF, 1)
                        .connectionOption(StandardSocketOptions.TCP_NODELAY, false)
                        .toString());
        assertEquals(
                "options {SO_KEEPALIVE=true} from 127.0.0.1:9",
                ConnectOptions.defaults()
                        .localAddress("localhost", 9)
                        .option(StandardSocketOptions.SO_KEEPALIVE, true)
                        .toString());
    }
}
