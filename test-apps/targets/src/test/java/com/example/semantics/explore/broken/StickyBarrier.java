// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.explore.broken;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.spi.SingleUse;
import java.util.ArrayList;
import java.util.List;

/** Stays open until the last party has left: one that comes for the next round before that passes, and another one waits for ever. */
public final class StickyBarrier {
    private final int parties;
    private final List<Arrival> line = new ArrayList<>();
    private int arrived;
    private boolean open;

    public StickyBarrier(int parties) {
        this.parties = parties;
    }

    public Awaitable<Void> arrive() {
        return new Arrival();
    }

    private final class Arrival extends SingleUse<Void> {
        @Override
        protected String operation() {
            return "arrive()";
        }

        @Override
        protected void begin(Waiter waiter) {
            line.add(this);
            if (++arrived == parties) {
                open = true;
                line.forEach(Arrival::goOn);
                line.clear();
            }
        }

        @Override
        protected boolean tryComplete() {
            boolean mayLeave = open;
            if (mayLeave && --arrived == 0) {
                open = false;
            }
            return mayLeave;
        }

        @Override
        protected Void value() {
            return null;
        }

        private void goOn() {
            wake();
        }
    }
}
