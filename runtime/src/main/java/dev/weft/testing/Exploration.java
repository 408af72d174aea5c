// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import java.util.Objects;
import java.util.Optional;

/**
 * What an exploration has found. Any thread.
 *
 * @param tried how many seeds or orders were tried, each counted once
 * @param passed how many of them passed. Of orders none is tried after the first that fails, but for those nearer to the order of a real
 *     loop
 * @param isExhaustive whether these were all orders that there are, with all outcomes of all lots; false for seeds, after a failure, and where
 *     a lot was drawn of which one outcome was tried: one with more than eight, or drawn without a bound or on another thread
 * @param steps the steps of tasks, actions and timers that were run in all; 0 for seeds, whose steps nobody counts
 * @param failure the failure that was found: that of the smallest seed, or in the schedule that departs least often from the order of a
 *     real loop
 * @param headline what came out, in a sentence
 */
public record Exploration(
        long tried, long passed, boolean isExhaustive, long steps, Optional<FailedRun> failure, String headline) {
    /**
     * Refuses what is missing.
     *
     * @param tried see {@link #tried}
     * @param passed see {@link #passed}
     * @param isExhaustive see {@link #isExhaustive}
     * @param steps see {@link #steps}
     * @param failure see {@link #failure}
     * @param headline see {@link #headline}
     */
    public Exploration {
        Objects.requireNonNull(headline, "headline");
        Objects.requireNonNull(failure, "failure");
    }

    /**
     * Returns this if nothing has failed.
     *
     * @return this
     * @throws ExplorationError if a run has failed
     */
    public Exploration orThrow() {
        if (failure.isPresent()) {
            throw new ExplorationError(this, failure.get());
        }
        return this;
    }

    /** The headline, and the failed run if there is one. */
    @Override
    public String toString() {
        return failure.map(run -> headline + "\n" + run).orElse(headline);
    }
}
