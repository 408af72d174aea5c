// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import dev.weft.EventLoop;
import dev.weft.Task;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Failures that nobody gets, for those who take results on behalf of others: none is lost. Any thread. */
public final class Unseen {
    private static final ReferenceQueue<Throwable> COLLECTED = new ReferenceQueue<>();

    /** The failures that only go along with a cancellation. There are few: most awaits do not fail in the turn of their cancellation. */
    private static final Set<Key> GOING_ALONG = ConcurrentHashMap.newKeySet();

    private Unseen() {}

    /**
     * Suppresses in a cancellation what it came in place of: the failure of what was awaited, to which the awaiting code might have had an
     * answer. That is there to be read, and is not told by itself where nobody gets the cancellation.
     *
     * @param cancellation the cancellation
     * @param failure what it came in place of
     */
    public static void goesAlong(Throwable cancellation, Throwable failure) {
        Objects.requireNonNull(cancellation, "cancellation");
        Objects.requireNonNull(failure, "failure");
        for (Reference<?> gone = COLLECTED.poll(); gone != null; gone = COLLECTED.poll()) {
            GOING_ALONG.remove(gone);
        }
        GOING_ALONG.add(new Key(failure, COLLECTED));
        cancellation.addSuppressed(failure);
    }

    /**
     * Returns what has failed, of an end that somebody asked for. A cancellation is then no failure; but what failed while something ended
     * by it is suppressed in it, and would be lost with it.
     *
     * @param thrown what something ended with
     * @return the failures: the exception itself, unless it is a cancellation
     */
    public static List<Throwable> failuresIn(Throwable thrown) {
        Objects.requireNonNull(thrown, "thrown");
        if (!(thrown instanceof CancellationException)) {
            return List.of(thrown);
        }
        Throwable[] suppressed = thrown.getSuppressed();
        return suppressed.length == 0
                ? List.of()
                : Stream.of(suppressed)
                        .filter(failure -> !GOING_ALONG.contains(new Key(failure, null)))
                        .toList();
    }

    /**
     * Reports what has failed, of an end that somebody asked for and nobody gets: as the failure of a task that nobody awaits, where there
     * is a loop to run it, else to the log. Never throws.
     *
     * @param who what has ended, as the name of that task
     * @param thrown what it ended with
     */
    public static void report(String who, Throwable thrown) {
        Objects.requireNonNull(who, "who");
        failuresIn(thrown).forEach(failure -> reportOne(who, failure));
    }

    private static void reportOne(String who, Throwable failure) {
        EventLoop loop = EventLoop.current();
        if (loop != null) {
            try {
                var unused = loop.spawn(who, Task.failed(failure));
                return;
            } catch (Throwable refused) { // the loop closes, or there is no memory: the log has it
            }
        }
        Reports.warning(who + " failed, and nobody has awaited it to see why", failure);
    }

    /** A failure as a key, which is equal to those of the same one and does not keep it. */
    private static final class Key extends WeakReference<Throwable> {
        private final int hash;

        Key(Throwable failure, @Nullable ReferenceQueue<Throwable> queue) {
            super(failure, queue);
            this.hash = System.identityHashCode(failure);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || (other instanceof Key key && get() != null && key.get() == get());
        }
    }
}
