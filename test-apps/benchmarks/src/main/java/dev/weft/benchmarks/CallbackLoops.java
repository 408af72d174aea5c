// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.benchmarks.work.Callback;
import dev.weft.benchmarks.work.Cell;
import dev.weft.benchmarks.work.Source;
import java.util.concurrent.Executor;

/** Loops of so many turns, written by hand with callbacks. */
final class CallbackLoops {
    private CallbackLoops() {}

    /** P0055R1's state machine: the object of the loop is the callback of each of its operations. */
    static final class Machine implements Callback {
        private final Source source;
        private int left;
        private int total;

        Machine(Source source, int turns) {
            this.source = source;
            left = turns;
        }

        void start() {
            source.read(this);
        }

        @Override
        public void completed(Integer result) {
            total += result;
            if (--left > 0) {
                source.read(this);
            }
        }

        int total() {
            return total;
        }
    }

    /** The same with a new lambda for each operation. */
    static final class Lambdas {
        private final Source source;
        private int total;

        Lambdas(Source source) {
            this.source = source;
        }

        void read(int left) {
            source.read(result -> {
                total += result;
                if (left > 1) {
                    read(left - 1);
                }
            });
        }

        int total() {
            return total;
        }
    }

    /** The floor of what goes through a run queue: an object that queues itself, with no operation in between. */
    static final class Posting implements Runnable {
        private final Executor loop;
        private int left;
        private int total;

        Posting(Executor loop, int turns) {
            this.loop = loop;
            left = turns;
        }

        @Override
        public void run() {
            total += Source.RESULT;
            if (--left > 0) {
                loop.execute(this);
            }
        }

        int total() {
            return total;
        }
    }

    /** An operation that completes at once: the flag tells the loop that it need not go, so the Java stack does not grow. */
    static final class Trampoline {
        private final Cell cell;
        private final int turns;
        private int turn;
        private boolean looping;
        private boolean completed;

        Trampoline(Cell cell, int turns) {
            this.cell = cell;
            this.turns = turns;
        }

        void loop() {
            looping = true;
            while (turn < turns) {
                completed = false;
                CallbackLoops.add(cell, turn, this::completed);
                if (!completed) {
                    break;
                }
            }
            looping = false;
        }

        private void completed(Cell result) {
            turn++;
            completed = true;
            if (!looping) {
                loop();
            }
        }
    }

    private static void add(Cell cell, int operand, CallbackChain.Callback callback) {
        callback.completed(cell.add(operand));
    }
}
