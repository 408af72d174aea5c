// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.AsyncGenerator;
import dev.weft.Waiter;
import dev.weft.internal.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a source in lists: a list is given when it is full, or when its first element has waited for so long.
 *
 * @param <T> the type of the elements
 */
public final class Windowed<T> extends Ahead<T, List<T>> {
    private final int maxSize;
    private final long maxNanos;
    private final Due due = new Due();
    private List<T> elements = new ArrayList<>();
    private @Nullable Pump<T> pump;

    /** Whether the first element of the list has waited for as long as it may. */
    private boolean isDue;

    /**
     * Makes the generator.
     *
     * @param source whose elements
     * @param maxSize how many are in a list at most
     * @param maxTime how long an element waits at most for others
     */
    public Windowed(AsyncGenerator<? extends T> source, int maxSize, Duration maxTime) {
        super("window(" + maxSize + ", " + maxTime + ")", List.of(source));
        this.maxSize = maxSize;
        this.maxNanos = nanosOf(maxTime);
    }

    /** A duration in nanoseconds, or the longest one that can be told. */
    private static long nanosOf(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException beyond) {
            return Long.MAX_VALUE;
        }
    }

    @Override
    void add(Pump<T> from) {
        pump = from;
        elements.add(from.element());
        if (elements.size() == 1) {
            requireLoop().setTimer(due, maxNanos);
        }
        hasMore();
    }

    @Override
    boolean hasRoom(Pump<T> from) {
        return elements.size() < maxSize;
    }

    @Override
    boolean hasElement() {
        return elements.size() == maxSize || (!elements.isEmpty() && (isDue || haveAllEnded()));
    }

    @Override
    List<T> take() {
        List<T> taken = List.copyOf(elements);
        drop();
        if (pump != null) {
            pump.hasRoom();
        }
        return taken;
    }

    @Override
    void drop() {
        elements.clear();
        isDue = false;
        if (due.isWaiting()) {
            requireLoop().cancelTimer(due);
        }
    }

    /** The time of the list. An entry among the timers of the loop, which nobody awaits. */
    private final class Due extends Timer<Void> {
        boolean isWaiting() {
            return isSet();
        }

        @Override
        protected void fire() {
            isDue = true;
            hasMore();
        }

        @Override
        protected String operation() {
            return "window(...)";
        }

        @Override
        protected void begin(Waiter waiter) {
            throw refusal();
        }

        @Override
        @SuppressWarnings("NullAway") // Void
        protected Void value() {
            return null;
        }
    }
}
