// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.testing;

import dev.weft.SimulatedLoop;
import dev.weft.cluster.transport.Peer;
import dev.weft.spi.LoopTimer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is there, who hears whom, and who is shown which view. Loop thread only, but for who joins and leaves. */
final class Membership {
    /** Into how many parts it falls at most. */
    private static final int SIDES = 2;

    private final SimulatedLoop loop;
    private final Delays delays;
    private final List<MemoryTransport> members = new ArrayList<>();

    /** The one of each name that is there, or was last. */
    private final Map<String, MemoryTransport> named = new LinkedHashMap<>();

    private final Map<MemoryTransport, Integer> sides = new HashMap<>();

    /** The last view that is on its way to a member. */
    private final Map<MemoryTransport, Seen> told = new HashMap<>();

    /** What those that are there have joined; empty before the first has. */
    private String cluster = "";

    private long views;
    private int peers;

    Membership(SimulatedLoop loop, Delays delays) {
        this.loop = loop;
        this.delays = delays;
    }

    // ------------------------------------------------------------------ who is there

    /** Makes the identity of one that is about to join. */
    synchronized Peer peer(String itsCluster, String name) {
        if (!cluster.isEmpty() && !cluster.equals(itsCluster)) {
            throw new IllegalStateException("This is the network of cluster " + cluster + ", and not of " + itsCluster
                    + ". Make another MemoryCluster for that.");
        }
        cluster = itsCluster;
        peers++;
        return new Peer(name + '#' + peers, name, "memory:" + peers);
    }

    /** On the thread that joins: the first view is there before it has joined, those of the others come later. */
    synchronized void enter(MemoryTransport joining) {
        named.compute(
                joining.self().name(), (name, other) -> other != null && members.contains(other) ? other : joining);
        members.add(joining);
        sides.put(joining, 0);
        Seen view = next(side(0));
        told.put(joining, view);
        joining.see(view);
        loop.post(() -> spread(view));
    }

    /** On the thread that leaves, or by a kill. Returns whether it was there. */
    synchronized boolean remove(MemoryTransport leaving) {
        return members.remove(leaving);
    }

    synchronized boolean has(MemoryTransport member) {
        return members.contains(member);
    }

    synchronized @Nullable MemoryTransport member(Peer peer) {
        return members.stream()
                .filter(member -> member.self().equals(peer))
                .findFirst()
                .orElse(null);
    }

    synchronized MemoryTransport named(String name) {
        MemoryTransport member = named.get(name);
        if (member == null) {
            throw new IllegalArgumentException("Nobody called " + name + " has joined. There were: " + named.keySet());
        }
        return member;
    }

    synchronized List<String> names() {
        return members.stream().map(member -> member.self().name()).toList();
    }

    // ------------------------------------------------------------------ who hears whom

    synchronized void part(List<MemoryTransport> others) {
        others.forEach(member -> sides.put(member, 1));
    }

    synchronized void heal() {
        sides.replaceAll((member, side) -> 0);
    }

    synchronized boolean isOpen(MemoryTransport from, MemoryTransport to) {
        return side(from) == side(to) && !from.isStopped() && !to.isStopped() && members.contains(to);
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

    private Seen next(List<MemoryTransport> seen) {
        views++;
        return new Seen(views, seen);
    }

    private synchronized void spread(Seen view) {
        for (MemoryTransport member : view.members()) {
            if (!view.equals(told.get(member))) {
                told.put(member, view);
                LoopTimer.set(loop, delays.ofView(), () -> {
                    if (has(member)) {
                        member.see(view);
                    }
                });
            }
        }
    }

    /** Has it be noticed after a while that somebody hangs, or is back. */
    void notice() {
        LoopTimer.set(loop, delays.ofNotice(), this::regroup);
    }

    /** Has it be noticed that somebody has gone. */
    void noticeGone() {
        LoopTimer.set(loop, delays.ofView(), this::regroup);
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
        Seen last = told.get(member);
        return last != null && group.equals(last.members());
    }
}
