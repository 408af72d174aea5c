// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.work;

/**
 * What the chains pass on and hand back: one object, so that no variant boxes a number. Each level does one of the two
 * operations, in turn; the compiler cannot merge a row of both into one.
 */
public final class Cell {
    private int value;

    public Cell(int value) {
        this.value = value;
    }

    public int value() {
        return value;
    }

    public Cell add(int operand) {
        value += operand;
        return this;
    }

    public Cell xor(int operand) {
        value ^= operand;
        return this;
    }
}
