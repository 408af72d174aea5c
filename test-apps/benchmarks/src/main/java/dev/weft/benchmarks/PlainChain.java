// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.benchmarks.work.Cell;

/** Ten plain calls: what the same code costs without async. */
final class PlainChain {
    private PlainChain() {}

    static Cell level10(Cell cell) {
        return level9(cell).xor(10);
    }

    static Cell level9(Cell cell) {
        return level8(cell).add(9);
    }

    static Cell level8(Cell cell) {
        return level7(cell).xor(8);
    }

    static Cell level7(Cell cell) {
        return level6(cell).add(7);
    }

    static Cell level6(Cell cell) {
        return level5(cell).xor(6);
    }

    static Cell level5(Cell cell) {
        return level4(cell).add(5);
    }

    static Cell level4(Cell cell) {
        return level3(cell).xor(4);
    }

    static Cell level3(Cell cell) {
        return level2(cell).add(3);
    }

    static Cell level2(Cell cell) {
        return level1(cell).xor(2);
    }

    static Cell level1(Cell cell) {
        return cell.add(1);
    }
}
