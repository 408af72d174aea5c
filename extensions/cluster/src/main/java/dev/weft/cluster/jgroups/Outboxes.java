// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.jgroups;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jgroups.Address;
import org.jgroups.protocols.UFC;
import org.jspecify.annotations.Nullable;

/**
 * Sends to each member in order, and never has the caller wait. The flow control of JGroups blocks who sends to a member that does not take
 * what it was sent. So what such a member has no credit for goes to a thread, which waits in the caller's place, and what follows goes there
 * too, until that has caught up.
 */
final class Outboxes {
    /** What JGroups adds to a message, at most; it counts the payload alone. */
    private static final int MARGIN = 1024;

    private final @Nullable UFC flow;
    private final Map<Address, Outbox> waiting = new HashMap<>();
    private boolean closed;

    Outboxes(@Nullable UFC flow) {
        this.flow = flow;
    }

    void send(Outgoing outgoing) {
        if (mayBlock(outgoing)) {
            put(outgoing);
        } else {
            outgoing.sending().run();
        }
    }

    private synchronized boolean mayBlock(Outgoing outgoing) {
        return waiting.containsKey(outgoing.to())
                || (flow != null && flow.getSenderCreditsFor(outgoing.to()) < outgoing.length() + MARGIN);
    }

    private synchronized void put(Outgoing outgoing) {
        Outbox box = waiting.get(outgoing.to());
        if (box == null && !closed) {
            box = new Outbox();
            waiting.put(outgoing.to(), box);
            Thread thread = new Thread(() -> drain(outgoing.to()), "weft-cluster-to-" + outgoing.to());
            thread.setDaemon(true);
            thread.start();
        }
        if (box != null) {
            box.queue.add(outgoing);
        }
    }

    private void drain(Address to) {
        for (Outgoing next = next(to); next != null; next = next(to)) {
            next.sending().run();
        }
    }

    /** Takes the next one for a member; with the last one its thread ends. */
    private synchronized @Nullable Outgoing next(Address to) {
        Outbox box = waiting.get(to);
        Outgoing next = box == null ? null : box.queue.poll();
        if (next == null) {
            waiting.remove(to);
        }
        return next;
    }

    /** Forgets what is for members that are gone: what was asked of them ends with the view. */
    synchronized void retain(Collection<Address> members) {
        waiting.forEach((member, box) -> {
            if (!members.contains(member)) {
                box.failAll();
            }
        });
    }

    synchronized void close() {
        closed = true;
        waiting.values().forEach(Outbox::failAll);
    }

    /** What waits for one member. */
    private static final class Outbox {
        final Deque<Outgoing> queue = new ArrayDeque<>();

        void failAll() {
            queue.forEach(outgoing -> outgoing.gone().run());
            queue.clear();
        }
    }
}
