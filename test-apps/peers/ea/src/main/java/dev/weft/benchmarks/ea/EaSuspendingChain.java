// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.ea;

import static com.ea.async.Async.await;
import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.weft.benchmarks.work.Cell;
import dev.weft.benchmarks.work.Source;
import java.util.concurrent.CompletableFuture;

/** Ten calls of which the innermost awaits an operation of the loop, so that all ten suspend, once each. */
public final class EaSuspendingChain {
    private EaSuspendingChain() {}

    /** So many chains. */
    public static CompletableFuture<Cell> repeat(Cell cell, Source source, int chains) {
        Cell result = cell;
        for (int i = 0; i < chains; i++) {
            result = await(level10(result, source));
        }
        return completedFuture(result);
    }

    private static CompletableFuture<Cell> level10(Cell cell, Source source) {
        return completedFuture(await(level9(cell, source)).xor(10));
    }

    private static CompletableFuture<Cell> level9(Cell cell, Source source) {
        return completedFuture(await(level8(cell, source)).add(9));
    }

    private static CompletableFuture<Cell> level8(Cell cell, Source source) {
        return completedFuture(await(level7(cell, source)).xor(8));
    }

    private static CompletableFuture<Cell> level7(Cell cell, Source source) {
        return completedFuture(await(level6(cell, source)).add(7));
    }

    private static CompletableFuture<Cell> level6(Cell cell, Source source) {
        return completedFuture(await(level5(cell, source)).xor(6));
    }

    private static CompletableFuture<Cell> level5(Cell cell, Source source) {
        return completedFuture(await(level4(cell, source)).add(5));
    }

    private static CompletableFuture<Cell> level4(Cell cell, Source source) {
        return completedFuture(await(level3(cell, source)).xor(4));
    }

    private static CompletableFuture<Cell> level3(Cell cell, Source source) {
        return completedFuture(await(level2(cell, source)).add(3));
    }

    private static CompletableFuture<Cell> level2(Cell cell, Source source) {
        return completedFuture(await(level1(cell, source)).xor(2));
    }

    private static CompletableFuture<Cell> level1(Cell cell, Source source) {
        return completedFuture(cell.add(await(EaReads.read(source))));
    }
}
