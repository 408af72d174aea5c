// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.Task;
import org.opentest4j.AssertionFailedError;

/** Awaits that have to fail. */
final class Thrown {
    private Thrown() {}

    @Async
    static <X extends Throwable> Task<X> by(Class<X> type, Awaitable<?> awaited) {
        Object value;
        try {
            value = await(awaited);
        } catch (Throwable thrown) {
            if (type.isInstance(thrown)) {
                return Task.of(type.cast(thrown));
            }
            throw new AssertionFailedError("not " + type.getName() + " but", thrown);
        }
        throw new AssertionFailedError("not " + type.getName() + " but the value " + value);
    }
}
