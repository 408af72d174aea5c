// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.cluster.jgroups.JGroupsTransport;
import dev.weft.cluster.jgroups.TcpOptions;
import dev.weft.cluster.transport.Transport;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a node takes part in a cluster. Immutable: each method returns another one. No argument may be null.
 *
 * <pre>{@code
 * ClusterConfig.tcp("10.0.0.7", 7800)
 *         .named("a")
 *         .contacts("10.0.0.8:7800", "10.0.0.9:7800")
 *         .codec(new Json())
 *         .tls(context)
 *         .token(secret)
 *         .majority(3);
 * }</pre>
 */
public final class ClusterConfig {
    /** What was set. */
    static final class Values implements Cloneable {
        String name;
        String host = "";
        int port;
        List<String> contacts = List.of();
        Duration silence = Duration.ofSeconds(8);

        @Nullable
        SSLContext tls;

        @Nullable
        String token;

        boolean plaintext;

        @Nullable
        Transport transport;

        Codec codec = PlainCodec.CODEC;
        int majorityOf;
        Duration lease = Duration.ofSeconds(2);
        int mailbox = 1_000;
        int requests = 10_000;

        Values(String name) {
            this.name = name;
        }

        /** Refuses null, which would travel as an answer of nothing. */
        byte[] encode(Object value) throws Exception {
            return Objects.requireNonNull(
                    codec.encode(value), () -> "Codec " + codec.id() + " gave null in place of bytes.");
        }

        Object decode(byte[] bytes, Type type) throws Exception {
            Object value = Objects.requireNonNull(
                    codec.decode(bytes, type), () -> "Codec " + codec.id() + " gave null in place of a value.");
            if (type instanceof Class<?> named && !named.isPrimitive() && !named.isInstance(value)) {
                throw new ClassCastException("Codec " + codec.id() + " gave a "
                        + value.getClass().getName() + " in place of a " + named.getName() + ".");
            }
            return value;
        }

