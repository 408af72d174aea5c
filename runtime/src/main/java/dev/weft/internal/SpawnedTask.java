// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.Priority;
import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.abi.Staying;
import dev.weft.spi.Sneaky;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
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
public final class SpawnedTask<T> extends CancellableTask<T> implements Runnable {
    private static final VarHandle DONE;

    static {
        try {
            DONE = MethodHandles.lookup().findVarHandle(SpawnedTask.class, "done", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A flag: somebody has seen how the task ended, or will whatever happens. */
    private static final byte OBSERVED = 2;

    /** Neighbours in the list of {@link LiveTasks}. */
    @Nullable
    SpawnedTask<?> previous;

    @Nullable
    SpawnedTask<?> next;

    /** A mark: it is in the run queue. Heap dumps are read by this number. */
    private static final int QUEUED = FIRST_MARK;

    /** A mark: the loop holds it as a {@link Suspect}, and no longer than until it is woken. */
    private static final int SUSPECT = 2 * FIRST_MARK;

    /** A mark: its priority is high. */
    private static final int HIGH = 4 * FIRST_MARK;

    /** A mark: its priority is low. */
    private static final int LOW = 8 * FIRST_MARK;

    /** A mark: it has ended, as {@link #done} says to other threads. */
    private static final int ENDED = 16 * FIRST_MARK;

    /** What keeps a wake from simply putting it into the run queue. */
    private static final int NO_PLAIN_WAKE = QUEUED | SUSPECT | HIGH | LOW | ENDED;

    /** The {@link Waiters}. */
    private @Nullable Object waiters;

    /** Whether the task has ended. Written last, with release: whoever reads true with acquire sees all that was written before. */
    private boolean done;

    SpawnedTask(LoopEngine loop, int number, Awaitable<T> task, Origin origin) {
        super(loop, number, origin);
        if (origin.priority() != Priority.NORMAL) {
            mark(origin.priority() == Priority.HIGH ? HIGH : LOW);
        }
        root(AwaitFrame.rootOf(task));
        if (origin.isAwaited()) {
            flags |= OBSERVED;
        }
    }

    @Override
    public Priority priority() {
        return isMarked(HIGH) ? Priority.HIGH : isMarked(LOW) ? Priority.LOW : Priority.NORMAL;
    }

    // ------------------------------------------------------------------ running

    /** Runs a step. Called when the task's turn in the run queue comes. */
    @Override
    public void run() {
        if (Staying.IS_ON || !step(QUEUED)) {
            runAny();
        }
    }

    private void runAny() {
        unmark(QUEUED);
        if (!done && !(Staying.IS_ON && TaskThread.run(this))) {
            runHere();
        }
    }

    /** Runs the step on the calling thread. */
    void runHere() {
        Carried carried = isInContext() ? carried() : null;
        if (carried == null) {
            runStep();
        } else {
            runStepWith(carried);
        }
    }

    private void runStepWith(Carried carried) {
        @Nullable Object[] own = carried.enter();
        try {
            runStep();
        } finally {
            carried.leave(own);
        }
    }

    private void runStep() {
        if (isNew()) {
            runFirstStep();
        } else {
            step();
        }
    }

    /** Runs the first step, which is a method by itself: what every step would have to remember until its end took a tenth of a turn. */
    private void runFirstStep() {
        if (Staying.IS_ON) {
            loop.list(this); // it may wait in the middle of the step, and others are to see it
            step();
            return;
        }
        try {
            step();
        } finally {
            if (!done) {
                loop.list(this);
            } else if (waiters != null) { // its end has broken off, before or after it was kept for that
                loop.keep(this);
            }
        }
    }

    @Override
    protected boolean stays() {
        return TaskThread.isHere(this);
    }

    @Override
    protected void stepEndsHere() {
        TaskThread.endStep();
    }

    @Override
    protected @Nullable Thread ownThread() {
        return Staying.IS_ON ? TaskThread.of(this) : null;
    }

    @Override
    public void wake() {
        try {
            if (loop.isLoopThread()) {
                enqueue();
            } else if (!isReady()) {
                loop.arrives("woken", this);
                loop.request(this::enqueue);
            }
        } catch (Throwable lacking) { // memory, or stack
            loop.inbox.hasLostWakes = true; // by itself first: a call may fail in the same way
            loop.inbox.lostWake();
        }
    }

    @Override
    protected int time() {
        return loop.binding.tick;
    }

    @Override
    protected boolean othersWait() {
        return loop.hasWorkBesides(this);
    }

    @Override
    protected void giveWay() {
        loop.wakeLast(this);
    }

    void enqueue() {
        if (!isMarked(NO_PLAIN_WAKE)) {
            loop.enqueue(this); // first, for it may fail
            mark(QUEUED);
            isEnqueued();
        } else if (isMarked(SUSPECT)) {
            goOn();
        } else if (!isMarked(QUEUED | ENDED)) {
            loop.enqueue(this, priority());
            mark(QUEUED);
            isEnqueued();
        }
    }

    private void isEnqueued() {
        LoopObservers observers = loop.binding.observers;
        if (observers != null) {
            observers.enqueued(this);
        }
    }

    /** Somebody has it go on, and may hold it weakly from here on: so the loop does not. */
    private void goOn() {
        loop.live().holdAgain(this);
        unmark(SUSPECT);
        enqueue();
    }

    /** Runs the first step at once, in the middle of the caller's. */
    void startNested() {
        loop.list(this); // the run queue does not know it
        LoopObservers observers = loop.binding.observers;
        if (observers != null) {
            observers.startsNested(this);
        }
        try {
            stepNested(loop.execution());
        } finally {
            if (observers != null) {
                observers.stepped(this);
            }
        }
    }

    /**
     * Has a task of the list look again: for what it waits for, or for what its last step, broken off, has left to do. One that has not
     * started is in the list for a nested start, which has failed.
     */
    void lookAgain() {
        if (done) {
            tell();
        } else {
            if (isNew()) {
                breakOff(new IllegalStateException(
                        "Task " + name() + " could not start: its thread had no memory or no stack left for it."));
            }
            enqueue();
        }
    }

    @Override
    protected void ended() {
        forgetWhole();
        if (requests() > 0) {
            loop.cancellations().ended(this);
        }
        Throwable thrown = failure();
        if (thrown != null && (flags & OBSERVED) == 0 && !Waiters.anyoneLooks(waiters) && hasFailed(thrown)) {
            loop.watch.failures.add(this, thrown);
        }
        mark(ENDED);
        DONE.setRelease(this, true);
        loop.ended();
        try {
            tell();
            if (isInContext()) {
                forgetContext(); // after those who wait, of whom some go on in the middle of this
            }
        } catch (Throwable lacking) { // stack: the loop does it later, since the task is still in its list
            loop.inbox.hasLostWakes = true;
        }
    }

    /** Whether something has failed that {@link TaskFailures} would know of. */
    private boolean hasFailed(Throwable thrown) {
        return !isAsRequested(thrown) || thrown.getSuppressed().length > 0;
    }

    /** Whether it is the cancellation that somebody has asked for. Otherwise what the task awaited was cancelled by others. */
    boolean isAsRequested(Throwable thrown) {
        return thrown instanceof CancellationException && requests() > 0;
    }

    /** Wakes those who wait for the end, and then leaves the list. Who had no memory or no stack for it is woken again in the next turn. */
    private void tell() {
        if (waiters != null) {
            waiters = Waiters.wake(waiters, this);
            if (waiters != null) {
                loop.inbox.hasLostWakes = true;
                loop.keep(this);
                return;
            }
        }
        loop.remove(this);
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
        return failure();
    }

    /** The failure of a task that has ended, for who shows it and changes nothing by that; null if it has a value. */
    @Nullable
    Throwable failureShown() {
        return failure();
    }

    /**
     * Has a failure reported that code of the runtime has looked at for somebody who has gone. Loop thread only.
     *
     * @param failure what the task has ended with
     * @param sentence what the log says of it when there is no handler
     */
    public void reportUnseen(Throwable failure, String sentence) {
        loop.watch.failures.report(this, failure, sentence);
    }

    /** What has failed in a task that has ended; empty if nothing has, or somebody has seen how it ended, or will. */
    List<Throwable> failuresUnlessSeen() {
        Throwable thrown = (flags & OBSERVED) == 0 ? failure() : null;
        return thrown == null ? List.of() : TaskFailures.in(this, thrown);
    }

    @Override
    public void subscribe(Waiter waiter) {
        Objects.requireNonNull(waiter, "waiter");
        if (isReady()) {
            flags |= OBSERVED;
            waiter.wake();
        } else if (loop.isLoopThread()) {
            if (waiter == this) {
                throw new IllegalStateException("Task " + name() + " awaits itself, so it would never end.");
            }
            waiters = Waiters.add(waiters, waiter);
        } else {
            subscribeFromOutside(waiter);
        }
    }

    private void subscribeFromOutside(Waiter waiter) {
        LoopEngine other = Execution.currentLoop();
        Waiter subscribed = other == null ? waiter : other.awaitsOther(this, waiter);
        if (!loop.request(() -> subscribe(subscribed)) || isReady()) {
            subscribed.wake(); // the loop has closed, or nobody may take the request: the task ended before it was made
        }
    }

    /**
     * Unsubscribes a waiter that goes on without the task. If nobody else waits, a failure is reported as any that nobody sees.
     *
     * @param waiter the waiter that subscribed
     * @param wasPart whether it was a part of what that one waits for, and acts for nobody else
     */
    public void leave(Waiter waiter, boolean wasPart) {
        unsubscribe(waiter);
        if (loop.isLoopThread() && !done) {
            if (wasPart) {
                forgetWhole();
            }
            if (!Waiters.anyoneLooks(waiters)) {
                flags &= ~OBSERVED;
            }
        }
    }

    @Override
    public void unsubscribe(Waiter waiter) {
        Objects.requireNonNull(waiter, "waiter");
        if (!loop.isLoopThread()) {
            LoopEngine other = Execution.currentLoop();
            Waiter subscribed = other == null ? waiter : other.leavesOther(this, waiter);
            loop.request(() -> unsubscribe(subscribed));
        } else if (!done) {
            waiters = Waiters.remove(waiters, waiter);
        }
    }

    // ------------------------------------------------------------------ what others ask

    /** Since when it rests, as {@link Turns#tickOf} counts; means nothing before its first step and while it runs. */
    int restsSince() {
        return restingSince();
    }

    boolean isUnstarted() {
        return isNew();
    }

    boolean isQueued() {
        return isMarked(QUEUED);
    }

    /** Those who wait for its end, whoever asks: a snapshot of what another thread may be changing. */
    List<Object> waitersShown() {
        return Waiters.shown(waiters);
    }

    /** Whether it waits for something, so that it is lost if nobody holds it. Loop thread only; what others read may be old. */
    boolean maybeLost() {
        return !done && !isQueued() && running() == null && pending() != null && !isNew();
    }

    /** The loop holds it weakly from now on, and until it is woken. Loop thread only. */
    void isHeldBy(Suspect suspect) {
        Witness witness = witness();
        if (witness == null) {
            witness = new Witness(this);
            waiters = Waiters.add(waiters, witness);
        }
        witness.isFor(suspect);
        MainTask<?> main = Waiters.firstOf(MainTask.class, waiters);
        if (main != null) {
            main.isHeldBy(suspect);
        }
        mark(SUSPECT);
    }

    /** The loop holds it as any other from now on. Loop thread only. */
    void isSuspectNoLonger() {
        Witness witness = witness();
        if (witness != null && witness.goesOn()) {
            waiters = Waiters.remove(waiters, witness);
        }
        MainTask<?> main = Waiters.firstOf(MainTask.class, waiters);
        if (main != null) {
            main.isHeld(this);
        }
    }

    /** What gives it back when the collector has found that nobody holds it; null if nothing can. */
    private @Nullable Witness witness() {
        return Waiters.firstOf(Witness.class, waiters);
    }

    /** Nobody can have it go on, as the collector has proved. Loop thread only. */
    void isProvedLost() {
        Witness witness = witness();
        if (witness != null) {
            witness.isProved();
        }
    }

    /** Whether the collector has proved that nobody can have it go on, and nobody has, as by a cancellation. Any thread. */
    boolean isLost() {
        Witness witness = witness();
        return isMarked(SUSPECT) && witness != null && witness.hasProved();
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
        return isQueued() || pending() == null ? State.READY : State.SUSPENDED; // nothing to wait for: not started yet
    }

    /** Whether its first step is yet to come. */
    boolean hasNotBegun() {
        return isNew();
    }

    /** Whether it runs no code, but awaits one thing for somebody. */
    boolean awaitsOnly() {
        return isBareAwait();
    }

    @Override
    public @Nullable WaitDescription waitsFor() {
        return AskedTask.waitsFor(this);
    }

    @Override
    public List<StackTraceElement> callStack() {
        return AskedTask.callStack(this);
    }

    @Override
    protected @Nullable RunningCoroutine awaiter() {
        RunningCoroutine whole = whole();
        if (whole != null) {
            return whole;
        }
        return Waiters.first(waiters) instanceof RunningCoroutine coroutine ? coroutine : null;
    }

    /** The loop has called the one whose turn it was; others were started in the middle of a step, or by an action. */
    @Override
    protected boolean isCalled() {
        return loop.stepping() != this;
    }
}
