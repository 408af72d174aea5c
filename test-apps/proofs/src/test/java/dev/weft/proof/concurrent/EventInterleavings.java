// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.concurrent;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.sync.Event;
import java.util.List;
import org.jetbrains.lincheck.datastructures.Operation;

/** Events between threads. */
public final class EventInterleavings {
    private EventInterleavings() {}

    static void judge(Judge judge) {
        judge.threads("event that resets itself", Threads.class, Model.class);
        judge.schedules("one set for two, of whom one gives up", EventInterleavings::losesNoSignal);
    }

    /** What any thread may do without waiting. */
    public static class Threads {
        private final Event event = Event.autoReset();

        /** Sets it. */
        @Operation
        public void set() {
            event.set();
        }

        /** Clears it. */
        @Operation
        public void clear() {
            event.clear();
        }

        /** Whether it is set. */
        @Operation
        public boolean isSet() {
            return event.isSet();
        }

        /** Goes in if it is set. */
        @Operation
        public boolean enter() {
            Awaitable<Void> wait = event.untilSet();
            boolean enters = wait.isReady();
            if (enters) {
                Results.of(wait);
            }
            return enters;
        }
    }

    /** What one thread would see. */
    public static class Model {
        private boolean isSet;

        /** Sets it. */
        public void set() {
            isSet = true;
        }

        /** Clears it. */
        public void clear() {
            isSet = false;
        }

        /** Whether it is set. */
        public boolean isSet() {
            return isSet;
        }

        /** Goes in if it is set. */
        public boolean enter() {
            boolean enters = isSet;
            isSet = false;
            return enters;
        }
    }

    /** Whoever stays is let in, whenever they come. */
    private static void losesNoSignal() {
        Event event = Event.autoReset();
        Waiter first = () -> {};
        Waiter second = () -> {};
        Awaitable<Void> leaving = event.untilSet();
        Awaitable<Void> staying = event.untilSet();
        leaving.subscribe(first);
        List<Thread> threads = Judge.start(event::set, () -> leaving.withdraw(first), () -> staying.subscribe(second));
        Judge.join(threads);
        Judge.require(staying.isReady(), "waits for ever: " + event);
        Judge.require(!event.isSet() && event.statistics().waiting() == 0, event.toString());
    }
}
