// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.benchmarks.work.Source;
import java.util.concurrent.CompletableFuture;

/** Loops of so many turns over operations that are {@code CompletableFuture}s. */
final class FutureLoops {
    private FutureLoops() {}

    static CompletableFuture<Integer> read(Source source) {
        CompletableFuture<Integer> future = new CompletableFuture<>();
        source.read(future::complete);
        return future;
    }

    /** Each turn composed with the rest. What it returns grows a chain that is as long as the loop. */
    static CompletableFuture<Integer> composed(Source source, int left, int total) {
        return left == 0
                ? CompletableFuture.completedFuture(total)
                : read(source).thenCompose(result -> composed(source, left - 1, total + result));
    }

    /** A loop by hand: the callback of each future starts the next one. */
    static final class Driver {
        private final Source source;
        private final CompletableFuture<Integer> end = new CompletableFuture<>();
        private int left;
        private int total;

        Driver(Source source, int turns) {
            this.source = source;
            left = turns;
        }

        CompletableFuture<Integer> start() {
            next();
            return end;
        }

        @SuppressWarnings("FutureReturnValueIgnored") // the callback sees the failure
        private void next() {
            read(source).whenComplete(this::completed);
        }

        private void completed(Integer result, Throwable failure) {
            if (failure != null) {
                end.completeExceptionally(failure);
                return;
            }
            total += result;
            if (--left > 0) {
                next();
            } else {
                end.complete(total);
            }
        }
    }
}
