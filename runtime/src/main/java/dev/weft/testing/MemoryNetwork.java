// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import dev.weft.EventLoop;
import dev.weft.internal.LoopEngine;
import dev.weft.net.Connection;
import dev.weft.spi.LoopThread;
import java.net.BindException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A network in memory, for tests: {@linkplain Host hosts} on which servers are started and connections are opened, of the same types as
 * over TCP. It works on any loop, and on a simulated one everything that it does is a function of the seed, in virtual time: in which
 * pieces bytes arrive, how long they are under way, and which connections break.
 *
 * <pre>{@code
 * MemoryNetwork network = new MemoryNetwork();
 * network.link(Link.normal().latency(Duration.ofMillis(5), Duration.ofMillis(50)));
 * Server server = network.host("server").startServer(Chat::serve, "server", 80);
 * Connection ann = await(network.host("ann").openConnection("server", 80));
 * network.isolate("ann");
 * }</pre>
 *
 * <p>A way between two hosts that is cut loses nothing: bytes, ends and connects wait for the healing, as TCP sends again what has not
 * arrived. Nobody is told, and whoever wants to know has to wait with a limit of time. A host that is isolated is one that has vanished.
 * Datagrams on a way that is cut are lost, since nobody sends them again.
 *
 * <p>What goes wrong does so for connections that are open already, too. Hosts have to be there before they are named: each method that takes
 * the name of one refuses a name that {@link #host} does not know.
 *
 * <p>All that is open is closed with the loop. For the thread of the loop. While no thread runs it, for one that prepares it, such as a test
 * that starts servers before {@code run}; it is not looked at which, and two may not do so at a time. No argument may be null.
 */
public final class MemoryNetwork {
    private final EventLoop loop;
    private final Hosts hosts = new Hosts(this);
    private final Ways ways = new Ways();
    private final Set<MemoryEnd> connections = new LinkedHashSet<>();
    private List<Runnable> stalled = new ArrayList<>();

    /**
     * Two ends of one connection.
     *
     * @param left the end at the host {@code left}
     * @param right the end at the host {@code right}
     */
    public record Pair(Connection left, Connection right) {
        /**
         * Refuses missing ends.
         *
         * @param left see {@link #left}
         * @param right see {@link #right}
         */
        public Pair {
            Objects.requireNonNull(left, "left");
            Objects.requireNonNull(right, "right");
        }
    }

    /**
     * Makes a network on the loop of this thread.
     *
     * @throws IllegalStateException if no event loop runs on this thread
     */
    public MemoryNetwork() {
        this(LoopThread.current("new MemoryNetwork()"));
    }

    /**
     * Makes a network on a loop. Any thread.
     *
     * @param loop on whose thread all of it is used
     */
    public MemoryNetwork(EventLoop loop) {
        this.loop = Objects.requireNonNull(loop, "loop");
    }

    // ------------------------------------------------------------------ what it connects

    /**
     * Returns the host of a name; the first time, adds it. Its address is one of 10.0.0.0/8, in the order of adding.
     *
     * @param name the name, by which others connect to it
     * @return the host
     * @throws IllegalArgumentException if the name can be no name of a host, such as an empty one or one with a colon
     * @throws IllegalStateException if another thread runs the loop, or it is closed
     */
    public Host host(String name) {
        Objects.requireNonNull(name, "name");
        require("host(...)");
        return hosts.named(name);
    }

    /**
     * Opens a connection between the hosts {@code left} and {@code right}, at once. Never suspends.
     *
     * @return both ends, each to be closed
     * @throws IllegalStateException if the loop is closed, if another thread runs it, or if all ports of the two are taken
     */
    public Pair pair() {
        require("pair()");
        Host left = hosts.named("left");
        Host right = hosts.named("right");
        try {
            MemoryEnd near =
                    new MemoryEnd(this, left.takeAddress(), right.takeAddress(), new Wire(this, "left", "right"));
            near.whenOver(left::giveBack);
            MemoryEnd far = near.opposite(new Wire(this, "right", "left"));
            far.whenOver(right::giveBack);
            return new Pair(near.connection(), far.connection());
        } catch (BindException full) {
            throw new IllegalStateException("pair() of " + this + ": " + full.getMessage(), full);
        }
    }

    // ------------------------------------------------------------------ what goes wrong on it

    /**
     * Sets the link of every way that has none of its own, from now on, for connections that are open as well: what is under way keeps the
     * time that it was given. At first that is {@link Link#normal()}.
     *
     * @param link how each way is
     * @throws IllegalStateException if another thread runs the loop, or it is closed
     */
    public void link(Link link) {
        Objects.requireNonNull(link, "link");
        require("link(...)");
        ways.link(link);
    }

    /**
     * Sets the link of one direction, from now on, for connections that are open as well.
     *
     * @param from the name of the host that sends
     * @param to the name of the host that receives
     * @param link how that way is
     * @throws IllegalArgumentException if there is no such host yet
     * @throws IllegalStateException if another thread runs the loop, or it is closed
     */
    public void link(String from, String to, Link link) {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(link, "link");
        requireKnown("link(...)", from, "from", to, "to");
        ways.link(from, to, link);
    }

    /**
     * Cuts the way between two hosts in both directions. Connections stay open, and what is under way waits for the healing. Idempotent.
     *
     * @param one the name of a host
     * @param another the name of the other
     * @throws IllegalArgumentException if there is no such host yet
     * @throws IllegalStateException if another thread runs the loop, or it is closed
     */
    public void cut(String one, String another) {
        requireKnown("cut(...)", one, "one", another, "another");
        ways.cut(one, another);
        ways.cut(another, one);
    }

    /**
     * Cuts one direction of the way between two hosts. Idempotent.
     *
     * @param from the name of the host whose bytes do not arrive any more
     * @param to the name of the host where they do not arrive
     * @throws IllegalArgumentException if there is no such host yet
     * @throws IllegalStateException if another thread runs the loop, or it is closed
     */
    public void cutOneWay(String from, String to) {
        requireKnown("cutOneWay(...)", from, "from", to, "to");
        ways.cut(from, to);
    }

    /**
     * Cuts all ways from and to a host, as {@link #cut} does; with hosts that are added later as well. Idempotent.
     *
     * @param host the name of the host that vanishes
     * @throws IllegalArgumentException if there is no such host yet
     * @throws IllegalStateException if another thread runs the loop, or it is closed
     */
    public void isolate(String host) {
        Objects.requireNonNull(host, "host");
        require("isolate(...)");
        hosts.require(host);
        ways.isolate(host);
    }

    /**
     * Heals what {@link #cut} and {@link #cutOneWay} have cut between two hosts: what has waited arrives now, or when its time is over.
     * Idempotent.
     *
     * @param one the name of a host
     * @param another the name of the other
     * @throws IllegalArgumentException if there is no such host yet
     * @throws IllegalStateException if another thread runs the loop, or it is closed
     */
    public void heal(String one, String another) {
        requireKnown("heal(...)", one, "one", another, "another");
        ways.heal(one, another);
        healed();
    }

    /**
     * Heals all ways, those of isolated hosts included. Idempotent.
     *
     * @throws IllegalStateException if another thread runs the loop, or it is closed
     */
    public void heal() {
        require("heal()");
        ways.heal();
        healed();
    }

    private void healed() {
        List<Runnable> waiting = stalled;
        stalled = new ArrayList<>();
        waiting.forEach(Runnable::run);
    }

    /**
     * Resets all connections between two hosts, at both ends: what is under way is lost, and reads and writes fail once what has arrived
     * was read.
     *
     * @param one the name of a host
     * @param another the name of the other, or the same
     * @return how many connections there were
     * @throws IllegalArgumentException if there is no such host yet
     * @throws IllegalStateException if another thread runs the loop, or it is closed
     */
    public int reset(String one, String another) {
        requireKnown("reset(...)", one, "one", another, "another");
        List<MemoryEnd> between =
                connections.stream().filter(end -> end.joins(one, another)).toList();
        between.forEach(MemoryEnd::resetBoth);
        return between.size();
    }

    private void requireKnown(String operation, String one, String parameter, String another, String otherParameter) {
        Objects.requireNonNull(one, parameter);
        Objects.requireNonNull(another, otherParameter);
        require(operation);
        hosts.require(one);
        hosts.require(another);
    }

    // ------------------------------------------------------------------ what its parts ask

    EventLoop loop() {
        return loop;
    }

    /** Refuses what another thread does than the loop's, or that of whoever prepares a loop that no thread runs. */
    void require(String operation) {
        if (loop instanceof LoopEngine engine) {
            engine.requireNoOtherThread(operation + " of a MemoryNetwork");
        } else {
            LoopThread.require(loop, operation, this);
        }
    }

    Hosts hosts() {
        return hosts;
    }

    RandomGenerator random() {
        return loop.random();
    }

    Link linkOf(String from, String to) {
        return ways.linkOf(from, to);
    }

    boolean isCut(String from, String to) {
        return ways.isCut(from, to);
    }

    void whenHealed(Runnable action) {
        stalled.add(action);
    }

    void remember(MemoryEnd connection) {
        connections.add(connection);
    }

    /** The connection of an end is none any more; either of its ends may have been remembered. */
    void forget(MemoryEnd one, MemoryEnd another) {
        connections.remove(one);
        connections.remove(another);
        one.isOver();
        another.isOver();
    }

    /** Runs something in a turn to come; nothing any more once the loop is closed, whose end closes what is open. */
    void post(Runnable action) {
        try {
            if (loop instanceof LoopEngine engine) {
                engine.postInAnyOrder(action); // what happens on one way has no order with what happens on another
            } else {
                loop.post(action);
            }
        } catch (IllegalStateException closed) {
            if (!loop.isClosed()) {
                throw closed;
            }
        }
    }

    /** Names the network and its hosts, for messages. */
    @Override
    public String toString() {
        return "network of " + hosts;
    }
}
