// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import dev.weft.Weft;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * One direction of a connection: what is sent arrives after its time, in the order in which it was sent, and never in the call that sends
 * it. Where the way is cut all waits for the healing. Loop thread only.
 */
final class Wire {
    private final MemoryNetwork network;
    final String from;
    final String to;
    private final Queue<Parcel> underWay = new ArrayDeque<>();
    private long lastDue;

    /** Whether a look at what is due is to come. */
    private boolean looking;

    /** What arrives, and when at the earliest. */
    private record Parcel(long due, Runnable arrival) {}

    Wire(MemoryNetwork network, String from, String to) {
        this.network = network;
        this.from = from;
        this.to = to;
        lastDue = network.loop().nanoTime();
    }

    Link link() {
        return network.linkOf(from, to);
    }

    boolean isCut() {
        return network.isCut(from, to);
    }

    void send(Runnable arrival) {
        long due = network.loop().nanoTime() + link().drawNanos(network.random());
        lastDue = due - lastDue > 0 ? due : lastDue;
        underWay.add(new Parcel(lastDue, arrival));
        lookLater();
    }

    /** Loses what is under way. */
    void drop() {
        underWay.clear();
    }

    /** Looks in another turn, where no coroutine runs: one without a loop would take a timer of the JDK. */
    void lookLater() {
        if (looking || underWay.isEmpty()) {
            return;
        }
        if (isCut()) {
            network.whenHealed(this::lookLater);
        } else {
            looking = true;
            network.post(this::look);
        }
    }

    private void look() {
        looking = false;
        try {
            deliver();
        } finally { // the arrival of one is nothing to the others
            Parcel next = underWay.peek();
            if (looking || next == null || isCut() || untilDue(next) <= 0) {
                lookLater();
            } else {
                looking = true;
                Weft.sleep(Duration.ofNanos(untilDue(next))).subscribe(this::look);
            }
        }
    }

    private void deliver() {
        for (Parcel next = underWay.peek(); next != null && untilDue(next) <= 0 && !isCut(); next = underWay.peek()) {
            underWay.remove();
            next.arrival.run();
        }
    }

    private long untilDue(Parcel parcel) {
        return parcel.due - network.loop().nanoTime();
    }
}
