// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.benchmarks.work.Cell;
import dev.weft.benchmarks.work.Slot;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.CompilerControl;

/** Loops of so many turns that await in each. */
final class AsyncLoops {
    private AsyncLoops() {}

    /** Of an async method that returns without suspending. */
    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    static Task<Cell> calls(Cell cell, int turns) {
        Cell result = cell;
        for (int i = 0; i < turns; i++) {
            result = await(add(result, i));
        }
        return Task.of(result);
    }

    @Async
    private static Task<Cell> add(Cell cell, int operand) {
        return Task.of(cell.add(operand));
    }

    /** Of an awaitable of a user's that is always ready. HotSpot may inline it, as it may the loops of the others in this row. */
    @Async
    static Task<Cell> ready(Ready ready, int turns) {
        Cell result = ready.result();
        for (int i = 0; i < turns; i++) {
            result = await(ready).add(i);
        }
        return Task.of(result);
    }

    /** Of the operations of a source. */
    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    static Task<Integer> reads(Read read, int turns) {
        int total = 0;
        for (int i = 0; i < turns; i++) {
            total += await(read);
        }
        return Task.of(total);
    }

    /** The same without an event loop: whoever completes an operation runs the rest. */
    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    static CompletableFuture<Integer> detachedReads(Read read, int turns) {
        int total = 0;
        for (int i = 0; i < turns; i++) {
            total += await(read);
        }
        return CompletableFuture.completedFuture(total);
    }

    /** {@link #reads} in a task, and in another one the driver that completes what is in the slot, once per turn of the loop. */
    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    static Task<Integer> drivenReads(int turns) {
        Slot slot = new Slot();
        Read turn = Read.throughRunQueue();
        ScheduledTask<Integer> reader = spawn(reads(new Read(slot), turns));
        do {
            await(turn);
        } while (slot.complete());
        return Task.of(await(reader));
    }

    /** Two tasks that take turns. */
    @Async
    static Task<Integer> twoTasks(int turns) {
        ScheduledTask<Integer> first = spawn(reads(Read.throughRunQueue(), turns));
        ScheduledTask<Integer> second = spawn(reads(Read.throughRunQueue(), turns));
        return Task.of(await(first) + await(second));
    }
}
