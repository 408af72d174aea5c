// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.AllFailedException;
import dev.weft.Awaitable;
import dev.weft.spi.Sneaky;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs several awaitables at the same time until one wins: the first to end, or the first to succeed. The others are cancelled and waited
 * for, and what they gave is given back. What they answered with is suppressed in the failure of the winner; where that has a value it is
 * reported, while what a part failed with that could have won is expected (decision 26).
 *
 * @param <T> what the parts give
 */
public final class Race<T> extends Parts<T> {
    private static final int NONE = -1;

    private final boolean mustSucceed;
    private int winner = NONE;

    /**
     * Makes the call, which starts its parts when it is awaited.
     *
     * @param parts what to run, in order; not empty
     * @param mustSucceed whether a part that has failed does not win
     */
    public Race(List<? extends Awaitable<? extends T>> parts, boolean mustSucceed) {
        super(parts);
        this.mustSucceed = mustSucceed;
        if (parts.isEmpty()) {
            throw new IllegalArgumentException(operation()
                    + " of nothing would never end: there is nothing that could win. Give it one part at least.");
        }
    }

    @Override
    String name() {
        return mustSucceed ? "any" : "race";
    }

    @Override
    boolean decides(int place, @Nullable Throwable failure) {
        if (failure != null && mustSucceed) {
            return false;
        }
        winner = place;
        return true;
    }

    @Override
    boolean keeps(int place) {
        return winner == NONE || winner == place;
    }

    @Override
    String why() {
        return "one part of which has " + (mustSucceed ? "succeeded" : "ended");
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // what a part gives, which may be null
    T outcome() {
        if (winner == NONE) {
            throw new AllFailedException(failures());
        }
        Throwable failure = failureOf(winner);
        if (failure != null) {
            throw Sneaky.rethrow(withSuppressed(failure));
        }
        reportLate();
        return (T) resultOf(winner);
    }

    private List<Throwable> failures() {
        List<Throwable> failures = new ArrayList<>(size());
        for (int place = 0; place < size(); place++) {
            failures.add(Objects.requireNonNull(failureOf(place)));
        }
        return failures;
    }
}
