// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.LoopListener;
import dev.weft.LoopMetrics;
import dev.weft.Priority;
import dev.weft.Registration;
import dev.weft.ScheduledTask;
import dev.weft.UnseenFailure;
import dev.weft.Waiter;
import dev.weft.abi.ColdFrames;
import dev.weft.internal.stack.CallStacks;
import dev.weft.spi.Readiness;
import dev.weft.spi.Watched;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An event loop: what its users call, and what its tasks ask of it. {@link Turns} runs it, {@link LoopTasks} makes its tasks, {@link
 * Closing} ends it.
 *
 * <p>A loop is bound to a thread while a {@link Driver} makes turns of it there, and to none in between.
 */
public abstract class LoopEngine implements EventLoop {
    private final Clock clock;
    private final RunQueue queue;
    private final Readiness readiness;
    final Binding binding = new Binding(this);
    final Turns turns;
    final Births births = new Births();
    final Loops.Entry entry;
    final Inbox inbox;
    private final LoopTasks tasks;
    private final LiveTasks live;
    private final AtClose atClose = new AtClose();
    final Driver driver;
    private final Cancellations cancellations = new Cancellations(this);
    final Watch watch = new Watch(this, cancellations);

    LoopEngine(Clock clock, RunQueue queue, Readiness readiness) {
        this.clock = clock;
        this.queue = queue;
        this.readiness = readiness;
        this.live = new LiveTasks(queue);
        this.turns = new Turns(clock, queue, readiness, binding, live, watch, births);
        this.inbox = turns.inbox;
        this.tasks = new LoopTasks(this, inbox, births);
        Closing closing = new Closing(this, tasks, turns, atClose, readiness);
        this.driver = readiness instanceof Handover handover
                ? new ForeignThread(this, clock, turns, binding, closing, handover)
                : new OwnThread(this, turns, binding, closing);
        this.entry = Loops.add(this); // others look at it from now on
        if (!StepObservers.kinds().isEmpty()) {
            LoopObservers.renew(this);
        }
    }

    // ------------------------------------------------------------------ from its start to its end

    @Override
    public final <T> T run(Awaitable<T> main) {
        Objects.requireNonNull(main, "main");
        return driver.run(main, Origin.ofMain()); // with the context from outside the loop
    }

    @Override
    public final void stop() {
        int newest = births.divide();
        CancelRequest stop = CancelRequest.byCallOf("stop()");
        arrives("called", "stop()");
        request(() -> cancelUpTo(newest, stop));
    }

    /** Cancels the tasks that are not newer than one: a request to stop may wait for the next run, whose tasks it does not mean. */
    private void cancelUpTo(int newest, CancelRequest request) {
        live.snapshot().stream().filter(task -> task.isUpTo(newest)).forEach(task -> task.cancel(request));
    }

    /** Whether a thread runs the loop now, or will by itself. Any thread. */
    final boolean isRunning() {
        return driver.isRunning();
    }

    /** Cancels the tasks there are, and returns them. */
    final List<SpawnedTask<?>> cancelAll(CancelRequest request) {
        List<SpawnedTask<?>> present = live.snapshot();
        present.forEach(task -> task.cancel(request));
        return present;
    }

    @Override
    public void close() {
        close("close()" + CancelRequest.here());
    }

    final void close(String who) {
        driver.close(CancelRequest.by(who));
    }

    @Override
    public final boolean isClosed() {
        return inbox.isClosed();
    }

    @Override
    public final Runnable onClose(Runnable action) {
        return atClose.add(Objects.requireNonNull(action, "action"));
    }

    @Override
    public final void setExceptionHandler(@Nullable Consumer<? super UnseenFailure> handler) {
        watch.failures.handler = handler;
    }

    @Override
    public final void reportUnendedAfter(Duration time) {
        watch.unended.setPatience(Objects.requireNonNull(time, "time"));
    }

    // ------------------------------------------------------------------ its thread

    static void requireOpen(boolean open) {
        if (!open) {
            throw Closing.closed();
        }
    }

    @Override
    public final boolean isLoopThread() {
        return binding.isHere();
    }

    @Override
    public final @Nullable Waiter running() {
        return binding.isHere() ? execution().current() : null;
    }

    /**
     * Refuses a call on any thread but the loop's.
     *
     * @param operation what was called, for the message
     * @throws IllegalStateException if this is not the loop's thread
     */
    public final void requireLoopThread(String operation) {
        binding.require(operation);
    }

