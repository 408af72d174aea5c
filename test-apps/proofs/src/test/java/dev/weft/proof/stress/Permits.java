// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A semaphore as a user writes it from {@link Awaitable} alone: first come, first served. */
final class Permits {
    private final World world;
    private final int all;
    private final Deque<Acquire> queue = new ArrayDeque<>();
    private int free;

    Permits(World world, int all) {
        this.world = world;
        this.all = all;
        free = all;
    }

    Awaitable<Permit> acquire() {
        return new Acquire();
    }

    /** Tells the world what is not as at the beginning. */
    void check() {
        world.expect(free == all, () -> free + " of " + all + " permits are free");
        world.expect(queue.isEmpty(), () -> queue.size() + " still wait for a permit");
    }

    private void release() {
        Acquire next = queue.poll();
        if (next == null) {
            free++;
        } else {
            next.held = new Permit();
            Objects.requireNonNull(next.waiter).wake();
        }
    }

    /** One permit, which is given back once. */
    final class Permit implements Held {
        private boolean over;

        @Override
        public boolean isOver() {
            return over;
        }

        @Override
        public void end() {
            world.expect(!over, () -> "a permit is released twice");
            over = true;
            release();
        }
    }

    private final class Acquire implements Awaitable<Permit> {
        private @Nullable Permit held;
        private @Nullable Waiter waiter;

        @Override
        public boolean isReady() {
            if (held == null && waiter == null && free > 0) {
                free--;
                held = new Permit();
            }
            return held != null;
        }

        @Override
        public Permit result() {
            Permit result = Objects.requireNonNull(held);
            held = null;
            return result;
        }

        @Override
        public void subscribe(Waiter newWaiter) {
            world.expect(waiter == null, () -> "a wait for a permit is subscribed to twice");
            waiter = newWaiter;
            queue.add(this);
        }

        @Override
        public boolean withdraw(Waiter gone) {
            queue.remove(this);
            if (held != null) {
                result().end();
            }
            return true;
        }

        @Override
        public void discard(Permit permit) {
            permit.end();
        }
    }
}
