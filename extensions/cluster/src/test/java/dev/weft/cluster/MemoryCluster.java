// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.SimulatedLoop;
import dev.weft.cluster.MemoryTransport.Numbered;
import dev.weft.cluster.transport.Peer;
import dev.weft.spi.LoopTimer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in memory, in virtual time: how long a message takes, when which member sees which view, and what is lost when two do not hear one
 * another any more, are drawn by the seed of the loop. Loop thread only, but for who joins and leaves.
 */
final class MemoryCluster {
    private static final long MICROS = 1_000;
    private static final long MILLIS = 1_000_000;

    /** Into how many parts it falls at most. */
    private static final int SIDES = 2;

    private record Pair(MemoryTransport from, MemoryTransport to) {}

    private final SimulatedLoop loop;
    private final Random random;
    private final List<MemoryTransport> members = new ArrayList<>();
    private final Map<Pair, MemoryLink> links = new LinkedHashMap<>();
    private final Map<MemoryTransport, Integer> sides = new HashMap<>();

    /** The last view that is on its way to a member. */
    private final Map<MemoryTransport, Numbered> told = new HashMap<>();

    private long views;
    private int peers;
    private long slowestMessage = 5 * MILLIS;
    private long slowestView = 20 * MILLIS;
    private long slowestNotice = 500 * MILLIS;
    private boolean throwsNext;

    MemoryCluster(SimulatedLoop loop) {
        this.loop = loop;
        this.random = new Random(loop.seed().orElse(0));
    }

    /** Says how long things take at most: a message, a view to come, and to notice who is gone or back; in milliseconds. */
    MemoryCluster slow(long message, long view, long notice) {
        slowestMessage = message * MILLIS;
        slowestView = view * MILLIS;
        slowestNotice = notice * MILLIS;
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

    void kill(MemoryTransport member) {
        links.forEach((pair, link) -> {
            if (pair.from() == member && draw(2) == 0) {
                link.close();
            }
        });
        remove(member);
    }

    void stop(MemoryTransport member) {
        member.stop();
        notice();
    }

    void goOn(MemoryTransport member) {
        member.goOn();
        look(false);
        notice();
    }

    /** Has those on the other side hear only one another. */
    void part(List<MemoryTransport> others) {
        cut(others);
        notice();
    }

    /** The same, and nobody notices. */
    void cut(List<MemoryTransport> others) {
        others.forEach(member -> sides.put(member, 1));
    }

    void heal() {
        sides.replaceAll((member, side) -> 0);
        look(true);
        notice();
    }
}
