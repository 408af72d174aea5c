// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.benchmarks.work.Cell;

/** An awaitable whose result is always there. */
final class Ready implements Awaitable<Cell> {
    private final Cell cell;

    Ready(Cell cell) {
        this.cell = cell;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public Cell result() {
        return cell;
    }

    @Override
    public void subscribe(Waiter waiter) {
        waiter.wake();
    }

    @Override
    public boolean withdraw(Waiter waiter) {
        return true;
    }
}
