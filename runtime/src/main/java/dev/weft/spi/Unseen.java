// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import dev.weft.EventLoop;
import dev.weft.Task;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Failures that nobody gets, for those who take results on behalf of others: none is lost. Any thread. */
public final class Unseen {
    private static final ReferenceQueue<Throwable> COLLECTED = new ReferenceQueue<>();

    /** The failures that only go along with a cancellation. There are few: most awaits do not fail in the turn of their cancellation. */
    private static final Set<Key> GOING_ALONG = ConcurrentHashMap.newKeySet();

    /** The cancellations that deliver a further request. There are few: most tasks are cancelled once. */
    private static final Set<Key> ASKED_FOR = ConcurrentHashMap.newKeySet();

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
        note(failure, GOING_ALONG);
        cancellation.addSuppressed(failure);
    }

    /**
     * Notes that a cancellation delivers a further request to a task that ends by one before. Suppressed in that, it is no failure either.
     *
     * @param cancellation the cancellation
     */
    public static void isAskedFor(Throwable cancellation) {
        Objects.requireNonNull(cancellation, "cancellation");
        note(cancellation, ASKED_FOR);
    }

    private static void note(Throwable noted, Set<Key> notes) {
        for (Reference<?> gone = COLLECTED.poll(); gone != null; gone = COLLECTED.poll()) {
            GOING_ALONG.remove(gone);
            ASKED_FOR.remove(gone);
        }
        notes.add(new Key(noted, COLLECTED));
    }

    /**
     * Returns what has failed, of an end that somebody asked for. A cancellation is then no failure; but what failed while something ended
     * by it is suppressed in it, and would be lost with it. So would a cancellation that is suppressed, unless it delivers the same request
     * or a further one.
     *
     * @param thrown what something ended with
     * @return the failures: the exception itself, unless it is a cancellation
     */
    public static List<Throwable> failuresIn(Throwable thrown) {
        Objects.requireNonNull(thrown, "thrown");
        if (!(thrown instanceof CancellationException)) {
            return List.of(thrown);
        }
        if (thrown.getSuppressed().length == 0) {
            return List.of();
        }
        List<Throwable> failures = new ArrayList<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> asked = new ArrayDeque<>(List.of(thrown));
        while (!asked.isEmpty()) {
            for (Throwable each : asked.remove().getSuppressed()) {
                if (!seen.add(each) || GOING_ALONG.contains(new Key(each, null))) {
                    continue;
                }
                if (each instanceof CancellationException && isAsked(each, thrown)) {
                    asked.add(each);
                } else {
                    failures.add(each);
                }
            }
        }
        return failures;
    }

    private static boolean isAsked(Throwable cancellation, Throwable first) {
        String message = first.getMessage();
        return (message != null && message.equals(cancellation.getMessage()))
                || ASKED_FOR.contains(new Key(cancellation, null));
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
        Reports.forgotten(who + " failed, and nobody has awaited it to see why", failure);
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
