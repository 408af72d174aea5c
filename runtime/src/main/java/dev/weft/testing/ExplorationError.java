// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

/** Says that a run of an exploration has failed: in which order, step by step, and how to run it again. Its cause is what the run threw. */
public final class ExplorationError extends AssertionError {
    private static final long serialVersionUID = 1;

    private final transient Exploration exploration;

    ExplorationError(Exploration exploration, FailedRun failed) {
        super(exploration.headline() + ": " + failed.thrown() + "\n" + failed.told(), failed.thrown());
        this.exploration = exploration;
    }

    /**
     * Returns the whole result.
     *
     * @return the exploration that has failed
     */
    public Exploration exploration() {
        return exploration;
    }
}
