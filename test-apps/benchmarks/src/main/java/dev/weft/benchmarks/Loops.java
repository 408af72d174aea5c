// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.benchmarks.work.Cell;
import java.util.ArrayList;
import java.util.List;

/** Loops of {@link #TURNS} turns, each as an async method and as a plain one that does the same. */
final class Loops {
    static final int TURNS = 10_000;

    /** An await comes once in this many turns, where it is rare. */
    private static final int RARELY = 4095;

    private final int[] numbers = new int[256];
    private final byte[] bytes = new byte[TURNS];
    private final byte[] copy = new byte[TURNS];
    private final List<Integer> list = new ArrayList<>();

    Loops() {
        for (int i = 0; i < TURNS; i++) {
            numbers[i & 255] = i * 7;
            bytes[i] = (byte) (i % 100);
            list.add(i);
        }
    }

    @Async
    static Task<Cell> callAsync(Cell cell) {
        for (int i = 0; i < TURNS; i++) {
            await(addAsync(cell, i));
        }
        return Task.of(cell);
    }

    @Async
    private static Task<Cell> addAsync(Cell cell, int amount) {
        return Task.of(cell.add(amount));
    }

    static Cell callPlain(Cell cell) {
        for (int i = 0; i < TURNS; i++) {
            cell.add(i);
        }
        return cell;
    }

    @Async
    Task<Cell> sumAsync(Cell cell) {
        int sum = 0;
        for (int i = 0; i < TURNS; i++) {
            sum += numbers[i & 255] * 31;
            if ((i & RARELY) == RARELY) {
                await(addAsync(cell, i));
            }
        }
        return Task.of(cell.add(sum));
    }

    Cell sumPlain(Cell cell) {
        int sum = 0;
        for (int i = 0; i < TURNS; i++) {
            sum += numbers[i & 255] * 31;
            if ((i & RARELY) == RARELY) {
                cell.add(i);
            }
        }
        return cell.add(sum);
    }

    @Async
    Task<Cell> sumAsyncSuspending(Cell cell) {
        int sum = 0;
        for (int i = 0; i < TURNS; i++) {
            sum += numbers[i & 255] * 31;
            if ((i & RARELY) == RARELY) {
                await(yieldNow());
            }
        }
        return Task.of(cell.add(sum));
    }

    @Async
    Task<Cell> copyAsyncSuspending(Cell cell) {
        int i = 0;
        while (i < copy.length) {
            copy[i] = (byte) (bytes[i] * 3 + 1);
            i++;
            if ((i & RARELY) == RARELY) {
                await(yieldNow());
            }
        }
        return Task.of(cell.add(copy[7]));
    }

    Cell copyPlain(Cell cell) {
        int i = 0;
        while (i < copy.length) {
            copy[i] = (byte) (bytes[i] * 3 + 1);
            i++;
            if ((i & RARELY) == RARELY) {
                cell.add(i);
            }
        }
        return cell.add(copy[7]);
    }

    @Async
    Task<Cell> iterateAsyncSuspending(Cell cell) {
        int sum = 0;
        for (Integer number : list) {
            sum += number;
            if ((number & RARELY) == RARELY) {
                await(yieldNow());
            }
        }
        return Task.of(cell.add(sum));
    }

    Cell iteratePlain(Cell cell) {
        int sum = 0;
        for (Integer number : list) {
            sum += number;
            if ((number & RARELY) == RARELY) {
                cell.add(number);
            }
        }
        return cell.add(sum);
    }
}