    /**
     * Refuses a call while another thread runs the loop, and when it is closed. While no thread runs it, whoever prepares it may call.
     *
     * @param operation what was called, for the message
     * @throws IllegalStateException if another thread runs the loop, or it is closed
     */
    public final void requireNoOtherThread(String operation) {
        if (!binding.isHere() && (isRunning() || isClosed())) {
            binding.require(operation);
        }
    }

    @Override
    public RandomGenerator random() {
        requireNoOtherThread("random()");
        return ThreadLocalRandom.current();
    }

    final Execution execution() {
        return binding.execution();
    }

    // ------------------------------------------------------------------ its tasks

    @Override
    public final <T> ScheduledTask<T> spawn(Awaitable<T> task) {
        Objects.requireNonNull(task, "task");
        return spawn(task, new Origin(null, CallStacks.callerOfRuntime(), runningTask()));
    }

    @Override
    public final <T> ScheduledTask<T> spawn(String name, Awaitable<T> task) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(task, "task");
        return spawn(task, new Origin(name, CallStacks.callerOfRuntime(), runningTask()));
    }

    @Override
    public final <T> ScheduledTask<T> spawn(String name, Awaitable<T> task, Priority priority) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(priority, "priority");
        return spawn(task, new Origin(name, CallStacks.callerOfRuntime(), runningTask(), priority));
    }

    @Override
    public final <T> ScheduledTask<T> spawn(Supplier<String> name, Awaitable<T> task, ScheduledTask<?> spawner) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(spawner, "spawner");
        requireLoopThread("spawn(...) in the name of a task");
        if (isOwn(spawner)) {
            SpawnedTask<?> other = (SpawnedTask<?>) spawner;
            return spawn(task, new Origin(name, other.origin(), other));
        }
        ColdFrames.giveUp(task);
        throw noTaskOfThisLoop(spawner);
    }

    private boolean isOwn(ScheduledTask<?> task) {
        return task instanceof SpawnedTask<?> spawned && spawned.loop == this;
    }

    private static IllegalArgumentException noTaskOfThisLoop(ScheduledTask<?> spawner) {
        return new IllegalArgumentException("spawner: " + spawner.name() + " is no task of this loop");
    }

    /** Starts a task; it runs when its turn comes. Any thread. */
    final <T> SpawnedTask<T> spawn(Awaitable<T> task, Origin origin) {
        return tasks.spawn(task, origin);
    }

    /**
     * Starts a task whose async callers are those of a coroutine that waits for it.
     *
     * @param part what to run
     * @param waiter who waits; if it is no coroutine of the runtime, the task has no callers
     * @return the running task
     * @param <T> the type of its result
     */
    public final <T> SpawnedTask<T> spawnPart(Awaitable<T> part, Waiter waiter) {
        return spawnPart(null, part, waiter);
    }

    /**
     * Starts a part with a name, as {@link #spawnPart(Awaitable, Waiter)}.
     *
     * @param name what to call the task, or null
     * @param part what to run
     * @param waiter who waits
     * @return the running task
     * @param <T> the type of its result
     */
    public final <T> SpawnedTask<T> spawnPart(@Nullable String name, Awaitable<T> part, Waiter waiter) {
        return spawnPart(name, part, waiter, null);
    }

    /**
     * Starts a part with a priority, as {@link #spawnPart(Awaitable, Waiter)}.
     *
     * @param name what to call the task, or null
     * @param part what to run
     * @param waiter who waits
     * @param priority that of the part; null for that of who waits
     * @return the running task
     * @param <T> the type of its result
     */
    public final <T> SpawnedTask<T> spawnPart(
            @Nullable String name, Awaitable<T> part, Waiter waiter, @Nullable Priority priority) {
        if (waiter instanceof CancellableTask<?> task && task.isReached()) {
            cancellations.endWave(); // which has not seen the part
        }
        return spawn(part, Origin.ofPart(name, wholeOf(waiter), priority));
    }

    private static @Nullable RunningCoroutine wholeOf(Waiter waiter) {
        return Execution.behind(waiter) instanceof RunningCoroutine whole ? whole : null;
    }

    /**
     * Cancels a structured call for a waiter that delivers its request. Loop thread only.
     *
     * @param call what the waiter awaits, perhaps over awaitables of the user's
     * @param waiter who waits
     * @return false if the call has yet to unwind; true if the waiter need not wait for that, since the call waits for the waiter
     */
    public final boolean cancelParts(StructuredCall call, Waiter waiter) {
        return cancellations.cancelParts(call, waiter);
    }

    /** Makes a task for {@link #runNested}. Loop thread only. */
    final <T> SpawnedTask<T> startNow(Awaitable<T> task) {
        return tasks.make(task, Origin.ofFuture(runningTask()));
    }

    /** Runs a task to its first suspension in the middle of the current step, unless that is nested too deep already. */
    final void runNested(SpawnedTask<?> task) {
        tasks.runNested(task);
    }

    /** The task whose step is on the loop's thread, perhaps below others that were started in the middle of it. */
    @Nullable
    RunningCoroutine stepping() {
        return queue.running() instanceof SpawnedTask<?> task ? task : null;
    }

    /** What was taken out of the run queue last and runs: a task or an action; null between two of them. */
    final @Nullable Runnable stepped() {
        return queue.running();
    }

    /** The task whose code is on the calling thread; null if that is none of this loop. */
    final @Nullable SpawnedTask<?> runningTask() {
        return binding.isHere() && execution().current() instanceof SpawnedTask<?> task && task.loop == this
                ? task
                : null;
    }

    /** The code that runs the loop, innermost first. */
    final List<StackTraceElement> runner() {
        return turns.runner();
    }

    /** Makes a task known that is not in the run queue any more, and not in it yet. */
    final void list(SpawnedTask<?> task) {
        live.add(task);
    }

    /** Has a task that has ended stay known, since not all know of it who wait for that. */
    final void keep(SpawnedTask<?> task) {
        live.keep(task);
    }

    final void remove(SpawnedTask<?> task) {
        live.remove(task);
    }

    final Cancellations cancellations() {
        return cancellations;
    }

    @Override
    public final List<ScheduledTask<?>> tasks() {
        requireLoopThread("tasks()");
        return new ArrayList<>(live.snapshot());
    }

    @Override
    public final List<ScheduledTask<?>> spawnedBy(ScheduledTask<?> spawner) {
        Objects.requireNonNull(spawner, "spawner");
        requireLoopThread("spawnedBy(...)");
        if (!isOwn(spawner)) {
            throw noTaskOfThisLoop(spawner);
        }
        int number = ((SpawnedTask<?>) spawner).number();
        List<ScheduledTask<?>> spawned = new ArrayList<>(live.snapshot());
        spawned.removeIf(task -> ((SpawnedTask<?>) task).spawner() != number);
        return spawned;
    }

    final LiveTasks live() {
        return live;
    }

    final List<SpawnedTask<?>> liveTasks() {
        return live.snapshot();
    }

    // ------------------------------------------------------------------ what is ready to run

    /** Adds a task or an action to the run queue. Loop thread only. */
    final void enqueue(Runnable ready) {
        queue.add(ready);
    }

    /** Adds a task that has a priority. Loop thread only. */
    final void enqueue(SpawnedTask<?> ready, Priority priority) {
        queue.add(ready, priority);
    }

    /**
     * Wakes a waiter after all that is ready now has run; at once on a thread without a loop.
     *
     * @param waiter whom to wake
     */
    public static void giveWay(Waiter waiter) {
        LoopEngine loop = Execution.currentLoop();
        if (loop == null) {
            waiter.wake();
        } else if (waiter instanceof DetachedCoroutine) { // it would go on at once, and nobody else ever
            loop.enqueue(waiter::wake);
        } else {
            loop.wakeLast(waiter);
        }
    }

    /** Has all tasks look again at what they wait for: something could not be done for want of memory or stack. Allocates nothing. Any thread. */
    public final void lostWake() {
        inbox.lostWake();
    }

    /** Whether anything is to be done before a task that gives way goes on; who started it in the middle of a step waits for it. */
    final boolean hasWorkBesides(SpawnedTask<?> running) {
        return queue.running() != running || turns.haveWork();
    }

    /** Wakes a waiter behind all that is ready. A task is put there by its wake, if the queue is first in, first out; others run at once when woken. */
    void wakeLast(Waiter waiter) {
        if (waiter instanceof SpawnedTask<?>) {
            waiter.wake();
        } else {
            enqueue(waiter::wake);
        }
    }

    @Override
    public final void post(Runnable action) {
        requireOpen(offer(Inherited.by(Objects.requireNonNull(action, "action"))));
    }

    /** Posts an action as {@link #post} does; false if the loop is closed. */
    final boolean offer(Runnable action) {
        if (mayEnqueue()) {
            queue.post(action);
            return true;
        }
        arrives("posted", action);
        return inbox.add(action);
    }

    private boolean mayEnqueue() {
        return isLoopThread() && !inbox.isClosed();
    }

    /**
     * Runs an action as {@link #post} does, but on a simulated loop in any order with what is posted: for events of the world outside.
     *
     * @param action must not block
     * @throws IllegalStateException if the loop is closed
     */
    public final void postInAnyOrder(Runnable action) {
        if (mayEnqueue()) {
            queue.add(Inherited.by(action));
        } else {
            post(action);
        }
    }

    /** Makes a request from another thread; false if the loop is closed. */
    final boolean request(Turns.Request request) {
        return inbox.add(request);
    }

    // ------------------------------------------------------------------ time and readiness

    @Override
    public final long nanoTime() {
        return clock.nanoTime();
    }

    /**
     * Sets a timer that is not set. Loop thread only.
     *
     * @param timer what to fire
     * @param nanosFromNow in how many nanoseconds
     */
    public final void setTimer(Timer<?> timer, long nanosFromNow) {
        turns.timers.set(timer, deadlineIn(nanosFromNow));
    }

    /**
     * Takes a place among timers that are due at the same time, for one that is set later than it could be. Loop thread only.
     *
     * @return the place, behind all that were set before
     */
    public final int nextPlaceOfTimer() {
        return turns.timers.nextPlace();
    }

    /**
     * Sets a timer that is not set, at a place that was taken before. Loop thread only.
     *
     * @param timer what is to fire
     * @param deadline when, as {@link #deadlineIn} says it
     * @param place as {@link #nextPlaceOfTimer} has returned it
     */
    public final void setTimerAt(Timer<?> timer, long deadline, int place) {
        turns.timers.set(timer, deadline, place);
    }

    /**
     * Returns when so much time will have passed, or as far away as can be told.
     *
     * @param nanosFromNow how long
     * @return the deadline on the loop's clock
     */
    public final long deadlineIn(long nanosFromNow) {
        return turns.deadlineIn(nanosFromNow);
    }

    /**
     * Cancels a timer; does nothing if it is not set. Loop thread only.
     *
     * @param timer what is not to fire
     */
    public final void cancelTimer(Timer<?> timer) {
        turns.timers.cancel(timer);
    }

    /** Whether the loop's time stands still while other threads work for its tasks. */
    final boolean hasVirtualTime() {
        return clock.isVirtual();
    }

    /** Another thread does something to the loop, or to a task of it: which virtual time has no place for, unless something holds it. Any thread. */
    void arrives(String did, Object subject) {}

    /** A waiter on this loop's thread begins to wait for a task of another loop. Returns who is to be woken. */
    Waiter awaitsOther(SpawnedTask<?> awaited, Waiter waiter) {
        return waiter;
    }

    /** A waiter on this loop's thread waits no longer for a task of another loop. Returns whom {@link #awaitsOther} has given. */
    Waiter leavesOther(SpawnedTask<?> awaited, Waiter waiter) {
        return waiter;
    }

    /**
     * Says of a task whose time is over what another thread has to do with that, for a message. Loop thread only.
     *
     * @param task the task
     * @return the end of a sentence; null if there is nothing to say, as where time is real
     */
    public @Nullable String whyLate(SpawnedTask<?> task) {
        return null;
    }

    /** From now on the loop has only to end. */
    void beginsToClose() {}

    /** What the run has failed with is thrown to whoever has called it. */
    void runFails(Throwable failure) {}

    /** Has another thread make a call, for whose end virtual time waits. Loop thread only, where time is virtual. */
    void holdFor(BlockingJob<?> call) {}

    /** A call of {@link #holdFor} is made by nobody any more. Loop thread only. */
    void callIsTakenBack(BlockingJob<?> call) {}

    /** A call of {@link #holdFor} has ended. Any thread. */
    void callHasEnded() {}

    /** The faults that a test has planted on the loop; null where there are none. */
    @Nullable
    PlantedFaults plantedFaults() {
        return null;
    }

    final int timersSet() {
        return turns.timers.size();
    }

    /** The number of steps made, as {@link dev.weft.SimulatedLoop#steps} says it. */
    final long stepsMade() {
        return turns.meter.steps();
    }

    @Override
    public final LoopMetrics metrics() {
        return turns.meter.metrics(clock, queue.sizeSeen(), tasks.alive(), timersSet());
    }

    @Override
    public final Runnable addListener(LoopListener listener) {
        return turns.listeners.add(Objects.requireNonNull(listener, "listener"));
    }

    /** A task has ended. */
    final void ended() {
        tasks.ended();
    }

    @Override
    public final Registration watch(SelectableChannel channel, int interest, IntConsumer onReady)
            throws ClosedChannelException {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(onReady, "onReady");
        requireLoopThread("watch(...)");
        Registration made = readiness.watch(new Watched.Channel(channel), interest, onReady);
        return made instanceof KeyRegistration own ? own.ownedBy(this) : new OwnedRegistration(this, channel, made);
    }
}