        @Override
        protected Values clone() {
            try {
                return (Values) super.clone();
            } catch (CloneNotSupportedException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    private final Values values;

    private ClusterConfig(Values values) {
        this.values = values;
    }

    Values values() {
        return values;
    }

    private ClusterConfig with(Consumer<Values> change) {
        Values changed = values.clone();
        change.accept(changed);
        return new ClusterConfig(changed);
    }

    /**
     * Makes a configuration over TCP. The node is called by its host and port until it is {@linkplain #named named}.
     *
     * @param host the address to listen on, which the others reach it by
     * @param port 1 to 65435; the failure detector listens on the one that is 100 above
     * @return the configuration
     */
    public static ClusterConfig tcp(String host, int port) {
        if (port < 1 || port > 65_435) {
            throw new IllegalArgumentException(
                    "The port of a node is 1 to 65435, since its failure detector has the one that is" + " 100 above: "
                            + port);
        }
        Values values = new Values(host + ":" + port);
        values.host = Objects.requireNonNull(host, "host");
        values.port = port;
        return new ClusterConfig(values);
    }

    /**
     * Makes a configuration over another transport. What is said of TCP, TLS and tokens is then up to that.
     *
     * @param transport the transport, which has joined nothing
     * @param name what the node is called
     * @return the configuration, to join once
     */
    public static ClusterConfig over(Transport transport, String name) {
        Values values = new Values(Names.require("node", name));
        values.transport = Objects.requireNonNull(transport, "transport");
        return new ClusterConfig(values);
    }

    /**
     * Gives the node a name. No two members may have the same.
     *
     * @param name what the node is called, in dumps and by {@link ClusterNode#member}
     * @return the configuration
     */
    public ClusterConfig named(String name) {
        Names.require("node", name);
        return with(values -> values.name = name);
    }

    /**
     * Says where others may be. One that is there is enough: it knows all others. That of this node may be among them, so that all nodes can
     * have the same list.
     *
     * @param addresses each a host, a colon, and a port
     * @return the configuration
     */
    public ClusterConfig contacts(String... addresses) {
        List<String> all = List.of(addresses);
        all.forEach(ClusterConfig::address);
        return with(values -> values.contacts = all);
    }

    /**
     * Says how values become bytes. Without it, nodes exchange texts, numbers and bytes alone.
     *
     * @param codec the same on all nodes
     * @return the configuration
     */
    public ClusterConfig codec(Codec codec) {
        Objects.requireNonNull(codec, "codec");
        return with(values -> values.codec = codec);
    }

    /**
     * Says how long a member may say nothing before it is taken for gone: 8 seconds if not said. A process that ends is noticed without this.
     *
     * @param silence at least 100 milliseconds
     * @return the configuration
     */
    public ClusterConfig silence(Duration silence) {
        requireAtLeast("silence", silence, Duration.ofMillis(100));
        return with(values -> values.silence = silence);
    }

    /**
     * Encrypts, and has each node show a certificate that the others trust.
     *
     * @param context with the key of this node, and with whom it trusts
     * @return the configuration
     */
    public ClusterConfig tls(SSLContext context) {
        Objects.requireNonNull(context, "context");
        return with(values -> values.tls = context);
    }

    /**
     * Lets in only who knows a text. What travels is a digest of it, which whoever reads along could show as well, so this is no use on an
     * open network without {@link #tls}.
     *
     * @param token the same on all nodes
     * @return the configuration
     */
    public ClusterConfig token(String token) {
        Objects.requireNonNull(token, "token");
        return with(values -> values.token = token);
    }

    /**
     * Allows plain text on an address that others can reach, which is refused without this.
     *
     * @return the configuration
     */
    public ClusterConfig plaintext() {
        return with(values -> values.plaintext = true);
    }

    /**
     * Has entities live only where more than half of the nodes are, so that no partition gives one two owners. A node that does not see that
     * many drops its entities, and refuses what is for them.
     *
     * @param nodes how many nodes the cluster has when all are there; the same on all of them
     * @return the configuration
     */
    public ClusterConfig majority(int nodes) {
        if (nodes < 1) {
            throw new IllegalArgumentException("A majority is of 1 or more nodes, not of " + nodes);
        }
        return with(values -> values.majorityOf = nodes);
    }

    /**
     * Says for how long a node may go on with its entities without hearing from the majority; a new owner waits as long before it begins. 2
     * seconds if not said. It has to be the same on all nodes, whose clocks may run by a tenth faster or slower than one another.
     *
     * @param lease at least 50 milliseconds
     * @return the configuration
     */
    public ClusterConfig lease(Duration lease) {
        requireAtLeast("lease", lease, Duration.ofMillis(50));
        return with(values -> values.lease = lease);
    }

    /**
     * Says how many messages may wait for one entity: 1,000 if not said. One more is refused as {@link NotServed}.
     *
     * @param messages at least 1
     * @return the configuration
     */
    public ClusterConfig mailbox(int messages) {
        requirePositive("mailbox", messages);
        return with(values -> values.mailbox = messages);
    }

    /**
     * Says how many requests this node serves at a time, those included that wait for an entity: 10,000 if not said. One more is refused as
     * {@link NotServed}.
     *
     * @param requests at least 1
     * @return the configuration
     */
    public ClusterConfig requests(int requests) {
        requirePositive("requests", requests);
        return with(values -> values.requests = requests);
    }

    private static void requirePositive(String what, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(what + " has to be 1 or more, and is " + number);
        }
    }

    private static void requireAtLeast(String what, Duration duration, Duration least) {
        if (duration.compareTo(least) < 0) {
            throw new IllegalArgumentException(what + " has to be " + least + " or more, and is " + duration);
        }
    }

    // ------------------------------------------------------------------ what is made of it

    /** Makes the transport. Looks names up, so it may block. */
    Transport transport() throws UnknownHostException {
        if (values.transport != null) {
            return values.transport;
        }
        InetAddress host = InetAddress.getByName(values.host);
        if (values.tls == null && !values.plaintext && !host.isLoopbackAddress()) {
            throw new IllegalStateException(
                    "Node " + values.name + " would speak plain text on " + host.getHostAddress()
                            + ", where others can read and forge it. Give it a certificate with ClusterConfig.tls(...), or say"
                            + " ClusterConfig.plaintext() if that network is yours alone.");
        }
        return JGroupsTransport.tcp(new TcpOptions(
                host,
                values.port,
                values.contacts.stream().map(ClusterConfig::address).toList(),
                values.silence,
                values.tls,
                values.token));
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || !text.substring(colon + 1).matches("\\d{1,5}")) {
            throw new IllegalArgumentException(
                    "A contact is a host, a colon and a port, as in 10.0.0.8:7800, and not " + text);
        }
        return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    /** The name and the place. */
    @Override
    public String toString() {
        return values.name;
    }
}
