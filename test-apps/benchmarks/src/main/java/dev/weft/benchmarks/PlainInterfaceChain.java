// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.benchmarks.work.Cell;

/** Ten plain calls through an interface that two classes implement: the floor of {@link InterfaceChain}. */
interface PlainInterfaceChain {
    Cell level10(Cell cell);

    Cell level9(Cell cell);

    Cell level8(Cell cell);

    Cell level7(Cell cell);

    Cell level6(Cell cell);

    Cell level5(Cell cell);

    Cell level4(Cell cell);

    Cell level3(Cell cell);

    Cell level2(Cell cell);

    Cell level1(Cell cell);

    /** The one whose calls are measured. Each of its calls goes through the interface. */
    final class One implements PlainInterfaceChain {
        private final PlainInterfaceChain self = this;

        @Override
        public Cell level10(Cell cell) {
            return self.level9(cell).xor(10);
        }

        @Override
        public Cell level9(Cell cell) {
            return self.level8(cell).add(9);
        }

        @Override
        public Cell level8(Cell cell) {
            return self.level7(cell).xor(8);
        }

        @Override
        public Cell level7(Cell cell) {
            return self.level6(cell).add(7);
        }

        @Override
        public Cell level6(Cell cell) {
            return self.level5(cell).xor(6);
        }

        @Override
        public Cell level5(Cell cell) {
            return self.level4(cell).add(5);
        }

        @Override
        public Cell level4(Cell cell) {
            return self.level3(cell).xor(4);
        }

        @Override
        public Cell level3(Cell cell) {
            return self.level2(cell).add(3);
        }

        @Override
        public Cell level2(Cell cell) {
            return self.level1(cell).xor(2);
        }

        @Override
        public Cell level1(Cell cell) {
            return cell.add(1);
        }
    }

    /** Loaded, and called before anything is measured, so that the interface has two implementations. */
    final class Other implements PlainInterfaceChain {
        @Override
        public Cell level10(Cell cell) {
            return cell.xor(10);
        }

        @Override
        public Cell level9(Cell cell) {
            return cell.add(9);
        }

        @Override
        public Cell level8(Cell cell) {
            return cell.xor(8);
        }

        @Override
        public Cell level7(Cell cell) {
            return cell.add(7);
        }

        @Override
        public Cell level6(Cell cell) {
            return cell.xor(6);
        }

        @Override
        public Cell level5(Cell cell) {
            return cell.add(5);
        }

        @Override
        public Cell level4(Cell cell) {
            return cell.xor(4);
        }

        @Override
        public Cell level3(Cell cell) {
            return cell.add(3);
        }

        @Override
        public Cell level2(Cell cell) {
            return cell.xor(2);
        }

        @Override
        public Cell level1(Cell cell) {
            return cell.add(1);
        }
    }
}
