// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a method whose result is awaited that a cancellation in the middle of it loses something, and what. Whoever cancels it must not
 * go on as if it had not been begun. The compiler plugin warns where it is given to something that may cancel it and go on, such as
 * {@code waitFor} or a {@code select}. The opposite is {@link CancelSafe}.
 *
 * <pre>{@code
 * @NotCancelSafe("the half of the message that was sent")
 * @Async
 * Task<Void> send(Message message) throws IOException {
 *     await(connection.write(message.head()));
 *     return Task.of(await(connection.write(message.body())));
 * }
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface NotCancelSafe {
    /**
     * Returns what is lost, for the message of the compiler plugin.
     *
     * @return a phrase such as {@code the part that was sent}
     */
    String value();
}
