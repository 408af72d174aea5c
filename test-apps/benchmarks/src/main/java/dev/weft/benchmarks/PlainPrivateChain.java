// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.benchmarks.work.Cell;

/** Ten plain calls of private instance methods, behind one that is not. */
final class PlainPrivateChain {
    Cell level10(Cell cell) {
        return level9(cell).xor(10);
    }

    private Cell level9(Cell cell) {
        return level8(cell).add(9);
    }

    private Cell level8(Cell cell) {
        return level7(cell).xor(8);
    }

    private Cell level7(Cell cell) {
        return level6(cell).add(7);
    }

    private Cell level6(Cell cell) {
        return level5(cell).xor(6);
    }

    private Cell level5(Cell cell) {
        return level4(cell).add(5);
    }

    private Cell level4(Cell cell) {
        return level3(cell).xor(4);
    }

    private Cell level3(Cell cell) {
        return level2(cell).add(3);
    }

    private Cell level2(Cell cell) {
        return level1(cell).xor(2);
    }

    private Cell level1(Cell cell) {
        return cell.add(1);
    }
}
