// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.benchmarks.work.Cell;
import dev.weft.benchmarks.work.Source;

/** Ten calls that hand their result to a callback, of which the innermost waits for an operation of the loop. */
final class SuspendingCallbackChain {
    /** So many chains, one after the other. */
    static final class Repeat implements CallbackChain.Callback {
        private final Source source;
        private int left;

        Repeat(Source source, int chains) {
            this.source = source;
            left = chains;
        }

        @Override
        public void completed(Cell result) {
            if (left-- > 0) {
                level10(result, source, this);
            }
        }
    }

    private SuspendingCallbackChain() {}

    private static void level10(Cell cell, Source source, CallbackChain.Callback callback) {
        level9(cell, source, result -> callback.completed(result.xor(10)));
    }

    private static void level9(Cell cell, Source source, CallbackChain.Callback callback) {
        level8(cell, source, result -> callback.completed(result.add(9)));
    }

    private static void level8(Cell cell, Source source, CallbackChain.Callback callback) {
        level7(cell, source, result -> callback.completed(result.xor(8)));
    }

    private static void level7(Cell cell, Source source, CallbackChain.Callback callback) {
        level6(cell, source, result -> callback.completed(result.add(7)));
    }

    private static void level6(Cell cell, Source source, CallbackChain.Callback callback) {
        level5(cell, source, result -> callback.completed(result.xor(6)));
    }

    private static void level5(Cell cell, Source source, CallbackChain.Callback callback) {
        level4(cell, source, result -> callback.completed(result.add(5)));
    }

    private static void level4(Cell cell, Source source, CallbackChain.Callback callback) {
        level3(cell, source, result -> callback.completed(result.xor(4)));
    }

    private static void level3(Cell cell, Source source, CallbackChain.Callback callback) {
        level2(cell, source, result -> callback.completed(result.add(3)));
    }

    private static void level2(Cell cell, Source source, CallbackChain.Callback callback) {
        level1(cell, source, result -> callback.completed(result.xor(2)));
    }

    private static void level1(Cell cell, Source source, CallbackChain.Callback callback) {
        source.read(result -> callback.completed(cell.add(result)));
    }
}
