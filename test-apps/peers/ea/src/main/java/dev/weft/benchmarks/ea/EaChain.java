// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.ea;

import static com.ea.async.Async.await;
import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.weft.benchmarks.work.Cell;
import java.util.concurrent.CompletableFuture;

/** Ten calls of which each awaits the next, which completes without suspending. */
public final class EaChain {
    private EaChain() {}

    /** So many chains. */
    public static CompletableFuture<Cell> repeat(Cell cell, int chains) {
        Cell result = cell;
        for (int i = 0; i < chains; i++) {
            result = await(level10(result));
        }
        return completedFuture(result);
    }

    private static CompletableFuture<Cell> level10(Cell cell) {
        return completedFuture(await(level9(cell)).xor(10));
    }

    private static CompletableFuture<Cell> level9(Cell cell) {
        return completedFuture(await(level8(cell)).add(9));
    }

    private static CompletableFuture<Cell> level8(Cell cell) {
        return completedFuture(await(level7(cell)).xor(8));
    }

    private static CompletableFuture<Cell> level7(Cell cell) {
        return completedFuture(await(level6(cell)).add(7));
    }

    private static CompletableFuture<Cell> level6(Cell cell) {
        return completedFuture(await(level5(cell)).xor(6));
    }

    private static CompletableFuture<Cell> level5(Cell cell) {
        return completedFuture(await(level4(cell)).add(5));
    }

    private static CompletableFuture<Cell> level4(Cell cell) {
        return completedFuture(await(level3(cell)).xor(4));
    }

    private static CompletableFuture<Cell> level3(Cell cell) {
        return completedFuture(await(level2(cell)).add(3));
    }

    private static CompletableFuture<Cell> level2(Cell cell) {
        return completedFuture(await(level1(cell)).xor(2));
    }

    private static CompletableFuture<Cell> level1(Cell cell) {
        return completedFuture(cell.add(1));
    }
}
