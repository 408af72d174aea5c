// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.Task;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

/** Runs a shape and notes how it ends. */
public final class Driver {
    private Driver() {}

    @Async
    public static Task<Void> drive(Callable<Object> shape, Trail trail) {
        try {
            Object made = shape.call();
            Object result = made instanceof CompletionStage<?> stage ? await(stage) : await((Awaitable<?>) made);
            trail.add("returned " + result);
        } catch (Throwable thrown) {
            trail.add("threw " + thrown);
        }
        return Task.done();
    }
}
