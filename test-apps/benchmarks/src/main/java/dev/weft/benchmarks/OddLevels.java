// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.benchmarks.work.Cell;

/** The odd half of ten async calls, each of which goes to another class; see {@link EvenLevels}. */
final class OddLevels {
    private OddLevels() {}

    @Async
    static Task<Cell> level9(Cell cell) {
        return Task.of(await(EvenLevels.level8(cell)).add(9));
    }

    @Async
    static Task<Cell> level7(Cell cell) {
        return Task.of(await(EvenLevels.level6(cell)).add(7));
    }

    @Async
    static Task<Cell> level5(Cell cell) {
        return Task.of(await(EvenLevels.level4(cell)).add(5));
    }

    @Async
    static Task<Cell> level3(Cell cell) {
        return Task.of(await(EvenLevels.level2(cell)).add(3));
    }

    @Async
    static Task<Cell> level1(Cell cell) {
        return Task.of(cell.add(1));
    }
}
