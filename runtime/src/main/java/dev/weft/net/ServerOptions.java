// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a server listens, and what it accepts. Immutable: each method makes another one. Any thread. No argument may be null.
 *
 * <pre>{@code
 * ServerOptions options = ServerOptions.defaults()
 *         .maxConnections(1_000)
 *         .connectionOption(StandardSocketOptions.SO_KEEPALIVE, true);
 * Server server = Tcp.startServer(Shop::serve, "0.0.0.0", 80, options);
 * }</pre>
 */
public final class ServerOptions {
    private static final ServerOptions DEFAULTS =
            new ServerOptions(4096, Integer.MAX_VALUE, Options.NONE, Options.NONE, null);

    private final int backlog;
    private final int maxConnections;
    private final Options ofListener;
    private final Options ofConnections;
    private final @Nullable Set<PosixFilePermission> filePermissions;

    private ServerOptions(
            int backlog,
            int maxConnections,
            Options ofListener,
            Options ofConnections,
            @Nullable Set<PosixFilePermission> filePermissions) {
        this.backlog = backlog;
        this.maxConnections = maxConnections;
        this.ofListener = ofListener;
        this.ofConnections = ofConnections;
        this.filePermissions = filePermissions;
    }

    /**
     * Returns those of a server that says nothing: a backlog of 4,096, any number of connections, no option set but {@code SO_REUSEADDR} of
     * the listening socket, and {@code TCP_NODELAY} of the connections.
     *
     * @return the options
     */
    public static ServerOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Sets how many clients the system keeps that nobody has accepted yet. The system may have a lower limit, such as {@code
     * net.core.somaxconn} of Linux. Not a limit in memory.
     *
     * @param clients the number, at least 1
     * @return the other options
     * @throws IllegalArgumentException if the number is less
     */
    public ServerOptions backlog(int clients) {
        return new ServerOptions(
                atLeastOne(clients, "backlog"), maxConnections, ofListener, ofConnections, filePermissions);
    }

    /**
     * Sets how many connections are served at a time, on all loops of a group together. While there are so many, nobody is accepted: who
     * comes then waits in the backlog until a handler has ended. So clients see a slow server, and not one that closes on them.
     *
     * @param connections the number, at least 1
     * @return the other options
     * @throws IllegalArgumentException if the number is less
     */
    public ServerOptions maxConnections(int connections) {
        return new ServerOptions(
                backlog, atLeastOne(connections, "maxConnections"), ofListener, ofConnections, filePermissions);
    }

    private static int atLeastOne(int number, String what) {
        if (number < 1) {
            throw new IllegalArgumentException(what + "(" + number + "): at least 1");
        }
        return number;
    }

    /**
     * Sets an option of the listening socket before it has its address, such as {@code SO_RCVBUF}, which the connections inherit. What is no
     * option of such a socket here is refused when the server is started.
     *
     * @param option one of {@link java.net.StandardSocketOptions} or {@code jdk.net.ExtendedSocketOptions}
     * @param value its value
     * @param <T> the type of the value
     * @return the other options
     */
    public <T> ServerOptions listenerOption(SocketOption<T> option, T value) {
        return new ServerOptions(
                backlog, maxConnections, with(ofListener, option, value), ofConnections, filePermissions);
    }

    /**
     * Sets an option of each connection before its handler is called. What is no option of a connection here is refused when the server is
     * started.
     *
     * @param option one of {@link java.net.StandardSocketOptions} or {@code jdk.net.ExtendedSocketOptions}
     * @param value its value
     * @param <T> the type of the value
     * @return the other options
     */
    public <T> ServerOptions connectionOption(SocketOption<T> option, T value) {
        return new ServerOptions(
                backlog, maxConnections, ofListener, with(ofConnections, option, value), filePermissions);
    }

    /**
     * Sets the permissions of the file of a Unix socket: who may write it may connect. They are set when the socket has its file, with those
     * that the process gives new files, so who must never connect is to be kept out of the folder. TCP has no file, and does not look.
     *
     * @param permissions the permissions, such as {@code PosixFilePermissions.fromString("rw-rw----")}
     * @return the other options
     */
    public ServerOptions filePermissions(Set<PosixFilePermission> permissions) {
        return new ServerOptions(backlog, maxConnections, ofListener, ofConnections, Set.copyOf(permissions));
    }

    private static <T> Options with(Options options, SocketOption<T> option, T value) {
        return options.with(Objects.requireNonNull(option, "option"), Objects.requireNonNull(value, "value"));
    }

    @Nullable
    Set<PosixFilePermission> filePermissions() {
        return filePermissions;
    }

    int backlog() {
        return backlog;
    }

    Options ofListener() {
        return ofListener;
    }

    Options ofConnections() {
        return ofConnections;
    }

    /** The places of one server, or of one on all loops of a group. */
    Admission admission() {
        return new Admission(maxConnections);
    }

    void setOn(Connection accepted) throws IOException {
        ofConnections.setOn(accepted);
    }

    /** What is set, for messages. */
    @Override
    public String toString() {
        return "backlog " + backlog
                + (maxConnections == Integer.MAX_VALUE ? "" : ", at most " + maxConnections + " connections")
                + (ofListener.isEmpty() ? "" : ", listener " + ofListener)
                + (ofConnections.isEmpty() ? "" : ", connections " + ofConnections);
    }
}
