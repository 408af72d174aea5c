// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

/** The loop for production: the system's monotonic clock, first in first out, and channels that are real. */
public final class SelectorEventLoop extends LoopEngine {
    /** Takes nothing of the system before the first channel. */
    public SelectorEventLoop() {
        super(System::nanoTime, RunQueue.fifo(), new SelectorReadiness());
    }

    /** Runs the loop on the calling thread until a task has ended that was spawned on it before. */
    void runUntilEnd(SpawnedTask<?> main) {
        ((OwnThread) driver).runUntilEnd(main);
    }
}
