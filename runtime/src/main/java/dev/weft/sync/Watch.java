// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.WaitDescription;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A value that changes, and whose changes can be awaited: a configuration, the state of a connection, how far something is. Whoever looks
 * gets the last value; values that came and went between two looks are not seen. Any thread, any loop.
 *
 * <pre>{@code
 * Watch<Config> config = Watch.of(first);
 * Watch.Observer<Config> observer = config.observe();
 * Config changed = await(observer.changed());          // when somebody has called config.set(...)
 * await(progress.until(done -> done == 100));
 * }</pre>
 *
 * @param <T> the type of the value, which is not null
 */
public final class Watch<T> {
    private final Versions<T> versions;

    private Watch(T initial) {
        this.versions = new Versions<>(initial);
    }

    /**
     * Makes a watch.
     *
     * @param initial the first value
     * @return the watch
     * @param <T> the type of the value
     */
    public static <T> Watch<T> of(T initial) {
        return new Watch<>(Objects.requireNonNull(initial, "initial"));
    }

    /**
     * Gives the watch a name, for messages and dumps. Before it is used.
     *
     * @param name the name
     * @return this watch
     */
    public Watch<T> named(String name) {
        versions.name = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Returns the last value.
     *
     * @return the value
     */
    public T get() {
        return versions.now.value();
    }

    /**
     * Sets the value, and tells everyone who waits, also if it is the same as before.
     *
     * @param value the new value
     */
    public void set(T value) {
        Objects.requireNonNull(value, "value");
        update(before -> value);
    }

    /**
     * Sets the value to what is made of the last one, while nobody else sets it.
     *
     * @param change makes the new value; it is called once more for each other change that comes in between, so it must do nothing else
     * @return the new value
     */
    public T update(UnaryOperator<T> change) {
        while (true) {
            Version<T> before = versions.now;
            T value = Objects.requireNonNull(change.apply(before.value()), "the new value");
            if (versions.replace(before, value)) {
                return value;
            }
        }
    }

    /**
     * Makes an observer, which has seen the value that there is now.
     *
     * @return the observer, for one task at a time
     */
    public Observer<T> observe() {
        return new Observer<>(versions);
    }

    /**
     * Waits until the value is as it should be, which it may be already. Cancel-safe.
     *
     * @param condition asked of the last value, on the thread that awaits; what it throws goes to the awaiting code
     * @return the wait, to be awaited once; it gives the value
     */
    @CancelSafe
    public Awaitable<T> until(Predicate<? super T> condition) {
        return new Until<>(versions, Objects.requireNonNull(condition, "condition"));
    }

    /**
     * Says how often the value was set, and how many wait.
     *
     * @return a snapshot
     */
    public WatchStatistics statistics() {
        return versions.statistics();
    }

    /**
     * Describes the watch, how often it was set, and how many wait, for dumps.
     *
     * @return the description
     */
    public WaitDescription describe() {
        return versions.describe();
    }

    @Override
    public String toString() {
        return versions.toString();
    }

    /**
     * Who sees the changes of a {@link Watch} one after the other, each at most once.
     *
     * @param <T> the type of the value
     */
    public static final class Observer<T> {
        private final Versions<T> versions;
        private long seen;

        private Observer(Versions<T> versions) {
            this.versions = versions;
            this.seen = versions.now.number();
        }

        /**
         * Waits until the value was set since this observer last saw it, and sees it. Cancel-safe: a wait that is cancelled has seen
         * nothing.
         *
         * @return the wait, to be awaited once; it gives the last value
         */
        @CancelSafe
        public Awaitable<T> changed() {
            return new Changed<>(this);
        }

        /**
         * Returns the last value, which then counts as seen.
         *
         * @return the value
         */
        public T get() {
            Version<T> now = versions.now;
            seen = now.number();
            return now.value();
        }
    }

    /** A value, and the how-manieth it is. */
    private record Version<T>(T value, long number) {}

    /** The last version, and who waits for the next. */
    private static final class Versions<T> extends Listeners {
        volatile Version<T> now;

        @Nullable
        String name;

        Versions(T initial) {
            now = new Version<>(initial, 0);
        }

        boolean replace(Version<T> before, T value) {
            Version<T> next = new Version<>(value, before.number + 1);
            List<Listening<?>> told;
            lock();
            try {
                if (now.number != before.number) {
                    return false;
                }
                told = waiting();
                now = next;
            } finally {
                unlock();
            }
            told.forEach(Listening::tell);
            return true;
        }

        WatchStatistics statistics() {
            boolean locked = lockToLook();
            try {
                return new WatchStatistics(now.number, count());
            } finally {
                if (locked) {
                    unlock();
                }
            }
        }

        WaitDescription describe() {
            return WaitDescription.of("watch", (name == null ? "" : '"' + name + "\", ") + state());
        }

        @Override
        public String toString() {
            return "watch" + (name == null ? "" : " \"" + name + '"') + " (" + state() + ')';
        }

        private String state() {
            WatchStatistics statistics = statistics();
            return "set " + statistics.changes() + (statistics.changes() == 1 ? " time" : " times")
                    + waitingText(statistics.waiting());
        }
    }

    /** The wait of an observer. */
    private static final class Changed<T> extends Listening<T> {
        private final Observer<T> observer;
        private long before;

        Changed(Observer<T> observer) {
            super(observer.versions);
            this.observer = observer;
        }

        @Override
        protected boolean tryComplete() {
            return observer.versions.now.number > observer.seen;
        }

        @Override
        protected T value() {
            before = observer.seen;
            return observer.get();
        }

        /** Nobody has seen it. */
        @Override
        public void discard(T result) {
            observer.seen = before;
        }

        @Override
        String kind() {
            return "changed";
        }
    }

    /** The wait for a condition. */
    private static final class Until<T> extends Listening<T> {
        private final Versions<T> versions;
        private final Predicate<? super T> condition;
        private @Nullable Version<T> asked;

        Until(Versions<T> versions, Predicate<? super T> condition) {
            super(versions);
            this.versions = versions;
            this.condition = condition;
        }

        @Override
        protected boolean tryComplete() {
            Version<T> now = versions.now;
            if (asked != null && now.number == asked.number) {
                return false;
            }
            asked = now;
            return condition.test(now.value);
        }

        @Override
        protected T value() {
            return Objects.requireNonNull(asked).value;
        }

        @Override
        String kind() {
            return "until";
        }
    }
}
