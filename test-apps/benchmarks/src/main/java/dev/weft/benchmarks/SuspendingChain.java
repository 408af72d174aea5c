// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.benchmarks.work.Cell;

/** Ten async calls of which the innermost awaits an operation of the loop, so that all ten suspend, once each. */
final class SuspendingChain {
    private SuspendingChain() {}

    @Async
    static Task<Cell> level10(Cell cell, Read read) {
        return Task.of(await(level9(cell, read)).xor(10));
    }

    @Async
    static Task<Cell> level9(Cell cell, Read read) {
        return Task.of(await(level8(cell, read)).add(9));
    }

    @Async
    static Task<Cell> level8(Cell cell, Read read) {
        return Task.of(await(level7(cell, read)).xor(8));
    }

    @Async
    static Task<Cell> level7(Cell cell, Read read) {
        return Task.of(await(level6(cell, read)).add(7));
    }

    @Async
    static Task<Cell> level6(Cell cell, Read read) {
        return Task.of(await(level5(cell, read)).xor(6));
    }

    @Async
    static Task<Cell> level5(Cell cell, Read read) {
        return Task.of(await(level4(cell, read)).add(5));
    }

    @Async
    static Task<Cell> level4(Cell cell, Read read) {
        return Task.of(await(level3(cell, read)).xor(4));
    }

    @Async
    static Task<Cell> level3(Cell cell, Read read) {
        return Task.of(await(level2(cell, read)).add(3));
    }

    @Async
    static Task<Cell> level2(Cell cell, Read read) {
        return Task.of(await(level1(cell, read)).xor(2));
    }

    @Async
    static Task<Cell> level1(Cell cell, Read read) {
        return Task.of(cell.add(await(read)));
    }
}
