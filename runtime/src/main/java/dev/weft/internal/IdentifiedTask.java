// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.ServedRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a task is: its loop, name and number, where it was spawned, and of what it is a part. A superclass of {@link SpawnedTask} and no part
 * of it, for an object more would make each task larger.
 *
 * @param <T> what the task returns
 */
abstract class IdentifiedTask<T> extends RunningCoroutine implements ScheduledTask<T> {
    final LoopEngine loop;

    /** The number of the task on its loop; they begin again after 2^32. */
    private final int number;

    /** The number of the task of the loop whose code has made this one; 0 if none has. */
    private final int spawner;

    /** A mark: the task has a context, in its {@link #label}. */
    private static final int IN_CONTEXT = 32 * FIRST_MARK;

    /** A flag: another thread than the loop's has spawned the task. */
    private static final byte OF_OTHER_THREAD = 1;

    /** Whether it runs a block of the coroutine that waits for it. */
    private static final byte IS_BLOCK = 32;

    /** Whether the coroutine that waits for it may go on before it has ended. */
    private static final byte RUNS_BESIDE = -128;

    /** Its name, the line that spawned it, and its context, as {@link Origin#label} has them. */
    private @Nullable Object label;

    /** The coroutine that waits for it as for one of its parts; null if it was spawned. Dropped at the end. */
    private @Nullable RunningCoroutine whole;

    /** Flags of this class and its subclasses, in a byte: with a field for each a task would be eight bytes larger. */
    byte flags;

    IdentifiedTask(LoopEngine loop, int number, Origin origin) {
        this.loop = loop;
        this.number = number;
        this.spawner = origin.spawner();
        this.label = origin.label();
        if (origin.inherited() != null) {
            mark(IN_CONTEXT);
        }
        this.whole = origin.whole();
    }

    /** The number of the task on its loop. */
    final int number() {
        return number;
    }

    /** The number of the task of the same loop whose code has made this one, whether or not that has ended; 0 if none has. */
    final int spawner() {
        return spawner;
    }

    /** Compares tasks of one loop by when they were made. */
    static int byAge(IdentifiedTask<?> a, IdentifiedTask<?> b) {
        return a.number - b.number; // right beyond 2^32 too
    }

    /** Whether the task is the one with the number, or older. */
    final boolean isUpTo(int newest) {
        return number - newest <= 0;
    }

    @Override
    public final String name() {
        return Origin.nameIn(label, number);
    }

    @Override
    public final EventLoop loop() {
        return loop;
    }

    @Override
    protected final @Nullable StackTraceElement site() {
        return Origin.siteIn(label);
    }

    /** The request of another node that it serves. */
    final @Nullable ServedRequest servedRequest() {
        return Origin.servedIn(label);
    }

    /** What {@link #site} is read from. */
    final @Nullable Object origin() {
        return Origin.siteOf(label);
    }

    /** Says which thread has spawned it. One that did so while no thread ran the loop, and now runs it, is no other thread. */
    final void spawnedBy(Thread spawner) {
        if (spawner != Thread.currentThread()) {
            flags |= OF_OTHER_THREAD;
        }
    }

    final boolean isOfOtherThread() {
        return (flags & OF_OTHER_THREAD) != 0;
    }

    /** What says its name and its {@link #site} and is kept by nothing else of it. */
    final @Nullable Object plainLabel() {
        return Origin.plain(label);
    }

    /**
     * Returns the coroutine of which it is a part.
     *
     * @return that coroutine, or null
     */
    public final @Nullable RunningCoroutine whole() {
        return whole;
    }

    /** Notes that it runs a block of the coroutine that waits for it, and acts for that one: what either of them locks both hold. */
    public final void runsBlock() {
        flags |= IS_BLOCK;
    }

    /** Notes that the coroutine that waits for it may go on before it has ended. */
    public final void runsBeside() {
        flags |= RUNS_BESIDE;
    }

    @Override
    public final Waiter actsFor() {
        RunningCoroutine served = served();
        return served == null ? this : served.actsFor();
    }

    @Override
    public final boolean isAwaitedThroughout() {
        RunningCoroutine served = served();
        return served == null || ((flags & RUNS_BESIDE) == 0 && served.isAwaitedThroughout());
    }

    /** The coroutine for which it does what it does; null if that is itself. */
    private @Nullable RunningCoroutine served() {
        RunningCoroutine waits = whole;
        return waits != null && (isBareAwait() || (flags & IS_BLOCK) != 0) ? waits : null;
    }

    final void forgetWhole() {
        whole = null;
    }

    final boolean isInContext() {
        return isMarked(IN_CONTEXT);
    }

    private Origin.@Nullable InContext context() {
        return isInContext() ? (Origin.InContext) label : null;
    }

    @Override
    final @Nullable Bindings bindings() {
        Origin.InContext context = context();
        return context == null ? null : context.bindings;
    }

    @Override
    final void bind(@Nullable Bindings bindings) {
        Origin.InContext context = context();
        if (context == null) {
            context = new Origin.InContext(label);
            label = context;
            mark(IN_CONTEXT);
        }
        context.bindings = bindings;
    }

    @Override
    final @Nullable Carried carried() {
        Origin.InContext context = context();
        return context == null ? null : context.carried;
    }

    /** Lets go of the context, which may be large, at the end of the task. */
    final void forgetContext() {
        Origin.InContext context = context();
        if (context != null) {
            context.bindings = null;
            context.carried = null;
        }
    }

    @Override
    public final ScheduledTask<?> spawn(Awaitable<?> task, @Nullable String taskName, String spawnSite) {
        return loop.spawn(task, new Origin(taskName, spawnSite, this));
    }

    @Override
    public final WaitDescription describe() {
        return new WaitDescription("task", name(), this, WaitDescription.NO_DEADLINE);
    }

    @Override
    public final String toString() {
        return name() + " " + state();
    }

    @Override
    final Requester requesterAt(@Nullable Object place) {
        return new Requester(new Requester.TaskName(Origin.plain(label), number), place);
    }

    @Override
    protected final List<StackTraceElement> runner() {
        return loop.runner();
    }
}
