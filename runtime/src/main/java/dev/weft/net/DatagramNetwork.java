// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.io.IOException;

/**
 * Where datagrams are sent and received: {@link Udp#network()}, or one in memory for tests, a host of a {@link
 * dev.weft.testing.MemoryNetwork}. Code that takes one runs over either. No argument may be null. Never suspends. Loop thread only.
 */
public interface DatagramNetwork {
    /**
     * Opens an endpoint that has no address yet, for options that are to be set before. It takes one by {@link DatagramEndpoint#bind}, or any
     * that is free when it first sends, receives or connects.
     *
     * @return the endpoint, to be closed; what is open when its loop closes is closed by that
     * @throws IOException if there is none to be had
     * @throws IllegalStateException if no event loop runs on this thread
     */
    DatagramEndpoint openEndpoint() throws IOException;

    /**
     * Opens an endpoint at an address.
     *
     * @param host an address of this host, as {@link DatagramEndpoint#bind} has it
     * @param port 0 to 65535; 0 takes one that is free, see {@link DatagramEndpoint#localAddress()}
     * @return the endpoint, to be closed; what is open when its loop closes is closed by that
     * @throws java.net.BindException if the address is not to be had; the message names it
     * @throws java.net.UnknownHostException if the host is no address in numbers
     * @throws IOException if there is none to be had
     * @throws IllegalArgumentException if the port is out of range
     * @throws IllegalStateException if no event loop runs on this thread
     */
    default DatagramEndpoint openEndpoint(String host, int port) throws IOException {
        DatagramEndpoint endpoint = openEndpoint();
        try {
            endpoint.bind(host, port);
            return endpoint;
        } catch (Throwable failed) { // rethrown
            endpoint.close();
            throw failed;
        }
    }
}
