// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import dev.weft.Waiter;

/**
 * A waiter on which the end of something else hangs: where it throws for want of memory or stack, the task that it waited for wakes it
 * again in the next turn of its loop, until it gets through (decision 23). So what it does twice must do no more than what it does once,
 * and it must run no code that always fails in that way. The task's thread.
 *
 * <p>It is told of the end, and does not count as somebody who sees a failure: one that nobody asks for is reported as ever ({@link
 * dev.weft.EventLoop#setExceptionHandler}).
 */
@FunctionalInterface
public interface Insistent extends Waiter {}
