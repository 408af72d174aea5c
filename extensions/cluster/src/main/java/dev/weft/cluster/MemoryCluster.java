// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.SimulatedLoop;
import dev.weft.cluster.MemoryTransport.Numbered;
import dev.weft.cluster.transport.Peer;
import dev.weft.spi.LoopTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in memory, in virtual time, for tests: how long a message takes, when which member sees which view, and what is lost when two do
 * not hear one another any more, are drawn by the seed of the loop. All nodes are on that loop. Loop thread only. No argument may be null.
 *
 * <pre>{@code
 * @AsyncTest
 * void aRoomIsThereAgainWhenItsNodeHasGone(SimulatedLoop loop) {
 *     MemoryCluster net = new MemoryCluster(loop);
 *     ClusterNode a = await(Cluster.join("games", net.node("a").majority(3)));
 *     ...
 *     net.kill("b");
 * }
 * }</pre>
 */
public final class MemoryCluster {
    private static final long MICROS = 1_000;
    private static final long MILLIS = 1_000_000;

    /** Into how many parts it falls at most. */
    private static final int SIDES = 2;

    private record Pair(MemoryTransport from, MemoryTransport to) {}

    private final SimulatedLoop loop;
    private final Random random;
    private final List<MemoryTransport> members = new ArrayList<>();
    private final Map<Pair, MemoryLink> links = new LinkedHashMap<>();
    private final Map<String, MemoryTransport> named = new LinkedHashMap<>();
    private final Map<MemoryTransport, Integer> sides = new HashMap<>();

    /** The last view that is on its way to a member. */
    private final Map<MemoryTransport, Numbered> told = new HashMap<>();

    private long views;
    private int peers;
    private long slowestMessage = 5 * MILLIS;
    private long slowestView = 20 * MILLIS;
    private long slowestNotice = 500 * MILLIS;
    private boolean throwsNext;

    /**
     * Makes a cluster that nobody has joined.
     *
     * @param loop the loop of all its nodes
     */
    public MemoryCluster(SimulatedLoop loop) {
        this.loop = Objects.requireNonNull(loop, "loop");
        this.random = new Random(loop.seed().orElse(0));
    }

    /**
     * Says how long things take at most. Without this: 5 milliseconds, 20 and 500.
     *
     * @param message from one node to another
     * @param view until a node is told who is there, when the cluster knows it
     * @param notice until the cluster knows who hears whom no more, or again; of a node that was {@linkplain #kill killed} at once
     * @return this cluster
     */
    public MemoryCluster slow(Duration message, Duration view, Duration notice) {
        slowestMessage = message.toNanos();
        slowestView = view.toNanos();
        slowestNotice = notice.toNanos();
        return this;
    }

    SimulatedLoop loop() {
        return loop;
    }

    long now() {
        return loop.nanoTime();
    }

    /** Draws a number below another. */
    int draw(int below) {
        return random.nextInt(below);
    }

    long delay() {
        return drawn(slowestMessage);
    }

    private long drawn(long most) {
        return 50 * MICROS + (long) (random.nextDouble() * random.nextDouble() * most);
    }

    // ------------------------------------------------------------------ members

    /**
     * Makes the configuration of a node.
     *
     * @param name what it is called, here and in the cluster; that of one that has gone may be taken again
     * @return the configuration, to {@linkplain Cluster#join join} once
     */
    public ClusterConfig node(String name) {
        return ClusterConfig.over(new MemoryTransport(this), name);
    }

    /** The one of that name that is there, or was last. */
    synchronized MemoryTransport transport(String name) {
        MemoryTransport transport = named.get(name);
        if (transport == null) {
            throw new IllegalArgumentException("No node " + name + " has joined. There were: " + named.keySet());
        }
        return transport;
    }

    synchronized Peer peer(String name) {
        peers++;
        return new Peer(name + '#' + peers, name, "memory:" + peers);
    }

    synchronized @Nullable MemoryTransport member(Peer peer) {
        return members.stream()
                .filter(member -> member.self().equals(peer))
                .findFirst()
                .orElse(null);
    }

    /** On the thread that joins: the first view is there before it has joined, those of the others come later. */
    synchronized void enter(MemoryTransport joining) {
        named.compute(
                joining.self().name(), (name, other) -> other != null && members.contains(other) ? other : joining);
        members.add(joining);
        sides.put(joining, 0);
        Numbered view = next(side(0));
        told.put(joining, view);
        joining.see(view);
        loop.post(() -> spread(view));
    }

