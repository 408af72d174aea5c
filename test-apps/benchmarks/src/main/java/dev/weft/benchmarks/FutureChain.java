// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.benchmarks.work.Cell;
import java.util.concurrent.CompletableFuture;

/** Ten calls that return completed futures. */
final class FutureChain {
    private FutureChain() {}

    static CompletableFuture<Cell> level10(Cell cell) {
        return level9(cell).thenCompose(result -> CompletableFuture.completedFuture(result.xor(10)));
    }

    static CompletableFuture<Cell> level9(Cell cell) {
        return level8(cell).thenCompose(result -> CompletableFuture.completedFuture(result.add(9)));
    }

    static CompletableFuture<Cell> level8(Cell cell) {
        return level7(cell).thenCompose(result -> CompletableFuture.completedFuture(result.xor(8)));
    }

    static CompletableFuture<Cell> level7(Cell cell) {
        return level6(cell).thenCompose(result -> CompletableFuture.completedFuture(result.add(7)));
    }

    static CompletableFuture<Cell> level6(Cell cell) {
        return level5(cell).thenCompose(result -> CompletableFuture.completedFuture(result.xor(6)));
    }

    static CompletableFuture<Cell> level5(Cell cell) {
        return level4(cell).thenCompose(result -> CompletableFuture.completedFuture(result.add(5)));
    }

    static CompletableFuture<Cell> level4(Cell cell) {
        return level3(cell).thenCompose(result -> CompletableFuture.completedFuture(result.xor(4)));
    }

    static CompletableFuture<Cell> level3(Cell cell) {
        return level2(cell).thenCompose(result -> CompletableFuture.completedFuture(result.add(3)));
    }

    static CompletableFuture<Cell> level2(Cell cell) {
        return level1(cell).thenCompose(result -> CompletableFuture.completedFuture(result.xor(2)));
    }

    static CompletableFuture<Cell> level1(Cell cell) {
        return CompletableFuture.completedFuture(cell.add(1));
    }
}
