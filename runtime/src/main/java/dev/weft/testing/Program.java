// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import dev.weft.AsyncBlock;
import dev.weft.EventLoop;
import dev.weft.UnseenFailure;
import dev.weft.Weft;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is run again and again, and the check of what it returns. */
record Program<T>(AsyncBlock<T, ?> block, Explorer.Check<? super T> check) {
    /**
     * Runs it once.
     *
     * @param loop a loop of its own
     * @param end closes the loop
     * @param unseen has the failures that nobody saw, when the loop is closed
     * @return why the run has failed; null if it has not
     */
    @Nullable
    Throwable failureOn(EventLoop loop, Runnable end, List<UnseenFailure> unseen) {
        Throwable failure = null;
        try {
            T result;
            try {
                result = loop.run(Weft.async(block));
            } finally {
                end.run();
            }
            check.check(result);
        } catch (Throwable thrown) { // of the user's
            failure = thrown;
        }
        return failure == null && !unseen.isEmpty() ? notSeen(unseen.get(0)) : failure;
    }

    private static Throwable notSeen(UnseenFailure unseen) {
        return new AssertionError(
                "Task " + unseen.task().name() + " failed, and nobody has awaited it to see why", unseen.failure());
    }
}
