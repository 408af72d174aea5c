// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.testing;

import dev.weft.EventLoop;
import dev.weft.SimulatedLoop;
import dev.weft.cluster.ClusterConfig;
import dev.weft.cluster.transport.Transport;
import dev.weft.spi.LoopThread;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A cluster in memory, for tests: all of its nodes are on one simulated loop, in virtual time. How long a message is under way, when which
 * member sees which view, and what is lost when two do not hear one another any more, is a function of the seed.
 *
 * <pre>{@code
 * MemoryCluster cluster = new MemoryCluster();
 * ClusterNode a = await(Cluster.join("shop", cluster.node("a").majority(3)));
 * ClusterNode b = await(Cluster.join("shop", cluster.node("b").majority(3)));
 * cluster.part("b");
 * await(a.members().changed());
 * cluster.heal();
 * }</pre>
 *
 * <p>It keeps what a {@link Transport} promises and nothing more. What one member sends to another comes in order, but may come again when a
 * connection was broken meanwhile, or never, when one of the two has lost sight of the other. A view comes to each member at another time,
 * and some see none that others see. Between members that do not hear one another what is sent waits until they do again.
 *
 * <p>For the thread of the loop. Members are named as their nodes are; each method that takes names refuses those of nobody that has ever
 * joined, and does nothing to one that has left. Have all nodes leave before a test ends: {@code await(node.leave(Duration.ZERO))}.
 */
public final class MemoryCluster {
    private final SimulatedLoop loop;
    private final Delays delays;
    private final Membership membership;
    private final Links links;

    /**
     * Makes a cluster on the loop of this thread, in which nobody is.
     *
     * @throws IllegalStateException if no event loop runs on this thread, or one in real time
     */
    public MemoryCluster() {
        this(simulated(LoopThread.current("new MemoryCluster()")));
    }

    /**
     * Makes a cluster on a loop, in which nobody is. Any thread.
     *
     * @param loop on whose thread all of it is used, and whose seed decides
     */
    public MemoryCluster(SimulatedLoop loop) {
        this.loop = Objects.requireNonNull(loop, "loop");
        this.delays = new Delays(loop);
        this.membership = new Membership(loop, delays);
        this.links = new Links(loop, delays, membership);
    }

    private static SimulatedLoop simulated(EventLoop loop) {
        if (loop instanceof SimulatedLoop simulated) {
            return simulated;
        }
        throw new IllegalStateException(
                "new MemoryCluster(): the loop of this thread runs in real time. Use a simulated one, as"
                        + " @AsyncTest does if it is not told virtualTime = false, or EventLoop.simulated(seed).");
    }

    /**
     * Makes the configuration of a node. Any thread.
     *
     * @param name what it is called, here and in the cluster; that of one that has gone may be taken again
     * @return the configuration, to {@linkplain dev.weft.cluster.Cluster#join join} once
     */
    public ClusterConfig node(String name) {
        return ClusterConfig.over(transport(), name);
    }

    /**
     * Makes a transport for one node, for a transport of your own around it: {@code ClusterConfig.over(yours, "a")}. Any thread.
     *
     * @return the transport, to join once
     */
    public Transport transport() {
        return new MemoryTransport(membership, links);
    }

    /**
     * Says how long things take at most. Most take much less. 5, 20 and 500 milliseconds unless this is called.
     *
     * @param message how long a message is under way
     * @param view how long it is until a member sees a view that is known to others
     * @param notice how long it is until the first notice that somebody hangs, is gone, or is back
     * @return this cluster
     * @throws IllegalArgumentException if one of them is negative
     */
    public MemoryCluster slow(Duration message, Duration view, Duration notice) {
        delays.set(message, view, notice);
        return this;
    }

    Membership membership() {
        return membership;
    }

    // ------------------------------------------------------------------ faults

    /**
     * Has the process of a member die. What its node does from then on nobody hears; close it, too, as no process would be left: {@code
     * node.close()}.
     *
     * @param member the name of the member
     * @throws IllegalArgumentException if nobody of that name has ever joined
     */
    public void kill(String member) {
        requireThread("kill(...)");
        MemoryTransport killed = membership.named(member);
        links.loseSomeOf(killed);
        killed.leave();
    }

    /**
     * Has a member hear nothing and say nothing, as a process that is stopped. The others notice after a while. Its tasks and its time go on,
     * since they are those of the loop.
     *
     * @param member the name of the member
     * @throws IllegalArgumentException if nobody of that name has ever joined
     */
    public void stop(String member) {
        requireThread("stop(...)");
        membership.named(member).stop();
        membership.notice();
    }

    /**
     * Has a member that was stopped go on: it hears all that it has missed.
     *
     * @param member the name of the member
     * @throws IllegalArgumentException if nobody of that name has ever joined
     */
    public void goOn(String member) {
        requireThread("goOn(...)");
        membership.named(member).goOn();
        links.look();
        membership.notice();
    }

    /**
     * Parts some members from all others: those on one side hear only one another. After a while each side has a view of its own. Who was
     * parted before stays so.
     *
     * @param members their names
     * @throws IllegalArgumentException if nobody of such a name has ever joined
     */
    public void part(String... members) {
        cut(members);
        membership.notice();
    }

    /**
     * Does what {@link #part} does, and nobody ever notices: each side goes on to see the other one.
     *
     * @param members their names
     * @throws IllegalArgumentException if nobody of such a name has ever joined
     */
    public void cut(String... members) {
        requireThread("cut(...)");
        List<MemoryTransport> others =
                Arrays.stream(members).map(membership::named).toList();
        membership.part(others);
    }

    /** Has all hear one another again, but for those that are stopped. After a while there is one view again. */
    public void heal() {
        requireThread("heal()");
        membership.heal();
        links.reconnect();
        membership.notice();
    }

    private void requireThread(String operation) {
        LoopThread.require(loop, operation, this);
    }

    @Override
    public String toString() {
        return "memory cluster of " + membership.names();
    }
}
