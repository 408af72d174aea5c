// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import dev.weft.SimulatedLoop;
import dev.weft.spi.LoopThread;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The front door of awaitable UDP: opens endpoints for datagrams. No argument may be null.
 *
 * <pre>{@code
 * try (DatagramEndpoint endpoint = Udp.openEndpoint("0.0.0.0", 9999)) {
 *     while (true) {
 *         await(endpoint.sendMany(await(endpoint.receiveMany(64)))); // an echo
 *     }
 * }
 * }</pre>
 */
public final class Udp {
    private Udp() {}

    /**
     * Returns UDP as a {@link DatagramNetwork}, for code that is tested over one in memory. Any thread.
     *
     * @return the network, always the same
     */
    public static DatagramNetwork network() {
        return OverUdp.NETWORK;
    }

    /** What {@link #network} gives. */
    private enum OverUdp implements DatagramNetwork {
        NETWORK;

        @Override
        public DatagramEndpoint openEndpoint() throws IOException {
            return Udp.openEndpoint();
        }

        @Override
        public DatagramEndpoint openEndpoint(String host, int port) throws IOException {
            return Udp.openEndpoint(host, port);
        }
    }

    /**
     * Opens an endpoint that has no address yet, for addresses of all families that the system has. See {@link
     * DatagramNetwork#openEndpoint()}. Never suspends. Loop thread only.
     *
     * @return the endpoint, to be closed
     * @throws IOException if there is no socket to be had
     * @throws IllegalStateException if no event loop runs on this thread
     * @throws UnsupportedOperationException on a simulated loop, which has no sockets
     */
    public static DatagramEndpoint openEndpoint() throws IOException {
        return open(null);
    }

    /**
     * Opens an endpoint that has no address yet, for addresses of one family, as some systems want it for multicast. Never suspends. Loop
     * thread only.
     *
     * @param family such as {@link java.net.StandardProtocolFamily#INET}
     * @return the endpoint, to be closed
     * @throws IOException if there is no socket to be had
     * @throws IllegalStateException if no event loop runs on this thread
     * @throws UnsupportedOperationException on a simulated loop, which has no sockets, and where the system does not have that family
     */
    public static DatagramEndpoint openEndpoint(ProtocolFamily family) throws IOException {
        return open(Objects.requireNonNull(family, "family"));
    }

    /**
     * Opens an endpoint at an address, for addresses of the family of that. Never suspends. Loop thread only.
     *
     * @param host an address of this host in numbers, such as {@code 0.0.0.0} for every interface, or {@code localhost}
     * @param port 0 to 65535; 0 lets the system choose, see {@link DatagramEndpoint#localAddress()}
     * @return the endpoint, to be closed
     * @throws java.net.BindException if the address is not to be had; the message names it
     * @throws java.net.UnknownHostException if the host is no address in numbers
     * @throws IOException if there is no socket to be had
     * @throws IllegalArgumentException if the port is out of range
     * @throws IllegalStateException if no event loop runs on this thread
     * @throws UnsupportedOperationException on a simulated loop, which has no sockets
     */
    public static DatagramEndpoint openEndpoint(String host, int port) throws IOException {
        Objects.requireNonNull(host, "host");
        DatagramEndpoint endpoint = open(UdpTransport.familyOf(UdpTransport.ownAddress(host)));
        try {
            return endpoint.bind(host, port);
        } catch (Throwable failed) { // rethrown
            endpoint.close();
            throw failed;
        }
    }

    private static DatagramEndpoint open(@Nullable ProtocolFamily family) throws IOException {
        EventLoop loop = LoopThread.current("openEndpoint(...)");
        if (loop instanceof SimulatedLoop) {
            throw new UnsupportedOperationException(
                    "A simulated event loop has no sockets. Test code that uses UDP on EventLoop.create(), or have it take a dev.weft.net.DatagramNetwork and give it a host of a dev.weft.testing.MemoryNetwork.");
        }
        UdpTransport transport = UdpTransport.open(loop, family);
        try {
            return new DatagramEndpoint(transport);
        } catch (Throwable failed) { // rethrown
            transport.close();
            throw failed;
        }
    }
}
