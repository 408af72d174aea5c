// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Registration;
import dev.weft.ScheduledTask;
import dev.weft.Waiter;
import dev.weft.abi.Unclaimed;
import dev.weft.internal.SpawnedTask.Origin;
import dev.weft.spi.Readiness;
import dev.weft.spi.Reports;
import dev.weft.spi.Watched;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The loop itself, over the seams for time, order and readiness. Its whole story is {@link #turn}.
 *
 * <p>A loop is bound to a thread while {@link #run} or {@link #close} is on it, and to none in between.
 */
public abstract class LoopEngine implements EventLoop {
    /** How many steps may pass before a loop that always has something ready looks at timers and other threads again. */
    private static final int STEPS_PER_TURN = 64;

    /** How many tasks that start at once may start one another before the next has to queue: bounds the Java stack. */
    private static final int MAX_NESTED = 16;

    private final Clock clock;
    private final RunQueue queue;
    private final Readiness readiness;
    private final Inbox inbox;
    private final Timers timers = new Timers();

    /** What to do with what other threads put into the inbox. */
    private final Consumer<Runnable> arrived = this::arrived;

    private final Binding binding = new Binding(this);
    private final LiveTasks live;
    private int spawned;

    /** The loop closes: tasks may still spawn for their cleaning up, other threads may not. */
    private boolean refusesOutsiders;

    private boolean lastOutsiderCame;

    /**
     * What is ready at a poll runs before the next one. What that would find goes behind it anyway; and a selector tells of a channel again
     * and again until somebody has read it, which with a thousand of them took a quarter of the time.
     */
    private int stepsUntilPoll = STEPS_PER_TURN;

    private int nested;

    LoopEngine(Clock clock, RunQueue queue, Readiness readiness) {
        this.clock = clock;
        this.queue = queue;
        this.live = new LiveTasks(queue);
        this.readiness = readiness;
        this.inbox = new Inbox(readiness);
    }

    // ------------------------------------------------------------------ the loop

    @Override
    public final <T> T run(Awaitable<T> main) {
        try {
            bind();
        } catch (IllegalStateException refused) {
            Children.drop(main);
            throw refused;
        }
        try {
            SpawnedTask<T> task = spawn(main, new Origin("main", null, null, false));
            turnUntil(task::isReady, task::cancel);
            return task.result();
        } finally {
            binding.unbind();
        }
    }

    /** Turns until the condition has come about. The interrupt flag is down meanwhile, and is set again at the end. */
    private void turnUntil(BooleanSupplier condition, Runnable onInterrupt) {
        boolean interrupted = false;
        try {
            while (!condition.getAsBoolean()) {
                if (Thread.interrupted()) { // cleared: an interrupted thread closes every channel it touches
                    interrupted = true;
                    onInterrupt.run();
                }
                turn(condition);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Runs what is ready, up to a number of steps, fires due timers, and asks for readiness. Does not wait for that when the
     * condition for which the loop turns has come about: it may be that nothing ever happens again.
     */
    private void turn(BooleanSupplier condition) {
        inbox.moveTo(arrived);
        int steps = 0;
        while (steps < STEPS_PER_TURN && runNext()) {
            steps++;
        }
        stepsUntilPoll -= steps;
        queue.ended();
        if (timers.size() > 0) {
            timers.fireDue(clock.nanoTime());
        }
        if (queue.size() == 0 && inbox.isEmpty()) {
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

    private void polled() {
        stepsUntilPoll = Math.max(STEPS_PER_TURN, queue.size());
    }

    /** Returns false if nothing is ready. */
    private boolean runNext() {
        Runnable next = queue.poll();
        if (next == null) {
            return false;
        }
        try {
            next.run();
        } catch (Throwable thrown) { // of a posted action; tasks keep theirs
            Reports.warning("An action posted to the event loop failed", thrown);
        }
        binding.coldFrames().sweep();
        return true;
    }

    private void idle() {
        Unclaimed.reportCollected();
        await(timers.size() == 0 ? Long.MAX_VALUE : timers.untilNext(clock.nanoTime()));
    }

    /** Waits until the next deadline, for nothing else is ready; virtual time jumps instead. */
    void await(long nanos) {
        if (nanos == 0) {
            readiness.poll();
        } else {
            inbox.await(nanos);
        }
    }

    // ------------------------------------------------------------------ the thread

    private void bind() {
        if (inbox.isClosed()) {
            throw closed();
        }
        binding.bind();
    }

    @Override
    public final boolean isLoopThread() {
        return binding.isHere();
    }

    final void requireLoopThread(String operation) {
        binding.require(operation);
    }

    final Execution execution() {
        return binding.execution();
    }

    // ------------------------------------------------------------------ tasks

    @Override
    public final <T> ScheduledTask<T> spawn(Awaitable<T> task) {
        return spawn(task, new Origin(null, CallStacks.callerOfRuntime(), spawner(), false));
    }

    @Override
    public final <T> ScheduledTask<T> spawn(String name, Awaitable<T> task) {
        return spawn(task, new Origin(name, CallStacks.callerOfRuntime(), spawner(), false));
    }

    private @Nullable RunningCoroutine spawner() {
        return isLoopThread() ? execution().current() : null;
    }

    /** The task whose step is on the loop's thread, perhaps below others that were started in the middle of it. */
    @Nullable
    RunningCoroutine stepping() {
        return queue.running() instanceof SpawnedTask<?> task ? task : null;
    }

    /** Starts a task; it runs when its turn comes. Any thread. */
    final <T> SpawnedTask<T> spawn(Awaitable<T> task, Origin origin) {
        if (!isLoopThread()) {
            return spawnFromOutside(task, origin);
        }
        SpawnedTask<T> spawnedTask = newTask(task, origin);
        spawnedTask.enqueue();
        return spawnedTask;
    }

    /** Under the lock of {@link #refuseOutsiders}, so that a task is either refused or seen by {@link #close}. */
    private synchronized <T> SpawnedTask<T> spawnFromOutside(Awaitable<T> task, Origin origin) {
        requireOpen(!refusesOutsiders, task);
        SpawnedTask<T> spawnedTask = newTask(task, origin);
        inbox.add(spawnedTask);
        return spawnedTask;
    }

    /**
     * Takes an entry of the inbox. What other threads ask of tasks happens here, in the order in which they asked: a queue
     * that shuffles would cancel a task before it is there, and a cancelled one would run before it knows.
     */
    private void arrived(Runnable entry) {
        if (entry instanceof SpawnedTask<?> task) {
            task.enqueue();
        } else if (entry instanceof Request request) {
            request.run();
        } else {
            queue.add(entry);
        }
    }

    /** Something asked by another thread that runs no code of the user, and so need not wait for its turn. */
    interface Request extends Runnable {}

    /** Makes a task for {@link #runNested}. Loop thread only. */
    final <T> SpawnedTask<T> startNow(Awaitable<T> task) {
        return newTask(task, new Origin(null, null, spawner(), false));
    }

    /** Runs a task to its first suspension in the middle of the current step, unless that is nested too deep already. */
    final void runNested(SpawnedTask<?> task) {
        if (nested >= MAX_NESTED) {
            task.enqueue();
            return;
        }
        nested++;
        try {
            task.startNested();
        } finally {
            nested--;
        }
    }

    private synchronized <T> SpawnedTask<T> newTask(Awaitable<T> task, Origin origin) {
        requireOpen(!inbox.isClosed(), task);
        return new SpawnedTask<>(this, ++spawned, task, origin);
    }

    /** Refuses a task, which then does not count as forgotten. */
    private static void requireOpen(boolean open, Awaitable<?> task) {
        if (!open) {
            Children.drop(task);
        }
        requireOpen(open);
    }

    private static void requireOpen(boolean open) {
        if (!open) {
            throw closed();
        }
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("The event loop is closed: it runs nothing any more.");
    }

    /** Makes a task known that is not in the run queue any more, and not in it yet. */
    final void list(SpawnedTask<?> task) {
        live.add(task);
    }

    final void remove(SpawnedTask<?> task) {
        live.remove(task);
    }

    @Override
    public final List<ScheduledTask<?>> tasks() {
        requireLoopThread("tasks()");
        return live.snapshot();
    }

    /** Wakes a waiter after all that is ready now has run. */
    static void giveWay(Waiter waiter) {
        LoopEngine loop = Execution.here().loop;
        if (loop == null) {
            waiter.wake();
        } else {
            loop.wakeLast(waiter);
        }
    }

    /** A queue that is first in first out has the order by itself. */
    void wakeLast(Waiter waiter) {
        waiter.wake();
    }

    /** Makes something ready to run. Loop thread only. */
    final void enqueue(Runnable ready) {
        queue.add(ready);
    }

    // ------------------------------------------------------------------ from other threads

    @Override
    public final void post(Runnable action) {
        requireOpen(offer(action));
    }

    /** As {@link #post}; false if the loop is closed. The action runs as no task. */
    final boolean offer(Runnable action) {
        if (isLoopThread() && !inbox.isClosed()) {
            queue.add(action);
            return true;
        }
        return inbox.add(action);
    }

    /** Makes a request; false if the loop is closed. */
    final boolean request(Request request) {
        return inbox.add(request);
    }

    @Override
    public final void stop() {
        request(this::cancelAll);
    }

    private void cancelAll() {
        tasks().forEach(ScheduledTask::cancel);
    }

    @Override
    public final void close() {
        if (inbox.isClosed()) {
            return;
        }
        bind();
        try {
            endThoseOfNow();
            refuseOutsiders();
            turnUntil(() -> lastOutsiderCame, () -> {});
            while (!tasks().isEmpty()) {
                endThoseOfNow();
            }
            inbox.close();
            while (queue.size() > 0 || !inbox.isEmpty()) {
                inbox.moveTo(arrived);
                runNext();
            }
        } finally {
            binding.unbind();
            readiness.close();
            Unclaimed.reportLeftBy(this);
        }
    }

    /**
     * Cancels the tasks there are and waits until they have ended. Those that they spawn meanwhile are left alone: what
     * cleans up may need them.
     */
    private void endThoseOfNow() {
        inbox.moveTo(arrived);
        List<ScheduledTask<?>> tasks = tasks();
        tasks.forEach(ScheduledTask::cancel);
        for (ScheduledTask<?> task : tasks) {
            turnUntil(task::isReady, () -> {});
        }
    }

    /** After this, other threads spawn nothing. What they spawned before comes out of the inbox first. */
    private synchronized void refuseOutsiders() {
        refusesOutsiders = true;
        inbox.add(() -> lastOutsiderCame = true);
    }

    // ------------------------------------------------------------------ time and readiness

    @Override
    public final long nanoTime() {
        return clock.nanoTime();
    }

    final void setTimer(Timer timer, long nanosFromNow) {
        long now = clock.nanoTime();
        timers.set(timer, nanosFromNow > Long.MAX_VALUE / 2 ? now + Long.MAX_VALUE / 2 : now + nanosFromNow);
    }

    final void cancelTimer(Timer timer) {
        timers.cancel(timer);
    }

    final int timersSet() {
        return timers.size();
    }

    @Override
    public final Registration watch(SelectableChannel channel, int interest, IntConsumer onReady)
            throws ClosedChannelException {
        requireLoopThread("watch(...)");
        return readiness.watch(new Watched.Channel(channel), interest, onReady);
    }
}
