// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.benchmarks.work.Cell;

/** Ten async calls through an interface that two classes implement. */
interface InterfaceChain {
    Task<Cell> level10(Cell cell);

    Task<Cell> level9(Cell cell);

    Task<Cell> level8(Cell cell);

    Task<Cell> level7(Cell cell);

    Task<Cell> level6(Cell cell);

    Task<Cell> level5(Cell cell);

    Task<Cell> level4(Cell cell);

    Task<Cell> level3(Cell cell);

    Task<Cell> level2(Cell cell);

    Task<Cell> level1(Cell cell);

    /** The one whose calls are measured. Each of its calls goes through the interface. */
    final class One implements InterfaceChain {
        private final InterfaceChain self = this;

        @Override
        @Async
        public Task<Cell> level10(Cell cell) {
            return Task.of(await(self.level9(cell)).xor(10));
        }

        @Override
        @Async
        public Task<Cell> level9(Cell cell) {
            return Task.of(await(self.level8(cell)).add(9));
        }

        @Override
        @Async
        public Task<Cell> level8(Cell cell) {
            return Task.of(await(self.level7(cell)).xor(8));
        }

        @Override
        @Async
        public Task<Cell> level7(Cell cell) {
            return Task.of(await(self.level6(cell)).add(7));
        }

        @Override
        @Async
        public Task<Cell> level6(Cell cell) {
            return Task.of(await(self.level5(cell)).xor(6));
        }

        @Override
        @Async
        public Task<Cell> level5(Cell cell) {
            return Task.of(await(self.level4(cell)).add(5));
        }

        @Override
        @Async
        public Task<Cell> level4(Cell cell) {
            return Task.of(await(self.level3(cell)).xor(4));
        }

        @Override
        @Async
        public Task<Cell> level3(Cell cell) {
            return Task.of(await(self.level2(cell)).add(3));
        }

        @Override
        @Async
        public Task<Cell> level2(Cell cell) {
            return Task.of(await(self.level1(cell)).xor(2));
        }

        @Override
        @Async
        public Task<Cell> level1(Cell cell) {
            return Task.of(cell.add(1));
        }
    }

    /** Loaded, and called before anything is measured, so that the interface has two implementations. */
    final class Other implements InterfaceChain {
        @Override
        @Async
        public Task<Cell> level10(Cell cell) {
            return Task.of(cell.xor(10));
        }

        @Override
        @Async
        public Task<Cell> level9(Cell cell) {
            return Task.of(cell.add(9));
        }

        @Override
        @Async
        public Task<Cell> level8(Cell cell) {
            return Task.of(cell.xor(8));
        }

        @Override
        @Async
        public Task<Cell> level7(Cell cell) {
            return Task.of(cell.add(7));
        }

        @Override
        @Async
        public Task<Cell> level6(Cell cell) {
            return Task.of(cell.xor(6));
        }

        @Override
        @Async
        public Task<Cell> level5(Cell cell) {
            return Task.of(cell.add(5));
        }

        @Override
        @Async
        public Task<Cell> level4(Cell cell) {
            return Task.of(cell.xor(4));
        }

        @Override
        @Async
        public Task<Cell> level3(Cell cell) {
            return Task.of(cell.add(3));
        }

        @Override
        @Async
        public Task<Cell> level2(Cell cell) {
            return Task.of(cell.xor(2));
        }

        @Override
        @Async
        public Task<Cell> level1(Cell cell) {
            return Task.of(cell.add(1));
        }
    }
}
