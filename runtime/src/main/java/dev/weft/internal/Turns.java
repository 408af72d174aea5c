// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.abi.Unclaimed;
import dev.weft.internal.stack.CallStacks;
import dev.weft.spi.Fence;
import dev.weft.spi.Readiness;
import dev.weft.spi.Reports;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The turns of an event loop, over the seams for time, order and readiness. Their whole story is {@link #turn}. Whatever code a loop runs
 * has methods of this class below it on the Java stack, and so stack traces know by it where the loop begins. Loop thread only.
 */
final class Turns {
    /** The number of steps after which a loop that always has something ready looks at timers and other threads. */
    private static final int STEPS_PER_TURN = 64;

    final Inbox inbox;
    final Timers timers;

    private final Clock clock;

    private final RunQueue queue;
    private final Readiness readiness;
    private final Binding binding;
    private final LiveTasks live;
    private final Watch watch;
    private final Births births;

    /** How long a thread rests whose turns fail one after the other. */
    private static final long REST_NANOS = 1_000_000;

    private static final int TICK_BITS = 22;

    /** How often something is tried again for which memory or stack was lacking. */
    static final int MOST_FAILURES = 100;

    /** Whether the last turn failed. */
    private boolean failing;

    /** The method {@link #arrived(Runnable)}, made a consumer once. */
    private final Consumer<Runnable> arrived = this::arrived;

    /**
     * The number of steps after which readiness is polled again: all that was ready at a poll runs before the next one. What that would
     * find goes behind it anyway; and a selector tells of a channel again and again until somebody has read it, which with a thousand of
     * them took a quarter of the time.
     */
    private int stepsUntilPoll = STEPS_PER_TURN;

    final LoopMeter meter;
    final LoopListeners listeners = new LoopListeners();

    /** The code that runs the loop, once somebody has asked for it. It stands still below {@link #until} and {@link #runWhatIsLeft}. */
    private @Nullable List<StackTraceElement> runner;

    /** Makes turns of what is in the queue, on the thread to which the loop is bound. */
    Turns(
            Clock clock,
            RunQueue queue,
            Readiness readiness,
            Binding binding,
            LiveTasks live,
            Watch watch,
            Births births) {
        this.clock = clock;
        this.queue = queue;
        this.timers = queue.timers();
        this.readiness = readiness;
        this.binding = binding;
        this.live = live;
        this.watch = watch;
        this.births = births;
        this.inbox = new Inbox(readiness);
        this.meter = new LoopMeter(clock.nanoTime());
    }

    /** Turns until the condition has come about. The interrupt flag is down meanwhile, and is set again at the end. */
    void until(BooleanSupplier condition, Runnable onInterrupt) {
        boolean interrupted = false;
        runner = null;
        binding.turns();
        clock.starts();
        try {
            while (!condition.getAsBoolean()) {
                if (Thread.interrupted()
                        && !clock.hasInterrupted()) { // cleared: an interrupted thread closes its channels
                    interrupted = true;
                    insist(onInterrupt);
                }
                clock.turns();
                fencedTurn(condition);
            }
            clock.throwFailure();
        } finally {
            runner = null;
            restsAtLast();
            leavesThread();
            clock.ends();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Makes a turn. One that fails, for want of memory or because its readiness does, ends no loop: the next one goes on. Where one after
     * the other fails, the first is reported, and the thread rests in between. A run that is broken off ends here.
     */
    private void fencedTurn(BooleanSupplier condition) {
        try {
            turn(condition);
            failing = false;
        } catch (BrokenOff over) { // not a failure of the turn
            throw over;
        } catch (Throwable thrown) {
            long rest = failed(thrown);
            if (rest > 0) {
                LockSupport.parkNanos(rest);
            }
        }
    }

    /** Reports that a turn has failed, unless the one before had too. Returns for how many nanoseconds to rest. */
    private long failed(Throwable thrown) {
        if (failing) {
            return REST_NANOS;
        }
        failing = true;
        Reports.warning("A turn of the event loop failed; the loop goes on", thrown);
        return 0;
    }

    /** Does what has to be done, and again if memory or stack was lacking for it, a number of times. */
    void insist(Runnable action) {
        for (int failures = 0; ; failures++) {
            try {
                action.run();
                return;
            } catch (Throwable lacking) {
                if (failures == MOST_FAILURES) {
                    throw lacking;
                }
            }
        }
    }

    /**
     * Runs what is ready, up to a number of steps, fires due timers, and asks for readiness. Does not wait for that when the
     * condition for which the loop turns has come about: it may be that nothing ever happens again.
     */
    private void turn(BooleanSupplier condition) {
        work();
        if (!hasReady()) {
            if (condition.getAsBoolean()) {
                readiness.poll();
            } else {
                idle();
            }
            polled();
        } else if (stepsUntilPoll <= 0) {
            readiness.poll();
            polled();
        }
    }

    /**
     * Makes a turn that does not wait, on a thread that has others to run as well.
     *
     * @param mayGoOn asked when all has run and fired, and may make more ready; while it says no, nothing else is to be done
     * @return in how many nanoseconds the next turn is due if nothing happens before; 0 for at once, {@code Long.MAX_VALUE} for never
     */
    long pass(BooleanSupplier mayGoOn) {
        runner = null;
        binding.turns();
        try {
            work();
            long nanos = !mayGoOn.getAsBoolean() ? Long.MAX_VALUE : hasReady() ? 0 : untilReady();
            failing = false;
            return nanos;
        } catch (Throwable thrown) {
            return failed(thrown);
        } finally {
            runner = null;
            restsAtLast();
        }
    }

    /** Runs what is ready, up to a number of steps, and fires due timers. */
    private void work() {
        begins();
        observersSee(Transition.TURN_BEGINS);
        takeIn();
        LoopObservers observing = binding.observers;
        int steps = 0;
        while (steps < STEPS_PER_TURN && runNext(observing)) {
            steps++;
        }
        stepsUntilPoll -= steps;
        meter.stepped(steps);
        queue.ended();
        births.turnEnded(meter.begun());
        watch.turnEnded(steps, inbox.isEmpty() ? queue.size() : queue.size() + 1, clock);
        if (timers.size() > 0) {
            fire(inbox.hasLostWakes ? meter.begun() : clock.nanoTime());
        }
        observersSee(Transition.TURN_ENDS);
    }

    /** Fires what was due at a time: at the begin of the turn where a step broke off in it, which is to go on before whoever fell asleep since. */
    private void fire(long now) {
        long late = timers.late(now);
        if (late > 0) {
            meter.fires(late);
        }
        timers.fireDue(now);
    }

    void observersSee(Transition transition) {
        LoopObservers observing = binding.observers;
        if (observing != null) {
            observing.tell(transition, null);
        }
    }

    private void begins() {
        long now = clock.nanoTime();
        binding.tick = tickOf(now);
        if (meter.begins(now)) {
            tellListeners();
        }
    }

    /** The loop has nothing to do, or nobody runs it. */
    private void rests() {
        if (meter.rests(clock.nanoTime())) {
            tellListeners();
        }
    }

    /** Where a run ends. A clock that fails, of a test or of others, keeps it from nothing. */
    private void restsAtLast() {
        try {
            rests();
        } catch (Throwable failed) {
            Reports.warning("How long the last turn of the event loop took is not known", failed);
        }
    }

    /** Where a run ends, too. */
    private void leavesThread() {
        try {
            readiness.leaveThread();
        } catch (Throwable failed) {
            Reports.warning("Of what the event loop has asked the system something goes on behind its run", failed);
        }
    }

    private void tellListeners() {
        if (!listeners.isEmpty()) {
            meter.tell(listeners);
        }
    }

    /** A time in units of some four milliseconds, which begin again after two hundred days: what a task keeps of it in four bytes. */
    static int tickOf(long nanos) {
        return (int) (nanos >> TICK_BITS);
    }

    /** How many nanoseconds have passed since a tick. */
    static long nanosSince(int tick, long now) {
        return Math.max(0, now - (((now >> TICK_BITS) + (tick - tickOf(now))) << TICK_BITS));
    }

    private boolean hasReady() {
        return queue.size() > 0 || !inbox.isEmpty();
    }

    /** The code that runs the loop, innermost first, for a step that the loop has called. Walks the Java stack once for all of them. */
    List<StackTraceElement> runner() {
        List<StackTraceElement> present = runner;
        if (present == null) {
            present = CallStacks.runner();
            runner = present;
        }
        return present;
    }

    /** Whether a turn that lets the running entry wait would run, fire, take in or poll anything. */
    boolean haveWork() {
        return queue.size() > 0
                || !inbox.isEmpty()
                || Thread.currentThread().isInterrupted()
                || readiness.isWatching()
                || (timers.size() > 0 && timers.untilNext(clock.nanoTime()) == 0);
    }

    private void polled() {
        stepsUntilPoll = Math.max(STEPS_PER_TURN, queue.size());
    }

    /** Returns false if nothing is ready. */
    private boolean runNext(@Nullable LoopObservers observing) {
        Runnable next = queue.poll();
        if (observing != null) {
            return observing.runs(next, this);
        }
        if (next == null) {
            return false;
        }
        run(next);
        return true;
    }

    /** Runs what was taken from the queue. */
    void run(Runnable next) {
        try {
            next.run();
        } catch (Throwable thrown) {
            failed(next, thrown);
        }
        binding.execution().sweep();
    }

    /** A task keeps what its code throws: from one, only its step can fail, and the next one ends it. */
    private void failed(Runnable ready, Throwable thrown) {
        if (ready instanceof SpawnedTask<?>) {
            inbox.lostWake();
        } else {
            Fence.failed("The action posted to the event loop", ready, null, thrown);
        }
    }

    /** Waits until the next deadline, for nothing else is ready. */
    private void idle() {
        rests();
        long nanos = untilReady();
        if (nanos > 0) {
            inbox.await(nanos);
        } else {
            readiness.poll();
        }
    }

    /**
     * Says for how many nanoseconds to wait, for nothing is ready: until the next deadline, or {@code Long.MAX_VALUE} without one. 0 if
     * something may be ready now, since virtual time has passed, or a call has ended.
     */
    private long untilReady() {
        Unclaimed.reportCollected();
        long held = clock.heldFor(inbox);
        if (held != Clock.FREE) {
            return held;
        }
        boolean mayWait = timers.size() > 0 || watch.isWaiting();
        long nanos = mayWait ? untilNext(clock.nanoTime()) : Long.MAX_VALUE;
        return (nanos == Long.MAX_VALUE ? clock.standsStill() : clock.jump(nanos)) ? 0 : nanos;
    }

    /** Nanoseconds until a timer is due, or a report is. Virtual time does not pass for reports alone. */
    private long untilNext(long now) {
        long nanos = timers.untilNext(now);
        return nanos == Long.MAX_VALUE && clock.isVirtual() ? nanos : Math.min(nanos, watch.untilDue(now));
    }

    /** Takes what other threads have put into the inbox. */
    void takeIn() {
        if (inbox.hasLostWakes) {
            inbox.hasLostWakes = false; // first: there may be more meanwhile
            lookAgain();
        }
        inbox.moveTo(arrived);
    }

    private void lookAgain() {
        try {
            live.lookAgain();
        } catch (Throwable lacking) { // memory: the next turn tries again
            inbox.hasLostWakes = true;
            throw lacking;
        }
    }

    /**
     * Takes an entry of the inbox. What other threads ask of tasks happens here, in the order in which they asked: a queue
     * that shuffles would cancel a task before it is there, and a cancelled one would run before it knows.
     */
    private void arrived(Runnable entry) {
        if (entry instanceof Request request) {
            run(request);
        } else {
            queue.post(entry);
        }
    }

    /** Runs a request. What comes back for want of memory or stack is handed over again. */
    private static void run(Request request) {
        try {
            request.run();
        } catch (VirtualMachineError lacking) {
            throw lacking;
        } catch (Throwable thrown) {
            Fence.failed("The request to the event loop", request, null, thrown);
        }
    }

    /** A request of another thread that runs no code of the user, and so need not wait for its turn. */
    interface Request extends Runnable {}

    /** Runs what is left in queue and inbox; timers and channels have nobody left to tell. */
    void runWhatIsLeft() {
        runner = null;
        while (queue.size() > 0 || !inbox.isEmpty()) {
            insist(this::takeIn);
            insist(() -> runNext(binding.observers));
        }
    }

    /** When so much time will have passed, or as far away as can be told. */
    long deadlineIn(long nanos) {
        return clock.nanoTime() + Math.min(nanos, Long.MAX_VALUE / 2);
    }
}
