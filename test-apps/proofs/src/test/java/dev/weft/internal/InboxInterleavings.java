// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.proof.concurrent.Judge;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** The inbox of a loop, and the timers that other threads reach through it. */
public final class InboxInterleavings {
    private static final String LOOP = "loop";

    private InboxInterleavings() {}

    /** Tries the orders of what threads do to an inbox. */
    public static void judge(Judge judge) {
        judge.threads("inbox", Threads.class, Model.class);
        judge.schedules("a loop that is about to sleep", InboxInterleavings::missesNothing);
        judge.schedules("an inbox that closes", InboxInterleavings::tellsWhatItTook);
        judge.schedules("a timer of another thread", InboxInterleavings::leavesNoTimer);
    }

    private record Entry(int number) implements Runnable {
        @Override
        public void run() {}
    }

    /** Any thread adds, and one takes and closes. */
    public static class Threads {
        private final Inbox inbox = new Inbox(new Permits());

        /** Adds an entry. */
        @Operation
        public boolean add(@Param(gen = IntGen.class) int number) {
            return inbox.add(new Entry(number));
        }

        /** Takes what is there. */
        @Operation(nonParallelGroup = LOOP)
        public List<Integer> take() {
            List<Integer> taken = new ArrayList<>();
            inbox.moveTo(entry -> taken.add(((Entry) entry).number()));
            return taken;
        }

        /** Closes it. */
        @Operation(nonParallelGroup = LOOP)
        public void close() {
            inbox.close();
        }
    }

    /** What one thread would see. */
    public static class Model {
        private final List<Integer> entries = new ArrayList<>();
        private boolean closed;

        /** Adds an entry. */
        public boolean add(int number) {
            return !closed && entries.add(number);
        }

        /** Takes what is there. */
        public List<Integer> take() {
            List<Integer> taken = List.copyOf(entries);
            entries.clear();
            return taken;
        }

        /** Closes it. */
        public void close() {
            closed = true;
        }
    }

    /** Two threads, one of which has no memory to wake; a wake that was missed would leave the loop asleep, and Lincheck says so. */
    private static void missesNothing() {
        Inbox inbox = new Inbox(new Permits());
        List<Thread> threads = Judge.start(() -> inbox.add(new Entry(1)), inbox::lostWake);
        int taken = 0;
        boolean looked = false;
        while (taken == 0 || !looked) {
            inbox.await(Long.MAX_VALUE);
            List<Runnable> came = new ArrayList<>();
            inbox.moveTo(came::add);
            taken += came.size();
            looked |= inbox.hasLostWakes;
            inbox.hasLostWakes = false;
        }
        Judge.join(threads);
        Judge.require(taken == 1, "taken " + taken);
    }

    /** An action that is equal to any other. */
    private static final class Equal implements Runnable {
        boolean ran;

        @Override
        public void run() {
            ran = true;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Equal;
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }

    /** Whoever is told that an action was added has it run, and nobody else; also where actions are equal. */
    private static void tellsWhatItTook() {
        Inbox inbox = new Inbox(new Permits());
        Equal[] actions = {new Equal(), new Equal()};
        boolean[] added = {false, false};
        List<Thread> threads = Judge.start(() -> added[0] = inbox.add(actions[0]));
        inbox.moveTo(Runnable::run);
        added[1] = inbox.add(actions[1]);
        inbox.close();
        Judge.join(threads);
        inbox.moveTo(Runnable::run);
        for (int i = 0; i < 2; i++) {
            Judge.require(actions[i].ran == added[i], "added " + added[i] + ", ran " + actions[i].ran);
        }
    }

    /** Sets a timer and cancels it, by way of a loop for which the timer may be due at any time in between. */
    private static void leavesNoTimer() {
        Inbox inbox = new Inbox(new Permits());
        Timers timers = new Timers();
        TimerOrders.Counted timer = new TimerOrders.Counted();
        int[] requests = {0};
        List<Thread> threads = Judge.start(() -> {
            inbox.add(() -> {
                requests[0]++;
                timers.set(timer, 0);
            });
            inbox.add(() -> {
                requests[0]++;
                timers.cancel(timer);
            });
        });
        while (requests[0] < 2) {
            inbox.await(timers.untilNext(0));
            inbox.moveTo(Runnable::run);
            timers.fireDue(0);
        }
        Judge.join(threads);
        Judge.require(timers.size() == 0 && !timer.isSet() && timer.fired <= 1, "fired " + timer.fired);
    }

    /** A permit for each wake; sleeps until there is one. */
    private static final class Permits extends NoReadiness {
        private final Semaphore permits = new Semaphore(0);

        @Override
        public void await(long nanos) {
            if (nanos == Long.MAX_VALUE) {
                permits.acquireUninterruptibly();
            }
            permits.drainPermits();
        }

        @Override
        public void wakeUp() {
            permits.release();
        }
    }
}
