// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.spi.SingleUse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A queue as a user writes it over {@link SingleUse}: an item goes to whoever waits longest, and comes back if nobody gets it. */
final class Items {
    private final World world;
    private final Deque<Item> items = new ArrayDeque<>();
    private final Deque<Take> waiting = new ArrayDeque<>();
    private int put;
    private int used;
    private boolean closed;

    Items(World world) {
        this.world = world;
    }

    void put() {
        put++;
        offer(new Item());
    }

    private void offer(Item item) {
        items.addLast(item);
        Take next = waiting.poll();
        if (next != null) {
            next.give();
        }
    }

    Awaitable<Item> take() {
        return new Take();
    }

    /** Fails those who wait, and who come later and find nothing. */
    void close() {
        closed = true;
        while (!waiting.isEmpty()) {
            waiting.remove().refuse();
        }
    }

    /** Tells the world of what was lost, or given twice. */
    void check() {
        world.expect(
                put == used + items.size(), () -> put + " items put, " + used + " used, " + items.size() + " left");
        world.expect(waiting.isEmpty(), () -> waiting.size() + " still wait for an item");
    }

    /** One item, which is used once. */
    final class Item implements Held {
        private boolean over;

        @Override
        public boolean isOver() {
            return over;
        }

        @Override
        public void end() {
            world.expect(!over, () -> "an item is used twice");
            over = true;
            used++;
        }
    }

    private final class Take extends SingleUse<Item> {
        private @Nullable Item item;

        @Override
        protected String operation() {
            return "take()";
        }

        @Override
        protected boolean tryComplete() throws Planned {
            if (item == null) {
                item = items.poll();
            }
            if (item == null && closed) {
                throw new Planned("the queue is closed");
            }
            return item != null;
        }

        @Override
        protected void begin(Waiter waiter) {
            waiting.add(this);
        }

        void give() {
            item = items.poll();
            complete();
        }

        void refuse() {
            fail(new Planned("the queue is closed"));
        }

        @Override
        protected Item value() {
            return Objects.requireNonNull(item);
        }

        @Override
        protected void stop() {
            waiting.remove(this);
        }

        @Override
        public void discard(Item unused) {
            offer(unused);
        }
    }
}
