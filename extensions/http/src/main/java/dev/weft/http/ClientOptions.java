// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import dev.weft.net.ConnectOptions;
import dev.weft.net.Network;
import dev.weft.net.Tcp;
import dev.weft.tls.Tls;
import dev.weft.tls.TlsClient;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link Http1Client} connects, what it keeps and how long it waits. Immutable: each method makes another one. Any thread. No argument may
 * be null.
 *
 * <pre>{@code
 * ClientOptions options = ClientOptions.defaults().maxConnections(20).headLimit(Duration.ofSeconds(5)).maxRedirects(5);
 * }</pre>
 */
public final class ClientOptions {
    private static final ClientOptions DEFAULTS = new ClientOptions(new Values());

    private final Values values;

    private ClientOptions(Values values) {
        this.values = values;
    }

    /** The values themselves, which nothing changes once they are somebody's options. */
    static final class Values implements Cloneable {
        Network network = Tcp.network();

        /** Null for the usual one, which reads its files when it is made. */
        @Nullable
        TlsClient tls;

        ConnectOptions connect = ConnectOptions.defaults();
        int maxConnections = 64;
        int maxWaiting = 1000;
        int maxHeader = 64 * 1024;
        int maxSkipped = 64 * 1024;
        int maxRedirects;
        Duration idle = Duration.ofSeconds(30);
        Duration queue = Duration.ofSeconds(30);
        Duration connecting = Duration.ofSeconds(10);
        Duration continued = Duration.ofSeconds(1);
        Duration write = Duration.ofSeconds(30);
        Duration head = Duration.ofSeconds(60);
        Duration body = Duration.ofSeconds(60);
        Duration unread = Duration.ofSeconds(60);
        Duration request = HttpOptions.NEVER;

        private Values() {}

        @Override
        protected Values clone() {
            try {
                return (Values) super.clone();
            } catch (CloneNotSupportedException impossible) {
                throw new AssertionError(impossible);
            }
        }

        TlsClient encryption() {
            return (tls == null ? Tls.client() : tls).applicationProtocols("http/1.1");
        }
    }

    Values values() {
        return values;
    }

    private ClientOptions with(Consumer<Values> change) {
        Values changed = values.clone();
        change.accept(changed);
        return new ClientOptions(changed);
    }

    /**
     * Returns those of a client that says nothing.
     *
     * @return the options
     */
    public static ClientOptions defaults() {
        return DEFAULTS;
    }

    // ------------------------------------------------------------------ how it connects

    /**
     * Sets where connections are opened; TCP, if it is not said.
     *
     * @param network the network of plain connections, such as one in memory; over it goes TLS, too
     * @return the other options
     */
    public ClientOptions network(Network network) {
        Objects.requireNonNull(network, "network");
        return with(changed -> changed.network = network);
    }

    /**
     * Sets how connections to {@code https} addresses are encrypted, and whom they trust; {@link Tls#client()}, if it is not said. That they
     * speak {@code http/1.1} is added.
     *
     * @param client opens them
     * @return the other options
     */
    public ClientOptions tls(TlsClient client) {
        Objects.requireNonNull(client, "client");
        return with(changed -> changed.tls = client);
    }

    /**
     * Sets how connections are opened, such as from which address.
     *
     * @param options the options of each connection
     * @return the other options
     */
    public ClientOptions connect(ConnectOptions options) {
        Objects.requireNonNull(options, "options");
        return with(changed -> changed.connect = options);
    }

    // ------------------------------------------------------------------ how much

    /**
     * Limits the connections to one host, which are its name and port. Further requests wait, first come, first served.
     *
     * @param count 1 or more; 64, if it is not said
     * @return the other options
     */
    public ClientOptions maxConnections(int count) {
        int checked = Checks.atLeast(1, count, "maxConnections");
        return with(changed -> changed.maxConnections = checked);
    }

    /**
     * Limits the requests that wait for a connection to one host. Another one fails at once.
     *
     * @param count 0 or more; 1,000, if it is not said
     * @return the other options
     */
    public ClientOptions maxWaiting(int count) {
        int checked = Checks.atLeast(0, count, "maxWaiting");
        return with(changed -> changed.maxWaiting = checked);
    }

    /**
     * Limits the first line of a response, the rest of its head, and its trailers.
     *
     * @param bytes 256 or more; 64 KiB, if it is not said
     * @return the other options
     */
    public ClientOptions maxHeader(int bytes) {
        int checked = Checks.atLeast(256, bytes, "maxHeader");
        return with(changed -> changed.maxHeader = checked);
    }

