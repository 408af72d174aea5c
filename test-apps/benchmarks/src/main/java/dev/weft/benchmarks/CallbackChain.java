// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.benchmarks.work.Cell;

/** Ten calls that hand their result to a callback, as one would write them by hand. */
final class CallbackChain {
    /** Takes the result. */
    interface Callback {
        void completed(Cell result);
    }

    /** The outermost callback: keeps the result for the caller. */
    static final class Last implements Callback {
        Cell result;

        Last(Cell result) {
            this.result = result;
        }

        @Override
        public void completed(Cell result) {
            this.result = result;
        }
    }

    private CallbackChain() {}

    static void level10(Cell cell, Callback callback) {
        level9(cell, result -> callback.completed(result.xor(10)));
    }

    static void level9(Cell cell, Callback callback) {
        level8(cell, result -> callback.completed(result.add(9)));
    }

    static void level8(Cell cell, Callback callback) {
        level7(cell, result -> callback.completed(result.xor(8)));
    }

    static void level7(Cell cell, Callback callback) {
        level6(cell, result -> callback.completed(result.add(7)));
    }

    static void level6(Cell cell, Callback callback) {
        level5(cell, result -> callback.completed(result.xor(6)));
    }

    static void level5(Cell cell, Callback callback) {
        level4(cell, result -> callback.completed(result.add(5)));
    }

    static void level4(Cell cell, Callback callback) {
        level3(cell, result -> callback.completed(result.xor(4)));
    }

    static void level3(Cell cell, Callback callback) {
        level2(cell, result -> callback.completed(result.add(3)));
    }

    static void level2(Cell cell, Callback callback) {
        level1(cell, result -> callback.completed(result.xor(2)));
    }

    static void level1(Cell cell, Callback callback) {
        callback.completed(cell.add(1));
    }
}
