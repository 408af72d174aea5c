// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is opened. Immutable: each method makes another one. Any thread. No argument may be null.
 *
 * <pre>{@code
 * ConnectOptions options = ConnectOptions.defaults()
 *         .option(StandardSocketOptions.SO_KEEPALIVE, true)
 *         .localAddress("10.0.0.5", 0);
 * Connection connection = await(Tcp.openConnection("example.com", 80, options));
 * }</pre>
 */
public final class ConnectOptions {
    private static final ConnectOptions DEFAULTS =
            new ConnectOptions(Options.NONE, null, Duration.ofMillis(250), NameResolver.system());

    private final Options options;
    private final @Nullable InetSocketAddress localAddress;
    private final Duration attemptDelay;
    private final NameResolver resolver;

    private ConnectOptions(
            Options options, @Nullable InetSocketAddress localAddress, Duration attemptDelay, NameResolver resolver) {
        this.options = options;
        this.localAddress = localAddress;
        this.attemptDelay = attemptDelay;
        this.resolver = resolver;
    }

    /**
     * Returns those of who says nothing: an address that the system chooses, {@code TCP_NODELAY}, 250 ms before another address of the host
     * is tried as well, and the names of the system.
     *
     * @return the options
     */
    public static ConnectOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Sets an option of the socket before it connects.
     *
     * @param option one of {@link java.net.StandardSocketOptions} or {@code jdk.net.ExtendedSocketOptions}; what is none here fails the
     *     connect with {@link UnsupportedOperationException}
     * @param value its value
     * @param <T> the type of the value
     * @return the other options
     */
    public <T> ConnectOptions option(SocketOption<T> option, T value) {
        return new ConnectOptions(
                options.with(Objects.requireNonNull(option, "option"), Objects.requireNonNull(value, "value")),
                localAddress,
                attemptDelay,
                resolver);
    }

    /**
     * Sets the address of this end. Addresses of the other family are not tried then.
     *
     * @param host an address of this host in numbers, or {@code localhost}
     * @param port 0 to 65535; 0 lets the system choose
     * @return the other options
     * @throws java.net.UnknownHostException if the host is no address in numbers: names would be looked up on this thread
     * @throws IllegalArgumentException if the port is out of range
     */
    public ConnectOptions localAddress(String host, int port) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(UdpTransport.ownAddress(Objects.requireNonNull(host, "host")), port);
        return new ConnectOptions(options, address, attemptDelay, resolver);
    }

    /**
     * Sets how long the first address of a host may take before the next is tried beside it, and so on.
     *
     * @param delay the time, at least a millisecond; RFC 8305 has 250 ms, and 100 ms as the least that makes sense
     * @return the other options
     * @throws IllegalArgumentException if it is less
     */
    public ConnectOptions attemptDelay(Duration delay) {
        if (Objects.requireNonNull(delay, "delay").compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("attemptDelay(" + delay + "): at least a millisecond");
        }
        return new ConnectOptions(options, localAddress, delay, resolver);
    }

    /**
     * Sets who knows the addresses of names, in place of the system. A network in memory knows its hosts, and does not ask.
     *
     * @param other who is asked
     * @return the other options
     */
    public ConnectOptions resolver(NameResolver other) {
        return new ConnectOptions(options, localAddress, attemptDelay, Objects.requireNonNull(other, "other"));
    }

    /**
     * Returns the address that this end shall have.
     *
     * @return the address; empty if the network chooses
     */
    public Optional<InetSocketAddress> localAddress() {
        return Optional.ofNullable(localAddress);
    }

    /**
     * Sets the options of a connection that is open, for those who bring another kind of network than TCP. Loop thread only.
     *
     * @param connection whose options are set
     * @throws IOException if the connection is closed, or the system refuses
     * @throws IllegalArgumentException if something is no value of its option
     * @throws UnsupportedOperationException if there is no such option here
     */
    public void setOn(Connection connection) throws IOException {
        options.setOn(Objects.requireNonNull(connection, "connection"));
    }

    Options options() {
        return options;
    }

    Duration attemptDelay() {
        return attemptDelay;
    }

    NameResolver resolver() {
        return resolver;
    }

    /** What is set, for messages. */
    @Override
    public String toString() {
        return "options " + options + (localAddress == null ? "" : " from " + Addresses.text(localAddress));
    }
}
