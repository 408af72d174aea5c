// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.benchmarks.work.Cell;

/**
 * Ten async calls that an override could answer. {@link Overriding} is loaded and answers all of them otherwise, so that HotSpot knows
 * from the type profile alone where a call goes.
 */
class OverridableChain {
    @Async
    Task<Cell> level10(Cell cell) {
        return Task.of(await(level9(cell)).xor(10));
    }

    @Async
    Task<Cell> level9(Cell cell) {
        return Task.of(await(level8(cell)).add(9));
    }

    @Async
    Task<Cell> level8(Cell cell) {
        return Task.of(await(level7(cell)).xor(8));
    }

    @Async
    Task<Cell> level7(Cell cell) {
        return Task.of(await(level6(cell)).add(7));
    }

    @Async
    Task<Cell> level6(Cell cell) {
        return Task.of(await(level5(cell)).xor(6));
    }

    @Async
    Task<Cell> level5(Cell cell) {
        return Task.of(await(level4(cell)).add(5));
    }

    @Async
    Task<Cell> level4(Cell cell) {
        return Task.of(await(level3(cell)).xor(4));
    }

    @Async
    Task<Cell> level3(Cell cell) {
        return Task.of(await(level2(cell)).add(3));
    }

    @Async
    Task<Cell> level2(Cell cell) {
        return Task.of(await(level1(cell)).xor(2));
    }

    @Async
    Task<Cell> level1(Cell cell) {
        return Task.of(cell.add(1));
    }

    /** Loaded, and called before anything is measured; never again. */
    static final class Overriding extends OverridableChain {
        @Override
        @Async
        Task<Cell> level10(Cell cell) {
            return Task.of(cell.xor(10));
        }

        @Override
        @Async
        Task<Cell> level9(Cell cell) {
            return Task.of(cell.add(9));
        }

        @Override
        @Async
        Task<Cell> level8(Cell cell) {
            return Task.of(cell.xor(8));
        }

        @Override
        @Async
        Task<Cell> level7(Cell cell) {
            return Task.of(cell.add(7));
        }

        @Override
        @Async
        Task<Cell> level6(Cell cell) {
            return Task.of(cell.xor(6));
        }

        @Override
        @Async
        Task<Cell> level5(Cell cell) {
            return Task.of(cell.add(5));
        }

        @Override
        @Async
        Task<Cell> level4(Cell cell) {
            return Task.of(cell.xor(4));
        }

        @Override
        @Async
        Task<Cell> level3(Cell cell) {
            return Task.of(cell.add(3));
        }

        @Override
        @Async
        Task<Cell> level2(Cell cell) {
            return Task.of(cell.xor(2));
        }

        @Override
        @Async
        Task<Cell> level1(Cell cell) {
            return Task.of(cell.add(1));
        }
    }
}
