// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Waiter;
import dev.weft.proof.concurrent.Judge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** The timers of a loop, which belong to its thread: every order of setting, cancelling and firing does what a sorted list does. */
public final class TimerOrders {
    /** When the timers are set to fire at first: the last of the heap is smaller than what stands in another branch. */
    private static final List<Integer> FIRST_TIMES = List.of(0, 5, 1, 6, 7, 2, 3);

    private TimerOrders() {}

    /** Tries orders of what a loop does with its timers. */
    public static void judge(Judge judge) {
        judge.orders("timers", Heap.class, Sorted.class);
    }

    /** A timer that counts how often it has fired. */
    static final class Counted extends Timer<String> {
        int fired;

        @Override
        protected String operation() {
            return "timer";
        }

        @Override
        protected void begin(Waiter waiter) {}

        @Override
        protected String value() {
            return "value";
        }

        @Override
        protected void fire() {
            fired++;
        }
    }

    /** The heap. */
    @Param(name = "timer", gen = IntGen.class, conf = "0:6")
    @Param(name = "time", gen = IntGen.class, conf = "0:9")
    @Param(name = "now", gen = IntGen.class, conf = "0:7")
    public static class Heap {
        private final Timers timers = new Timers();
        private final List<Integer> fired = new ArrayList<>();
        private final List<Numbered> all = new ArrayList<>();

        /** Sets all of them: what moves to a hole in the heap may have to go up from there. */
        public Heap() {
            for (int number = 0; number < FIRST_TIMES.size(); number++) {
                all.add(new Numbered(number));
                set(number, FIRST_TIMES.get(number));
            }
        }

        private final class Numbered extends Timer<String> {
            private final int number;

            Numbered(int number) {
                this.number = number;
            }

            @Override
            protected String operation() {
                return "timer";
            }

            @Override
            protected void begin(Waiter waiter) {}

            @Override
            protected String value() {
                return "value";
            }

            @Override
            protected void fire() {
                fired.add(number);
            }
        }

        /** Sets a timer, unless it is set. */
        @Operation
        public boolean set(@Param(name = "timer") int timer, @Param(name = "time") int time) {
            boolean sets = !all.get(timer).isSet();
            if (sets) {
                timers.set(all.get(timer), time);
            }
            return sets;
        }

        /** Cancels a timer, and says how long it is until the next. */
        @Operation
        public long cancel(@Param(name = "timer") int timer) {
            timers.cancel(all.get(timer));
            return timers.untilNext(0);
        }

        /** Fires what is due. */
        @Operation
        public List<Integer> fire(@Param(name = "now") int time) {
            fired.clear();
            timers.fireDue(time);
            return List.copyOf(fired);
        }
    }

    /** A list of what is set, in the order in which it fires. */
    public static class Sorted {
        private final List<int[]> set = new ArrayList<>();

        /** Sets all of them. */
        public Sorted() {
            for (int number = 0; number < FIRST_TIMES.size(); number++) {
                set(number, FIRST_TIMES.get(number));
            }
        }

        /** Sets a timer, unless it is set. */
        public boolean set(int timer, int time) {
            boolean sets = set.stream().noneMatch(entry -> entry[0] == timer);
            if (sets) {
                set.add(new int[] {timer, time});
                set.sort(Comparator.comparingInt(
                        entry -> entry[1])); // keeps those of one time in the order in which they were set
            }
            return sets;
        }

        /** Cancels a timer, and says how long it is until the next. */
        public long cancel(int timer) {
            set.removeIf(entry -> entry[0] == timer);
            return set.isEmpty() ? Long.MAX_VALUE : set.get(0)[1];
        }

        /** Fires what is due. */
        public List<Integer> fire(int time) {
            List<Integer> due = set.stream()
                    .filter(entry -> entry[1] <= time)
                    .map(entry -> entry[0])
                    .toList();
            set.removeIf(entry -> entry[1] <= time);
            return due;
        }
    }
}
