// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.abi.SourceLocation;
import dev.weft.abi.Unclaimed;
import dev.weft.internal.stack.CallStacks;
import dev.weft.spi.Sneaky;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine of a loop, which is at the same time the {@link ScheduledTask} that the user holds and the entry of the
 * run queue.
 *
 * <pre>
 * state       told by                      next
 * READY       queued                       RUNNING when its turn comes
 * RUNNING     the loop's current           SUSPENDED at an await, or an end
 * SUSPENDED   none of the others           READY by wake or cancel
 * SUCCEEDED   done, no failure
 * FAILED      done, failure
 * CANCELLED   done, CancellationException
 * </pre>
 *
 * <p>Loop thread only, but for {@code wake}, {@code cancel}, {@code subscribe} and the end, which {@link #done} publishes.
 *
 * @param <T> what the task returns
 */
public final class SpawnedTask<T> extends RunningCoroutine implements ScheduledTask<T>, Runnable {
    private static final VarHandle DONE;

    static {
        try {
            DONE = MethodHandles.lookup().findVarHandle(SpawnedTask.class, "done", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A flag: {@link #parent} waits for this task. */
    private static final byte PARENT_AWAITS = 1;

    /** A flag: somebody has seen how the task ended, or will. */
    private static final byte OBSERVED = 2;

    private final LoopEngine loop;

    /** The number of the task on its loop; they begin again after 2^32. */
    private final int number;

    /** Its name and the line that spawned it, as {@link Origin#label} has them. */
    private final @Nullable Object label;

    /** The coroutine that spawned it, or that waits for it as for one of its parts. Dropped at the end. */
    private @Nullable RunningCoroutine parent;

    /** {@link #PARENT_AWAITS} and {@link #OBSERVED}, in a byte: with a field for each a task would be eight bytes larger. */
    private byte flags;

    /** Neighbours in the list of {@link LiveTasks}. */
    @Nullable
    SpawnedTask<?> previous;

    @Nullable
    SpawnedTask<?> next;

    private boolean queued;

    /** The {@link Waiters}. After the end, the record of a failure that nobody has seen. */
    private @Nullable Object waiters;

    /** Whether the task has ended. Written last, with release: whoever reads true with acquire sees all that was written before. */
    private boolean done;

    SpawnedTask(LoopEngine loop, int number, Awaitable<T> task, Origin origin) {
        this.loop = loop;
        this.number = number;
        this.label = origin.label();
        this.parent = origin.parent();
        this.flags = origin.parentAwaits() ? PARENT_AWAITS : 0;
        root(AwaitFrame.rootOf(task));
    }

    // ------------------------------------------------------------------ running

    /** Runs a step. Called when the task's turn in the run queue comes. */
    @Override
    public void run() {
        queued = false;
        if (done) {
            return;
        }
        if (isNew()) {
            runFirstStep();
        } else {
            step();
        }
    }

    /** Runs the first step, which is a method by itself: what every step would have to remember until its end took a tenth of a turn. */
    private void runFirstStep() {
        step();
        if (!done) {
            loop.list(this);
        }
    }

    @Override
    public void wake() {
        if (loop.isLoopThread()) {
            enqueue();
        } else if (!isReady()) {
            loop.request(this::enqueue);
        }
    }

    @Override
    protected void giveWay() {
        loop.wakeLast(this);
    }

    void enqueue() {
        if (!queued && !done) {
            queued = true;
            loop.enqueue(this);
        }
    }

    /** Runs the first step at once, in the middle of the caller's. */
    void startNested() {
        loop.list(this); // the run queue does not know it
        stepNested(loop.execution());
    }

    @Override
    protected void ended() {
        loop.remove(this);
        Object toWake = waiters;
        waiters = null;
        parent = null;
        Throwable thrown = failure();
        if (thrown != null && (flags & OBSERVED) == 0 && toWake == null && !(thrown instanceof CancellationException)) {
            waiters = Unclaimed.watch(this, loop, unseenMessage(), thrown);
        }
        DONE.setRelease(this, true);
        Waiters.wake(toWake);
    }

    private Supplier<String> unseenMessage() {
        String who = name();
        SourceLocation where = site();
        return () -> "Task " + who + (where == null ? "" : ", spawned at " + where + ",")
                + " failed, and nobody has awaited it to see why.";
    }

    // ------------------------------------------------------------------ awaited by others

    @Override
    public boolean isReady() {
        return (boolean) DONE.getAcquire(this);
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // the value is a T, which may be null
    public T result() {
        if (!isReady()) {
            throw new IllegalStateException("Task " + name() + " has not ended. Await it, or ask isReady() first.");
        }
        Throwable thrown = failureSeen();
        if (thrown != null) {
            throw Sneaky.rethrow(thrown);
        }
        return (T) outcome();
    }

    /**
     * Returns the failure of a task that has ended, which then counts as seen.
     *
     * @return the failure; null if it has a value
     */
    public @Nullable Throwable failureSeen() {
        flags |= OBSERVED;
        if (waiters instanceof Unclaimed record) {
            waiters = null;
            record.claimed();
        }
        return failure();
    }

    @Override
    public void subscribe(Waiter waiter) {
        if (isReady()) {
            waiter.wake();
        } else if (loop.isLoopThread()) {
            if (waiter == this) {
                throw new IllegalStateException("Task " + name() + " awaits itself, so it would never end.");
            }
            flags |= OBSERVED;
            waiters = Waiters.add(waiters, waiter);
        } else if (!loop.request(() -> subscribe(waiter)) || isReady()) {
            waiter.wake(); // the loop has closed, or nobody may take the request: the task ended before it was made
        }
    }

    /** Passes the waiter's cancellation on to this task; the waiter goes on when this task has unwound. */
    @Override
    public boolean withdraw(Waiter waiter) {
        if (loop.isLoopThread() && AwaitCycle.closes(this, waiter)) {
            waiters = Waiters.remove(
                    waiters, waiter); // it would come back to the waiter, which goes on by itself instead
            return true;
        }
        return !cancel();
    }

    // ------------------------------------------------------------------ cancellation

    @Override
    public boolean cancel() {
        if (isReady()) {
            return false;
        }
        if (loop.isLoopThread()) {
            requestCancel();
            enqueue();
            return true;
        }
        return loop.request(this::cancel);
    }

    @Override
    public int cancelling() {
        return requests();
    }

    @Override
    public int uncancel() {
        loop.requireLoopThread("uncancel()");
        return takeRequestBack();
    }

    // ------------------------------------------------------------------ what others ask

    /** Compares tasks of one loop by when they were made. */
    static int byAge(SpawnedTask<?> a, SpawnedTask<?> b) {
        return a.number - b.number; // right beyond 2^32 too
    }

    @Override
    public String name() {
        return Origin.nameIn(label, number);
    }

    @Override
    public State state() {
        if (isReady()) {
            Throwable thrown = failure();
            return thrown == null
                    ? State.SUCCEEDED
                    : thrown instanceof CancellationException ? State.CANCELLED : State.FAILED;
        }
        if (running() != null) {
            return State.RUNNING;
        }
        return queued || pending() == null ? State.READY : State.SUSPENDED; // nothing to wait for: not started yet
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public List<StackTraceElement> callStack() {
        loop.requireLoopThread("callStack()");
        if (done || (pending() == null && running() == null)) {
            return List.of();
        }
        return running() == null ? CallStacks.suspended(this) : CallStacks.running(this);
    }

    @Override
    public WaitDescription describe() {
        return new WaitDescription("task", name(), this, WaitDescription.NO_DEADLINE);
    }

    @Override
    protected @Nullable RunningCoroutine awaiter() {
        if ((flags & PARENT_AWAITS) != 0) {
            return parent;
        }
        return Waiters.first(waiters) instanceof RunningCoroutine coroutine ? coroutine : null;
    }

    @Override
    protected @Nullable RunningCoroutine spawner() {
        return parent;
    }

    @Override
    protected @Nullable SourceLocation site() {
        return Origin.siteIn(label);
    }

    /** The loop has called the one whose turn it was; others were started in the middle of a step, or by an action. */
    @Override
    protected boolean isCalled() {
        return loop.stepping() != this;
    }

    @Override
    public ScheduledTask<?> spawn(Awaitable<?> task, @Nullable String taskName, String spawnSite) {
        return loop.spawn(task, new Origin(taskName, spawnSite, this, false));
    }

    @Override
    public String toString() {
        return name() + " " + state();
    }
}
