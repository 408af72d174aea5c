// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.benchmarks.work.Cell;

/** The even half of ten async calls, each of which goes to another class; see {@link OddLevels}. */
final class EvenLevels {
    private EvenLevels() {}

    @Async
    static Task<Cell> level10(Cell cell) {
        return Task.of(await(OddLevels.level9(cell)).xor(10));
    }

    @Async
    static Task<Cell> level8(Cell cell) {
        return Task.of(await(OddLevels.level7(cell)).xor(8));
    }

    @Async
    static Task<Cell> level6(Cell cell) {
        return Task.of(await(OddLevels.level5(cell)).xor(6));
    }

    @Async
    static Task<Cell> level4(Cell cell) {
        return Task.of(await(OddLevels.level3(cell)).xor(4));
    }

    @Async
    static Task<Cell> level2(Cell cell) {
        return Task.of(await(OddLevels.level1(cell)).xor(2));
    }
}
