// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.work;

/** What the loops of awaits read from: an operation that does not complete at once. One at a time. */
public interface Source {
    /** What each operation gives. */
    Integer RESULT = 1;

    /** Starts an operation, and keeps the callback for it. */
    void read(Callback callback);
}
