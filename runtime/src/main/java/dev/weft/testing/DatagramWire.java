// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import dev.weft.Weft;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * One direction between two hosts, for datagrams: each arrives after a time of its own, or twice, or never, and never in the call that sends
 * it. What is sent or arrives while the way is cut is lost. Loop thread only.
 */
final class DatagramWire {
    private static final long NEVER = Long.MAX_VALUE;

    private final MemoryNetwork network;
    private final String from;
    private final String to;
    private final PriorityQueue<Parcel> underWay =
            new PriorityQueue<>(Comparator.comparingLong(Parcel::due).thenComparingLong(Parcel::place));
    private long last;
    private long first;

    /** Whether a look at what is due is to come in a turn. */
    private boolean looking;

    /** When the next timer has a look taken. */
    private long timer = NEVER;

    /**
     * What arrives.
     *
     * @param due when, on the clock of the loop since this was made
     * @param place among those that are due at the same time
     */
    private record Parcel(long due, long place, Runnable arrival) {}

    private final long made;

    DatagramWire(MemoryNetwork network, String from, String to) {
        this.network = network;
        this.from = from;
        this.to = to;
        made = network.loop().nanoTime();
    }

    Link link() {
        return network.linkOf(from, to);
    }

    private long now() {
        return network.loop().nanoTime() - made;
    }

    void send(Runnable arrival) {
        RandomGenerator random = network.random();
        if (network.isCut(from, to) || link().drawLoss(random)) {
            return;
        }
        add(arrival);
        if (link().drawDuplicate(random)) {
            add(arrival);
        }
        lookLater();
    }

    private void add(Runnable arrival) {
        Parcel next = underWay.peek();
        if (next != null && link().drawOvertaking(network.random())) {
            underWay.add(new Parcel(next.due, --first, arrival));
        } else {
            underWay.add(new Parcel(now() + link().drawNanos(network.random()), ++last, arrival));
        }
    }

    /** Looks in another turn, where no coroutine runs: one without a loop would take a timer of the JDK. */
    private void lookLater() {
        if (!looking) {
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
            if (next != null && next.due <= now()) {
                lookLater();
            } else if (next != null && next.due < timer) {
                lookAt(next.due);
            }
        }
    }

    private void lookAt(long due) {
        timer = due;
        Weft.sleep(Duration.ofNanos(due - now())).subscribe(() -> {
            if (timer == due) {
                timer = NEVER;
            }
            look();
        });
    }

    private void deliver() {
        for (Parcel next = underWay.peek(); next != null && next.due <= now(); next = underWay.peek()) {
            underWay.remove();
            if (!network.isCut(from, to)) {
                next.arrival.run();
            }
        }
    }
}
