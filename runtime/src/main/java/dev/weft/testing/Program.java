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
    /** The check of a program that has none. */
    static final Explorer.Check<Object> NO_CHECK = result -> {};

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
        Throwable failure;
        try {
            T result = runs(loop, end);
            check.check(result);
            failure = unseen.isEmpty() ? null : notSeen(unseen.get(0));
        } catch (Throwable thrown) { // of the user's
            failure = thrown;
        }
        return failure;
    }

    /** Runs it and closes the loop. Where both fail, the first failure says more. */
    private T runs(EventLoop loop, Runnable end) throws Exception {
        T result;
        try {
            result = loop.run(Weft.async(block));
        } catch (Throwable thrown) { // thrown on
            try {
                end.run();
            } catch (Throwable closing) {
                if (closing != thrown) {
                    thrown.addSuppressed(closing);
                }
            }
            throw thrown;
        }
        end.run();
        return result;
    }

    /** The line of Java that makes a run again. */
    String replayOf(String run) {
        return "Explorer.replay(" + run + ", program" + (check == NO_CHECK ? ")" : ", check)");
    }

    private static Throwable notSeen(UnseenFailure unseen) {
        return new AssertionError(
                "Task " + unseen.task().name() + " failed, and nobody has awaited it to see why", unseen.failure());
    }
}
