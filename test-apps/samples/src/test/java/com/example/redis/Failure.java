// SPDX-License-Identifier: Apache-2.0
package com.example.redis;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.Task;

/** What awaiting something fails with. */
final class Failure {
    private Failure() {}

    @Async
    static Task<Exception> of(Awaitable<?> failing) {
        Object result;
        try {
            result = await(failing);
        } catch (Exception failure) {
            return Task.of(failure);
        }
        throw new AssertionError("no failure, but " + result);
    }
}
