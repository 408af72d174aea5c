// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

/**
 * What the chains pass on and hand back: one object, so that no variant boxes a number. Each level does one of the two
 * operations, in turn; the compiler cannot merge a row of both into one.
 */
final class Cell {
    private int value;

    Cell(int value) {
        this.value = value;
    }

    int value() {
        return value;
    }

    Cell add(int operand) {
        value += operand;
        return this;
    }

    Cell xor(int operand) {
        value ^= operand;
        return this;
    }
}
