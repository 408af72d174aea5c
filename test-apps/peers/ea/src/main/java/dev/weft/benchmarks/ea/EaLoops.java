// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.ea;

import static com.ea.async.Async.await;
import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.weft.benchmarks.work.Cell;
import dev.weft.benchmarks.work.Source;
import java.util.concurrent.CompletableFuture;

/** Loops of so many turns that await in each. */
public final class EaLoops {
    private EaLoops() {}

    /** Of a method that returns a completed future. */
    public static CompletableFuture<Cell> ready(Cell cell, int turns) {
        Cell result = cell;
        for (int i = 0; i < turns; i++) {
            result = await(add(result, i));
        }
        return completedFuture(result);
    }

    private static CompletableFuture<Cell> add(Cell cell, int operand) {
        return completedFuture(cell.add(operand));
    }

    /** Of an operation of the source. */
    public static CompletableFuture<Integer> reads(Source source, int turns) {
        int total = 0;
        for (int i = 0; i < turns; i++) {
            total += await(EaReads.read(source));
        }
        return completedFuture(total);
    }
}
