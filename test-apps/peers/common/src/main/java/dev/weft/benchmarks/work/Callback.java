// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.work;

/** Takes the result of a {@link Source}'s operation. */
@FunctionalInterface
public interface Callback {
    /** Called once per operation. The number is small, so that its box is one that the JDK keeps. */
    void completed(Integer result);
}
