// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.Weft;
import java.util.function.Supplier;

/** Its class file is defined as a hidden class. */
final class AwaitInAHiddenClass implements Supplier<Task<Integer>> {
    @Async
    @Override
    public Task<Integer> get() {
        return Task.of(Weft.await(Task.of(1)));
    }
}
