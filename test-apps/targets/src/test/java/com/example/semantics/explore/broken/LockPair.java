// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.explore.broken;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.sync.Mutex;
import dev.weft.testing.Explorer;

/** Deadlocks: it takes two locks in the order in which it is given them. */
@SuppressWarnings("try") // guards are for what is around them
public final class LockPair {
    private LockPair() {}

    @Async
    public static Task<Void> withBoth(Mutex first, Mutex second, Runnable action) {
        try (var one = await(first.lock())) {
            await(Explorer.pause());
            try (var two = await(second.lock())) {
                action.run();
            }
        }
        return Task.done();
    }
}
