// SPDX-License-Identifier: Apache-2.0
package dev.weft;

/**
 * Who waits for an {@link Awaitable}: what {@link Awaitable#subscribe} is given, to be woken when the result is there.
 */
@FunctionalInterface
public interface Waiter {
    /**
     * Says that the awaitable may be ready. A hint, so calling it twice or too early is harmless: the waiter asks
     * {@link Awaitable#isReady()} before it goes on.
     *
     * <p>Any thread; never runs the waiting code in place when the waiter belongs to a loop.
     */
    void wake();
}