    /** On the thread that leaves, or by a kill. */
    synchronized void remove(MemoryTransport leaving) {
        if (members.remove(leaving)) {
            loop.post(() -> {
                links.forEach((pair, link) -> {
                    if (pair.to() == leaving) {
                        link.close();
                    }
                });
                LoopTimer.set(loop, drawn(slowestView), this::regroup);
            });
        }
    }

    private int side(MemoryTransport member) {
        return sides.getOrDefault(member, 0);
    }

    private List<MemoryTransport> side(int side) {
        return members.stream()
                .filter(member -> side(member) == side && !member.isStopped())
                .toList();
    }

    // ------------------------------------------------------------------ views

    private Numbered next(List<MemoryTransport> seen) {
        views++;
        return new Numbered(views, seen);
    }

    private synchronized void spread(Numbered view) {
        for (MemoryTransport member : view.members()) {
            if (!view.equals(told.get(member))) {
                told.put(member, view);
                LoopTimer.set(loop, drawn(slowestView), () -> {
                    if (members.contains(member)) {
                        member.see(view);
                    }
                });
            }
        }
    }

    /** Gives each side a view of its own, where that is another one than before. */
    private synchronized void regroup() {
        for (int side = 0; side < SIDES; side++) {
            List<MemoryTransport> group = side(side);
            if (!group.stream().allMatch(member -> isTold(member, group))) {
                spread(next(group));
            }
        }
    }

    private boolean isTold(MemoryTransport member, List<MemoryTransport> group) {
        Numbered last = told.get(member);
        return last != null && group.equals(last.members());
    }

    private void notice() {
        LoopTimer.set(loop, drawn(slowestNotice), this::regroup);
    }

    // ------------------------------------------------------------------ messages

    void send(MemoryTransport from, MemoryTransport to, Runnable delivery) {
        if (members.contains(from) && members.contains(to)) {
            link(from, to).send(delivery);
        }
    }

    private MemoryLink link(MemoryTransport from, MemoryTransport to) {
        return links.computeIfAbsent(new Pair(from, to), pair -> new MemoryLink(this, from, to));
    }

    boolean isOpen(MemoryTransport from, MemoryTransport to) {
        return side(from) == side(to) && !from.isStopped() && !to.isStopped() && members.contains(to);
    }

    void reset(MemoryTransport from, MemoryTransport to) {
        link(from, to).reset();
    }

    private void look(boolean anew) {
        links.forEach((pair, link) -> {
            if (anew && isOpen(pair.from(), pair.to())) {
                link.reconnect();
            }
            link.look();
        });
    }

    // ------------------------------------------------------------------ faults

    /** Has the next request fail before it is sent. */
    void throwNext() {
        throwsNext = true;
    }

    void mayThrow() {
        if (throwsNext) {
            throwsNext = false;
            throw new IllegalStateException("this one is not sent");
        }
    }

    /**
     * Has the others see a node no more, as if its process had ended: part of what it has sent comes yet. What runs on it goes on, and nobody
     * hears of it; {@link ClusterNode#close} ends that.
     *
     * @param name which one; does nothing if it has gone
     */
    public void kill(String name) {
        MemoryTransport member = transport(name);
        links.forEach((pair, link) -> {
            if (pair.from() == member && draw(2) == 0) {
                link.close();
            }
        });
        remove(member);
    }

    /**
     * Has a node hear and say nothing until it {@linkplain #goOn goes on}, like a process that is stopped or a machine that is asleep. Its
     * tasks run, unlike those of such a process.
     *
     * @param name which one
     */
    public void stop(String name) {
        transport(name).stop();
        notice();
    }

    /**
     * Has a node that was stopped go on.
     *
     * @param name which one
     */
    public void goOn(String name) {
        transport(name).goOn();
        look(false);
        notice();
    }

    /**
     * Parts the network: some nodes hear only one another, and so do all the rest.
     *
     * @param names those on one side, beside any that are there already
     */
    public void part(String... names) {
        cut(names);
        notice();
    }

    /**
     * Parts the network as {@link #part} does, and no node is told: whoever asks across waits.
     *
     * @param names those on one side
     */
    public void cut(String... names) {
        List.of(names).forEach(name -> sides.put(transport(name), 1));
    }

    /** Has all hear one another again, but those that are stopped. What was sent meanwhile and not given up comes; some of it may come twice. */
    public void heal() {
        sides.replaceAll((member, side) -> 0);
        look(true);
        notice();
    }
}
