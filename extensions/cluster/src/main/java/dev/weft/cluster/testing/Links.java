// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.testing;

import dev.weft.EventLoop;
import dev.weft.SimulatedLoop;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is under way between the members. Loop thread only, but where it says otherwise. */
final class Links {
    private record Pair(MemoryTransport from, MemoryTransport to) {}

    private final SimulatedLoop loop;
    private final Delays delays;
    private final Membership membership;
    private final Map<Pair, MemoryLink> links = new LinkedHashMap<>();

    Links(SimulatedLoop loop, Delays delays, Membership membership) {
        this.loop = loop;
        this.delays = delays;
        this.membership = membership;
    }

    /** Does something on the loop: at once, if this thread is its. Any thread. */
    void onLoop(Runnable action) {
        if (EventLoop.current() == loop) {
            action.run();
        } else {
            loop.post(action);
        }
    }

    void send(MemoryTransport from, MemoryTransport to, Runnable delivery) {
        if (membership.has(from) && membership.has(to)) {
            link(from, to).send(delivery);
        }
    }

    private MemoryLink link(MemoryTransport from, MemoryTransport to) {
        return links.computeIfAbsent(
                new Pair(from, to), pair -> new MemoryLink(loop, delays, () -> membership.isOpen(from, to)));
    }

    /** Whoever sends sees the other one no more. */
    void reset(MemoryTransport from, MemoryTransport to) {
        link(from, to).reset();
    }

    /** Some members hear one another again, whose connections had been there all the time. */
    void look() {
        links.values().forEach(MemoryLink::look);
    }

    /** The same, over connections that are made anew. */
    void reconnect() {
        links.forEach((pair, link) -> {
            if (membership.isOpen(pair.from(), pair.to())) {
                link.reconnect();
            }
            link.look();
        });
    }

    /** A member dies: what it has sent and has not come yet, comes or does not. */
    void loseSomeOf(MemoryTransport killed) {
        links.forEach((pair, link) -> {
            if (pair.from() == killed && delays.draw(2) == 0) {
                link.close();
            }
        });
    }

    /** A member has gone. Any thread. */
    void gone(MemoryTransport leaving) {
        loop.post(() -> {
            links.forEach((pair, link) -> {
                if (pair.to() == leaving) {
                    link.close();
                }
            });
            membership.noticeGone();
        });
    }
}
