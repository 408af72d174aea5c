// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.benchmarks.work.Cell;

/** Ten async calls of static methods of one class, that complete without suspending. */
final class StaticChain {
    private StaticChain() {}

    @Async
    static Task<Cell> level10(Cell cell) {
        return Task.of(await(level9(cell)).xor(10));
    }

    @Async
    static Task<Cell> level9(Cell cell) {
        return Task.of(await(level8(cell)).add(9));
    }

    @Async
    static Task<Cell> level8(Cell cell) {
        return Task.of(await(level7(cell)).xor(8));
    }

    @Async
    static Task<Cell> level7(Cell cell) {
        return Task.of(await(level6(cell)).add(7));
    }

    @Async
    static Task<Cell> level6(Cell cell) {
        return Task.of(await(level5(cell)).xor(6));
    }

    @Async
    static Task<Cell> level5(Cell cell) {
        return Task.of(await(level4(cell)).add(5));
    }

    @Async
    static Task<Cell> level4(Cell cell) {
        return Task.of(await(level3(cell)).xor(4));
    }

    @Async
    static Task<Cell> level3(Cell cell) {
        return Task.of(await(level2(cell)).add(3));
    }

    @Async
    static Task<Cell> level2(Cell cell) {
        return Task.of(await(level1(cell)).xor(2));
    }

    @Async
    static Task<Cell> level1(Cell cell) {
        return Task.of(cell.add(1));
    }
}
