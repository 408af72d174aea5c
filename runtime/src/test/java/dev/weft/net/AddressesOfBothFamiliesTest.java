// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.io.LoopFixture;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where one listens, and from where one connects. Behaviours of asyncio's {@code test_events} and {@code test_base_events}: servers of both
 * families, addresses of this end, and places where nobody can listen.
 */
@Timeout(60) // what a broken loop would wait for never comes
class AddressesOfBothFamiliesTest {
    @RegisterExtension
    final LoopFixture net = new LoopFixture();

    private Server listen(String host, int port) {
        return net.call(() -> Tcp.startServer(Handwritten::echo, host, port));
    }

    private Server listenIfThereIsIpv6(String host) {
        try {
            return listen(host, 0);
        } catch (Exception none) {
            assumeTrue(false, "there is no IPv6 here: " + none.getMessage());
            throw none;
        }
    }

    private static InetAddress address(String numbers) throws UnknownHostException {
        return Objects.requireNonNull(Addresses.literal(numbers));
    }

    private void assertEchoes(String host, Server server) throws IOException {
        Connection client =
                net.run(Tcp.openConnection(host, server.localAddress().getPort()));
        net.run(client.write(new byte[] {4}));
        assertEquals(4, net.run(client.readExactly(1))[0]);
        net.close(client);
    }

    /** asyncio: create_server_dual_stack; create_server, where {@code 0.0.0.0} is of IPv4 alone. The JDK has it as {@code ::}. */
    @ParameterizedTest
    @ValueSource(strings = {"::", "0.0.0.0"})
    void aServerOnAllAddressesIsReachedByBothFamilies(String all) throws IOException {
        Server server = listenIfThereIsIpv6(all);
        assertTrue(server.localAddress().getAddress().isAnyLocalAddress());
        assertEchoes("127.0.0.1", server);
        assumeTrue(server.localAddress().getAddress() instanceof Inet6Address, "there is no IPv6 here");
        assertEchoes("::1", server);
    }

    /** asyncio: create_server_ipv6. */
    @Test
    void aServerMayListenOnOneAddressOfIpv6() throws IOException {
        Server server = listenIfThereIsIpv6("::1");
        assertEchoes("::1", server);
        assertThrows(ConnectException.class, () -> assertEchoes("127.0.0.1", server));
    }

    /** asyncio: create_server_empty_host, which listens on all addresses. The JDK knows the empty host as this machine itself. */
    @Test
    void aHostWithoutANameIsTheLoopback() throws IOException {
        Server server = listen("", 0);
        assertTrue(server.localAddress().getAddress().isLoopbackAddress());
        assertEchoes("", server);
    }

    /** asyncio: create_server_no_getaddrinfo. */
    @Test
    void aHostThatIsNoneIsNoPlaceToListen() {
        assertThrows(UnknownHostException.class, () -> listen("no such host", 0));
    }

    /** asyncio: create_server_cant_bind, create_unix_server_bind_error. */
    @Test
    void aServerThatCannotListenLeavesNoSocket() throws IOException {
        FileDescriptors.assumeCounted();
        Server first = listen("127.0.0.1", 0);
        long before = FileDescriptors.sockets();
        for (int i = 0; i < 5; i++) {
            assertThrows(
                    BindException.class,
                    () -> listen("127.0.0.1", first.localAddress().getPort()));
        }
        assertEquals(before, FileDescriptors.sockets());
    }

    /** asyncio: create_connection_local_addr_skip_different_family. */
    @Test
    void addressesThatTheOwnOneCannotReachAreLeftOut() throws IOException {
        Server server = listen("127.0.0.1", 0);
        ConnectOptions options = ConnectOptions.defaults()
                .resolver(host -> List.of(address("::1"), address("127.0.0.1")))
                .localAddress("127.0.0.1", 0);
        Connection client =
                net.run(Tcp.openConnection("both.test", server.localAddress().getPort(), options));
        assertEquals(server.localAddress(), client.peerAddress());
        net.close(client);
    }

    /** asyncio: create_connection_multiple_errors_local_addr. */
    @Test
    void eachAddressThatIsNotReachedFromTheOwnOneIsNamed() throws IOException {
        FileDescriptors.assumeCounted();
        try (ServerSocket taken = new ServerSocket(0, 1, Loopback.HOST)) {
            ConnectOptions options = ConnectOptions.defaults().localAddress("127.0.0.1", taken.getLocalPort());
            long before = FileDescriptors.sockets();
            ConnectException refused = assertThrows(
                    ConnectException.class,
                    () -> net.run(new Connect(
                            InetSocketAddress.createUnresolved("example.test", 1),
                            List.of(
                                    new InetSocketAddress(address("127.0.0.1"), 1),
                                    new InetSocketAddress(address("127.0.0.2"), 1)),
                            options)));
            String from = ": from 127.0.0.1:" + taken.getLocalPort() + ": Address already in use";
            assertEquals(
                    "cannot connect to example.test:1: 127.0.0.1:1" + from + "; 127.0.0.2:1" + from,
                    refused.getMessage());
            net.call(() -> "");
            assertEquals(before, FileDescriptors.sockets());
        }
    }

    /** asyncio: create_connection_no_local_addr. Nobody is asked for the address of a name. */
    @Test
    void anAddressOfThisEndIsGivenInNumbers() {
        String refused = String.valueOf(assertThrows(
                        UnknownHostException.class,
                        () -> ConnectOptions.defaults().localAddress("here.test", 0))
                .getMessage());
        assertTrue(refused.contains("\"here.test\""), refused);
    }

    /** asyncio: create_connection_ipv6_scope. */
    @Test
    void anAddressKeepsTheScopeThatItIsGiven() throws IOException {
        Inet6Address scoped = assertInstanceOf(Inet6Address.class, Addresses.literal("fe80::1%1"));
        assertEquals(1, scoped.getScopeId());
        assertEquals(scoped, Addresses.literal("[fe80::1%1]"));
    }
}
