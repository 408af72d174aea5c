// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a method whose result is awaited that a cancellation loses nothing: an operation that is cancelled has not happened, or what it
 * has done so far is there for the next one. So it can be begun again, as in a loop around a {@link dev.weft.sync.Select select} or
 * behind a {@link Weft#waitFor waitFor} that has run out of time. The opposite is {@link NotCancelSafe}. Losing the place in a queue
 * counts as no loss.
 *
 * <p>Each operation of Weft has one of the two. Put it on yours, {@link Async} methods and others; a method that overrides one has what
 * that one has. What is made of other awaitables, as {@code waitFor(read, limit)} is, is only as cancel-safe as these: the compiler
 * plugin looks at the arguments.
 *
 * <p>Of an async method that has it the plugin checks the body, too: it may await only what is cancel-safe, and not wait while it still
 * has in a variable what another await gave, where a cancellation would lose it.
 *
 * <pre>{@code
 * @CancelSafe
 * @Async
 * Task<Order> next(ReceiveChannel<Order> orders) {
 *     return Task.of(await(orders.receive()));
 * }
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface CancelSafe {}
