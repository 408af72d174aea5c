// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.ea;

import dev.weft.benchmarks.work.Source;
import java.util.concurrent.CompletableFuture;

/** An operation as a future, which is what ea-async awaits. */
final class EaReads {
    private EaReads() {}

    static CompletableFuture<Integer> read(Source source) {
        CompletableFuture<Integer> future = new CompletableFuture<>();
        source.read(future::complete);
        return future;
    }
}
