// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.benchmarks.work.Cell;

/** Ten async calls of private instance methods, behind one that is not. */
final class PrivateChain {
    @Async
    Task<Cell> level10(Cell cell) {
        return Task.of(await(level9(cell)).xor(10));
    }

    @Async
    private Task<Cell> level9(Cell cell) {
        return Task.of(await(level8(cell)).add(9));
    }

    @Async
    private Task<Cell> level8(Cell cell) {
        return Task.of(await(level7(cell)).xor(8));
    }

    @Async
    private Task<Cell> level7(Cell cell) {
        return Task.of(await(level6(cell)).add(7));
    }

    @Async
    private Task<Cell> level6(Cell cell) {
        return Task.of(await(level5(cell)).xor(6));
    }

    @Async
    private Task<Cell> level5(Cell cell) {
        return Task.of(await(level4(cell)).add(5));
    }

    @Async
    private Task<Cell> level4(Cell cell) {
        return Task.of(await(level3(cell)).xor(4));
    }

    @Async
    private Task<Cell> level3(Cell cell) {
        return Task.of(await(level2(cell)).add(3));
    }

    @Async
    private Task<Cell> level2(Cell cell) {
        return Task.of(await(level1(cell)).xor(2));
    }

    @Async
    private Task<Cell> level1(Cell cell) {
        return Task.of(cell.add(1));
    }
}
