// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.explore.broken;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.spi.SingleUse;
import java.util.ArrayList;
import java.util.List;

/** Loses a wake-up: who is woken asks again whether the event is set, and it may have been cleared in the meantime. */
public final class FleetingEvent {
    private final List<Wait> line = new ArrayList<>();
    private boolean set;

    public Awaitable<Void> untilSet() {
        return new Wait();
    }

    public void set() {
        set = true;
        line.forEach(Wait::lookAgain);
        line.clear();
    }

    public void clear() {
        set = false;
    }

    private final class Wait extends SingleUse<Void> {
        @Override
        protected String operation() {
            return "untilSet()";
        }

        @Override
        protected void begin(Waiter waiter) {
            line.add(this);
        }

        @Override
        protected boolean tryComplete() {
            return set;
        }

        @Override
        protected Void value() {
            return null;
        }

        @Override
        protected void stop() {
            line.remove(this);
        }

        private void lookAgain() {
            wake();
        }
    }
}
