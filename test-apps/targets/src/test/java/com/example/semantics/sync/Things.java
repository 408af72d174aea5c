// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a pool lends in tests: counts what there is, and finds out what two use at the same time. */
final class Things {
    final List<Thing> made = new ArrayList<>();
    final List<Integer> closed = new ArrayList<>();
    final List<Integer> checked = new ArrayList<>();
    Duration makingTakes = ms(1);
    Duration closingTakes = ms(1);

    /** How many of the next cannot be made. */
    int failing;

    int attempts;
    int open;
    int mostOpen;
    int cancelled;

    static final class Thing {
        final int id;
        boolean isBroken;
        boolean isClosed;
        boolean isUsed;

        Thing(int id) {
            this.id = id;
        }

        void use() {
            assertFalse(isClosed, "used when it is closed");
            assertFalse(isUsed, "used by two");
            isUsed = true;
        }

        void leave() {
            assertTrue(isUsed);
            isUsed = false;
        }

        @Override
        public String toString() {
            return "thing " + id;
        }
    }

    @Async
    Task<Thing> make() throws IOException {
        attempts++;
        mostOpen = Math.max(mostOpen, ++open);
        boolean isMade = false;
        try {
            await(sleep(makingTakes));
            if (failing > 0) {
                failing--;
                throw new IOException("failure " + attempts);
            }
            isMade = true;
        } finally {
            if (!isMade) {
                open--;
                cancelled++;
            }
        }
        Thing thing = new Thing(made.size());
        made.add(thing);
        return Task.of(thing);
    }

    @Async
    Task<Boolean> check(Thing thing) throws IOException {
        thing.use();
        checked.add(thing.id);
        try {
            await(sleep(ms(1)));
        } finally {
            thing.leave();
        }
        if (thing.isBroken && thing.id % 2 == 0) {
            throw new IOException("broken");
        }
        return Task.of(!thing.isBroken);
    }

    @Async
    Task<Void> close(Thing thing) {
        assertFalse(thing.isUsed, "closed when it is used");
        assertFalse(thing.isClosed, "closed twice");
        thing.isClosed = true;
        try {
            await(sleep(closingTakes));
        } finally {
            closed.add(thing.id);
            open--;
        }
        return Task.done();
    }

    void assertAllClosed() {
        assertEquals(0, open);
        made.forEach(thing -> assertTrue(thing.isClosed, thing::toString));
    }
}
