// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.benchmarks.work.Cell;
import java.util.ArrayList;
import java.util.List;

/**
 * Loops of {@link #TURNS} turns that compute, each three times: in plain Java, with an await twice in all these turns that never suspends,
 * and with one that always suspends, so that each resume comes back into the middle of the loop.
 */
final class HotLoops {
    static final int TURNS = 10_000;

    /** An await comes once in this many turns. */
    private static final int RARELY = 4095;

    private final int[] numbers = new int[256];
    private final byte[] bytes = new byte[TURNS];
    private final byte[] copy = new byte[TURNS];
    private final List<Integer> list = new ArrayList<>();

    HotLoops() {
        for (int i = 0; i < TURNS; i++) {
            numbers[i & 255] = i * 7;
            bytes[i] = (byte) (i % 100);
            list.add(i);
        }
    }

    @Async
    private static Task<Cell> addAsync(Cell cell, int amount) {
        return Task.of(cell.add(amount));
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

    @Async
    Task<Cell> sumAsyncSuspending(Cell cell, Read read) {
        int sum = 0;
        for (int i = 0; i < TURNS; i++) {
            sum += numbers[i & 255] * 31;
            if ((i & RARELY) == RARELY) {
                cell.add(await(read));
            }
        }
        return Task.of(cell.add(sum));
    }

    private static final int BLOCK = TURNS / 5;

    /** The loop is between the calls, as in code that awaits a block, computes on it, and awaits the next. */
    Cell blocksPlain(Cell cell) {
        int sum = 0;
        for (int block = 0; block < TURNS; block += BLOCK) {
            for (int i = block; i < block + BLOCK; i++) {
                sum += bytes[i] * 31;
            }
            cell.add(block);
        }
        return cell.add(sum);
    }

    @Async
    Task<Cell> blocksAsync(Cell cell) {
        int sum = 0;
        for (int block = 0; block < TURNS; block += BLOCK) {
            for (int i = block; i < block + BLOCK; i++) {
                sum += bytes[i] * 31;
            }
            await(addAsync(cell, block));
        }
        return Task.of(cell.add(sum));
    }

    @Async
    Task<Cell> blocksAsyncSuspending(Cell cell, Read read) {
        int sum = 0;
        for (int block = 0; block < TURNS; block += BLOCK) {
            for (int i = block; i < block + BLOCK; i++) {
                sum += bytes[i] * 31;
            }
            cell.add(await(read));
        }
        return Task.of(cell.add(sum));
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
    Task<Cell> copyAsync(Cell cell) {
        int i = 0;
        while (i < copy.length) {
            copy[i] = (byte) (bytes[i] * 3 + 1);
            i++;
            if ((i & RARELY) == RARELY) {
                await(addAsync(cell, i));
            }
        }
        return Task.of(cell.add(copy[7]));
    }

    @Async
    Task<Cell> copyAsyncSuspending(Cell cell, Read read) {
        int i = 0;
        while (i < copy.length) {
            copy[i] = (byte) (bytes[i] * 3 + 1);
            i++;
            if ((i & RARELY) == RARELY) {
                cell.add(await(read));
            }
        }
        return Task.of(cell.add(copy[7]));
    }

    Cell randomPlain(Cell cell) {
        long seed = cell.value();
        for (int i = 0; i < TURNS; i++) {
            seed = seed * 6364136223846793005L + 1442695040888963407L;
            if ((i & RARELY) == RARELY) {
                cell.add(i);
            }
        }
        return cell.add((int) (seed >>> 33));
    }

    @Async
    Task<Cell> randomAsync(Cell cell) {
        long seed = cell.value();
        for (int i = 0; i < TURNS; i++) {
            seed = seed * 6364136223846793005L + 1442695040888963407L;
            if ((i & RARELY) == RARELY) {
                await(addAsync(cell, i));
            }
        }
        return Task.of(cell.add((int) (seed >>> 33)));
    }

    @Async
    Task<Cell> randomAsyncSuspending(Cell cell, Read read) {
        long seed = cell.value();
        for (int i = 0; i < TURNS; i++) {
            seed = seed * 6364136223846793005L + 1442695040888963407L;
            if ((i & RARELY) == RARELY) {
                cell.add(await(read));
            }
        }
        return Task.of(cell.add((int) (seed >>> 33)));
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

    @Async
    Task<Cell> iterateAsync(Cell cell) {
        int sum = 0;
        for (Integer number : list) {
            sum += number;
            if ((number & RARELY) == RARELY) {
                await(addAsync(cell, number));
            }
        }
        return Task.of(cell.add(sum));
    }

    @Async
    Task<Cell> iterateAsyncSuspending(Cell cell, Read read) {
        int sum = 0;
        for (Integer number : list) {
            sum += number;
            if ((number & RARELY) == RARELY) {
                cell.add(await(read));
            }
        }
        return Task.of(cell.add(sum));
    }
}
