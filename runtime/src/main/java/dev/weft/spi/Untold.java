// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

/**
 * For a failure that an awaitable tells once, such as that elements were missed. Where a cancellation comes in its place nobody has been told,
 * and the next who awaits is to be: an operation that is cancelled has taken nothing.
 */
public interface Untold {
    /** Takes back that it was told. Called at most once, on the thread of the await, which goes on with a cancellation. Must not throw. */
    void untold();
}
