// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.benchmarks.work.Cell;
import dev.weft.benchmarks.work.Source;
import java.util.concurrent.CompletableFuture;

/** Ten composed futures, of which the innermost is an operation of the loop. */
final class SuspendingFutureChain {
    private SuspendingFutureChain() {}

    static CompletableFuture<Cell> level10(Cell cell, Source source) {
        return level9(cell, source).thenCompose(result -> CompletableFuture.completedFuture(result.xor(10)));
    }

    private static CompletableFuture<Cell> level9(Cell cell, Source source) {
        return level8(cell, source).thenCompose(result -> CompletableFuture.completedFuture(result.add(9)));
    }

    private static CompletableFuture<Cell> level8(Cell cell, Source source) {
        return level7(cell, source).thenCompose(result -> CompletableFuture.completedFuture(result.xor(8)));
    }

    private static CompletableFuture<Cell> level7(Cell cell, Source source) {
        return level6(cell, source).thenCompose(result -> CompletableFuture.completedFuture(result.add(7)));
    }

    private static CompletableFuture<Cell> level6(Cell cell, Source source) {
        return level5(cell, source).thenCompose(result -> CompletableFuture.completedFuture(result.xor(6)));
    }

    private static CompletableFuture<Cell> level5(Cell cell, Source source) {
        return level4(cell, source).thenCompose(result -> CompletableFuture.completedFuture(result.add(5)));
    }

    private static CompletableFuture<Cell> level4(Cell cell, Source source) {
        return level3(cell, source).thenCompose(result -> CompletableFuture.completedFuture(result.xor(4)));
    }

    private static CompletableFuture<Cell> level3(Cell cell, Source source) {
        return level2(cell, source).thenCompose(result -> CompletableFuture.completedFuture(result.add(3)));
    }

    private static CompletableFuture<Cell> level2(Cell cell, Source source) {
        return level1(cell, source).thenCompose(result -> CompletableFuture.completedFuture(result.xor(2)));
    }

    private static CompletableFuture<Cell> level1(Cell cell, Source source) {
        return FutureLoops.read(source).thenCompose(result -> CompletableFuture.completedFuture(cell.add(result)));
    }
}
