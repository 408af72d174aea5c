// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Awaitable;
import java.io.IOException;

/**
 * A way to read the next of something out of a stream, again and again.
 *
 * @param <T> what is read
 */
@FunctionalInterface
interface Reading<T> {
    /** Returns a read that gives null at the end. */
    Awaitable<T> next() throws IOException;
}
