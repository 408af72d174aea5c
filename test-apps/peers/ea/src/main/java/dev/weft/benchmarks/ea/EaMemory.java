// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.ea;

import static com.ea.async.Async.await;
import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.concurrent.CompletableFuture;

/** Methods that wait for a future, for their size while they do. */
public final class EaMemory {
    private EaMemory() {}

    /** One frame. */
    public static CompletableFuture<Integer> depth1(CompletableFuture<Integer> pending, int index) {
        return completedFuture(await(pending) + index);
    }

    /** Two frames. */
    private static CompletableFuture<Integer> depth2(CompletableFuture<Integer> pending, int index) {
        return completedFuture(await(depth1(pending, index)) + index);
    }

    /** Three frames. */
    public static CompletableFuture<Integer> depth3(CompletableFuture<Integer> pending, int index) {
        return completedFuture(await(depth2(pending, index)) + index);
    }
}