    /**
     * Says how many redirects a request may follow. None is followed from {@code https} to {@code http}, or with a body that cannot be sent
     * again: the response that redirects is given then. Another host, port or scheme is not sent the fields {@code authorization}, {@code
     * cookie} and {@code proxy-authorization}.
     *
     * @param count 0 or more; 0, if it is not said, and then each response is given as it is
     * @return the other options
     */
    public ClientOptions maxRedirects(int count) {
        int checked = Checks.atLeast(0, count, "maxRedirects");
        return with(changed -> changed.maxRedirects = checked);
    }

    /**
     * Limits what is read of a body that nobody wants, so that its connection can be used again; behind that it is closed. That is the body
     * of a response that redirects, and what has come already of a response that is closed.
     *
     * @param bytes 0 or more; 64 KiB, if it is not said
     * @return the other options
     */
    public ClientOptions maxSkipped(int bytes) {
        int checked = Checks.atLeast(0, bytes, "maxSkipped");
        return with(changed -> changed.maxSkipped = checked);
    }

    // ------------------------------------------------------------------ how long

    /**
     * Limits how long a connection is kept that no request uses.
     *
     * @param limit more than zero, and best less than the server's; 30 seconds, if it is not said
     * @return the other options
     */
    public ClientOptions idleLimit(Duration limit) {
        Duration positive = Checks.positive(limit, "idleLimit");
        return with(changed -> changed.idle = positive);
    }

    /**
     * Limits how long a request waits for its turn.
     *
     * @param limit more than zero; 30 seconds, if it is not said
     * @return the other options
     */
    public ClientOptions queueLimit(Duration limit) {
        Duration positive = Checks.positive(limit, "queueLimit");
        return with(changed -> changed.queue = positive);
    }

    /**
     * Limits how long it takes to open a connection, with the handshake of TLS.
     *
     * @param limit more than zero; 10 seconds, if it is not said
     * @return the other options
     */
    public ClientOptions connectLimit(Duration limit) {
        Duration positive = Checks.positive(limit, "connectLimit");
        return with(changed -> changed.connecting = positive);
    }

    /**
     * Limits how long the server may take nothing of the request.
     *
     * @param limit more than zero; 30 seconds, if it is not said
     * @return the other options
     */
    public ClientOptions writeLimit(Duration limit) {
        Duration positive = Checks.positive(limit, "writeLimit");
        return with(changed -> changed.write = positive);
    }

    /**
     * Says how long a body waits that the server was asked for ({@link ClientRequest#expectContinue}); then it is sent all the same.
     *
     * @param limit more than zero; 1 second, if it is not said
     * @return the other options
     */
    public ClientOptions continueLimit(Duration limit) {
        Duration positive = Checks.positive(limit, "continueLimit");
        return with(changed -> changed.continued = positive);
    }

    /**
     * Limits how long the server takes for the head of its response, once it has all of the request.
     *
     * @param limit more than zero; a minute, if it is not said
     * @return the other options
     */
    public ClientOptions headLimit(Duration limit) {
        Duration positive = Checks.positive(limit, "headLimit");
        return with(changed -> changed.head = positive);
    }

    /**
     * Limits how long nothing of the body of a response may come while somebody waits for it.
     *
     * @param limit more than zero; a minute, if it is not said
     * @return the other options
     */
    public ClientOptions bodyLimit(Duration limit) {
        Duration positive = Checks.positive(limit, "bodyLimit");
        return with(changed -> changed.body = positive);
    }

    /**
     * Limits how long a response may lie while nobody reads it: from its head to the first read, and from each read to the next. Then its
     * connection is closed and its place is another request's, a warning says which response that was and which task has sent the request,
     * and whoever reads it after all is told by a {@link ClientTimeoutException}.
     *
     * @param limit more than zero; a minute, if it is not said
     * @return the other options
     */
    public ClientOptions unreadLimit(Duration limit) {
        Duration positive = Checks.positive(limit, "unreadLimit");
        return with(changed -> changed.unread = positive);
    }

    /**
     * Limits how long a request takes as a whole, from the call up to the end of the body of its response, with redirects.
     *
     * @param limit more than zero; none, if it is not said
     * @return the other options
     */
    public ClientOptions requestLimit(Duration limit) {
        Duration positive = Checks.positive(limit, "requestLimit");
        return with(changed -> changed.request = positive);
    }
}
