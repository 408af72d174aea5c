// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.testing;

import dev.weft.SimulatedLoop;
import dev.weft.spi.LoopTimer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What one member has sent to another and that has not come yet: in order, each some time after it was sent. Loop thread only. */
final class MemoryLink {
    private static final int MOST_REMEMBERED = 6;

    private record Sent(long due, Runnable delivery) {}

    private final SimulatedLoop loop;
    private final Delays delays;

    /** Whether the two can hear one another. */
    private final BooleanSupplier isOpen;

    private final Deque<Sent> queue = new ArrayDeque<>();

    /** The last that came: nobody has told the sender so yet, and it sends them again when the connection was broken. */
    private final Deque<Runnable> unconfirmed = new ArrayDeque<>();

    private long last;
    private @Nullable LoopTimer timer;

    MemoryLink(SimulatedLoop loop, Delays delays, BooleanSupplier isOpen) {
        this.loop = loop;
        this.delays = delays;
        this.isOpen = isOpen;
    }

    void send(Runnable delivery) {
        last = Math.max(last + 1, loop.nanoTime() + delays.ofMessage());
        queue.add(new Sent(last, delivery));
        look();
    }

    /** Goes on with what waits, if the two can hear one another. */
    void look() {
        Sent next = queue.peek();
        if (timer == null && next != null && isOpen.getAsBoolean()) {
            timer = LoopTimer.set(loop, next.due() - loop.nanoTime(), this::deliver);
        }
    }

    private void deliver() {
        timer = null;
        while (isOpen.getAsBoolean() && !queue.isEmpty() && queue.element().due() <= loop.nanoTime()) {
            Runnable delivery = queue.remove().delivery();
            unconfirmed.add(delivery);
            if (unconfirmed.size() > MOST_REMEMBERED) {
                unconfirmed.remove();
            }
            delivery.run();
        }
        look();
    }

    /** A connection is made anew: some of what came comes again, before what follows. */
    void reconnect() {
        List<Runnable> again = new ArrayList<>(unconfirmed);
        again.subList(0, delays.draw(again.size() + 1)).clear();
        for (int i = again.size(); i-- > 0; ) {
            queue.addFirst(new Sent(loop.nanoTime(), again.get(i)));
        }
        look();
    }

    /** Whoever sends sees the other one no more: what is not on its way any more by chance never comes. */
    void reset() {
        if (delays.draw(2) == 0) {
            queue.clear();
        }
    }

    /** Neither of the two is there any more, or the one who would hear. */
    void close() {
        queue.clear();
    }
}
