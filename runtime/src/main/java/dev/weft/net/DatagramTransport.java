// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.io.Endpoint;
import dev.weft.spi.SocketCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketOption;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What carries the datagrams of a {@link DatagramEndpoint}: a socket, or something in memory that behaves like one. Loop thread only, except
 * where the text or {@link Endpoint} says otherwise. All addresses are resolved.
 *
 * <p>A failure is that of the operation that met it; the transport stays open, and the next operation tries again.
 */
public interface DatagramTransport extends Endpoint {
    /**
     * Takes the next datagram that has come, without waiting. One that has no address yet takes any that is free.
     *
     * @param target where to put the bytes; a direct buffer with room for every datagram
     * @return who has sent it; null if there is none now
     * @throws java.net.PortUnreachableException if it is connected, and what was sent has been refused
     * @throws IOException if the transport failed or is closed
     */
    @Nullable
    InetSocketAddress receive(ByteBuffer target) throws IOException;

    /** How many {@link #receiveMany} takes at most where it takes more than one: fewer say that there are no more. */
    int AT_ONE_GO = SocketCalls.AT_ONE_GO;

    /**
     * Takes datagrams that have come, without waiting, at one go where the system can. Called between {@link #receive}s.
     *
     * @param max how many at most, at least one; never more than {@link #AT_ONE_GO} are taken
     * @param taken gets each, in their order
     * @return how many; 0 if there are none now, -1, as by default, if this takes one at a time
     * @throws java.net.PortUnreachableException if it is connected, and what was sent has been refused
     * @throws IOException if the transport failed or is closed
     */
    default int receiveMany(int max, Consumer<? super Datagram> taken) throws IOException {
        return -1;
    }

    /**
     * Sends those datagrams for which there is room now, at one go where the system can. Called between {@link #send}s.
     *
     * @param datagrams at least one, each with bytes, and none too large for who is to get it
     * @return how many were sent, from the first on; 0 if there is no room for that, -1, as by default, if the first is to be sent by itself
     * @throws java.net.PortUnreachableException if it is connected, and what was sent before has been refused; none of these is sent
     * @throws IOException if the transport failed or is closed
     */
    default int sendMany(List<Datagram> datagrams) throws IOException {
        return -1;
    }

    /**
     * Sends a datagram, if there is room for it now. One that has no address yet takes any that is free. Of a datagram without bytes it may
     * say that it was sent though there was no room: it is given only after the transport was ready for writing.
     *
     * @param payload the bytes, in a direct buffer: all that remain, and then none, or all of them still if there was no room
     * @param to who is to get it; where this is connected, the peer
     * @return whether it was sent
     * @throws java.net.PortUnreachableException if it is connected, and what was sent before has been refused; this one is not sent
     * @throws IOException if it cannot be sent, or the transport failed or is closed
     */
    boolean send(ByteBuffer payload, InetSocketAddress to) throws IOException;

    /**
     * Takes an address, once.
     *
     * @param host an address of this host, as {@link DatagramEndpoint#bind} has it
     * @param port 0 to 65535; 0 for one that is free
     * @throws java.net.BindException if it is not to be had, or the transport has an address already
     * @throws UnknownHostException if it is no address
     * @throws IOException if the transport failed or is closed
     */
    void bind(String host, int port) throws IOException;

    /**
     * Exchanges datagrams with one peer only from now on, in place of the one that there was. What has come before is gone.
     *
     * @param peer with whom
     * @throws IOException if that cannot be, or the transport is closed
     */
    void connect(InetSocketAddress peer) throws IOException;

    /**
     * Exchanges datagrams with everybody again. Idempotent.
     *
     * @throws IOException if the transport failed or is closed
     */
    void disconnect() throws IOException;

    /**
     * Returns the addresses of a host that the transport itself knows by name.
     *
     * @param host the name, no address in numbers
     * @return the addresses, at least one; null if the system's name service is to be asked, which happens off the loop
     * @throws UnknownHostException if there is no such host
     */
    @Nullable
    List<InetAddress> lookUp(String host) throws UnknownHostException;

    /**
     * Whether datagrams can be sent to addresses of this family.
     *
     * @param address any address
     * @return false if all of its family are out of reach
     */
    boolean reaches(InetAddress address);

    /**
     * Joins a multicast group, as {@link DatagramEndpoint#join(InetAddress, NetworkInterface, InetAddress)} says.
     *
     * @param group the address of the group
     * @param on the interface; null for the one by which it multicasts
     * @param source the only sender to take from; null for all
     * @return the membership; the same for the same arguments, until that is left
     * @throws IOException if that cannot be
     */
    Membership join(InetAddress group, @Nullable NetworkInterface on, @Nullable InetAddress source) throws IOException;

    /**
     * Sets an option.
     *
     * @param option which one
     * @param value its value
     * @param <T> the type of the value
     * @throws IOException if the transport failed or is closed
     * @throws UnsupportedOperationException if there is no such option here
     */
    <T> void setOption(SocketOption<T> option, T value) throws IOException;

    /**
     * Returns the value of an option.
     *
     * @param option which one
     * @param <T> the type of the value
     * @return the value; null if there is none, as of an interface that nobody has set
     * @throws IOException if the transport failed or is closed
     * @throws UnsupportedOperationException if there is no such option here
     */
    <T> @Nullable T getOption(SocketOption<T> option) throws IOException;

    /**
     * Returns the options that there are. Any thread.
     *
     * @return the options, not null
     */
    Set<SocketOption<?>> supportedOptions();

    /**
     * Returns the address at which this receives. Any thread.
     *
     * @return the address, also after closing; null as long as it has none
     */
    @Nullable
    InetSocketAddress localAddress();

    /**
     * Returns the peer with which this is connected. Any thread.
     *
     * @return the address, also after closing; null if it is not connected
     */
    @Override
    @Nullable
    InetSocketAddress peer();

    /**
     * Closes this, and leaves all groups. The endpoint tells those who wait. Idempotent.
     *
     * @throws IOException for the log: nobody can do anything about it
     */
    void close() throws IOException;
}
