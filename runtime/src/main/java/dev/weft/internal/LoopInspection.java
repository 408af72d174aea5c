// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.EventLoop;
import dev.weft.internal.stack.CallStacks;
import dev.weft.internal.stack.ThreadStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An event loop as dumps and watchers see it. Any thread, except where the text says otherwise; what is read may be a little old. */
public final class LoopInspection {
    /** Of how many tasks of a loop it is looked into at most whether they are lost. */
    public static final int MOST_SUSPECTS = Suspects.MOST;

    private final LoopEngine loop;
    private LiveTasks.@Nullable Walk walk;

    private LoopInspection(LoopEngine loop) {
        this.loop = loop;
    }

    /**
     * Lists the loops that are open. Takes no lock.
     *
     * @return the loops, in the order in which they were made
     */
    public static List<LoopInspection> all() {
        return Loops.list().stream().map(LoopInspection::of).toList();
    }

    /**
     * Shows the coroutines without a loop, the oldest first. Takes no lock.
     *
     * @param to sees each
     */
    public static void showDetached(Consumer<Inspection> to) {
        DetachedCoroutines.show((coroutine, number) -> to.accept(Inspection.of(coroutine, number)));
    }

    static LoopInspection of(LoopEngine loop) {
        return new LoopInspection(loop);
    }

    /**
     * Returns its observer of a kind that was added.
     *
     * @param kind the kind
     * @return the observer; null if it has none, for instance because it has not turned since the kind was added
     */
    public @Nullable StepObserver observer(StepObserver.Kind kind) {
        LoopObservers observers = loop.binding.observers;
        return observers == null ? null : observers.of(kind);
    }

    /**
     * Returns its number in the process.
     *
     * @return the number, from 1 on
     */
    public int number() {
        return loop.entry.number;
    }

    /**
     * Says whether it is a loop that somebody holds.
     *
     * @param other perhaps this loop
     * @return whether it is
     */
    public boolean isOf(EventLoop other) {
        return loop == other;
    }

    /**
     * Returns the thread that runs it now.
     *
     * @return the thread; null while none does
     */
    public @Nullable Thread thread() {
        return loop.binding.thread();
    }

    /**
     * Says whether it answers requests, by itself or because its executor has it turn.
     *
     * @return false while nobody runs it
     */
    public boolean isRunning() {
        return loop.isRunning();
    }

    /**
     * Says whether it waits until something becomes ready, and so is about nothing.
     *
     * @return false in the middle of a turn
     */
    public boolean isWaiting() {
        return !loop.inbox.isWorkedOn();
    }

    /**
     * Says of a loop that was asked something a while ago, and has not come to it, whether that is for something long.
     *
     * @return true if it is in the middle of a turn, or its executor does not run it; false if it waits, or nobody runs it
     */
    public boolean isBlocked() {
        return isRunning() && (thread() == null || !isWaiting());
    }

    /**
     * Says whether its time is virtual, so that other threads know nothing of how long something takes.
     *
     * @return true for a simulated loop
     */
    public boolean hasVirtualTime() {
        return loop.hasVirtualTime();
    }

    /**
     * Returns how many turns have begun; two equal answers say that the loop has not moved in between.
     *
     * @return the number; after 2^32 it begins again
     */
    public int turns() {
        return (int) loop.turns.meter.turns();
    }

    /**
     * Returns when the last turn began.
     *
     * @return nanoseconds on its clock
     */
    public long begun() {
        return loop.turns.meter.begun();
    }

    /**
     * Returns how long ago the last turn began.
     *
     * @return nanoseconds on its clock
     */
    public long turnNanos() {
        return Math.max(0, nanoTime() - begun());
    }

    /**
     * Returns the time on its clock.
     *
     * @return nanoseconds
     */
    public long nanoTime() {
        return loop.nanoTime();
    }

    /**
     * Returns how many timers are set.
     *
     * @return the number
     */
    public int timers() {
        return loop.timersSet();
    }

    /**
     * Asks it a question, for whose answer the caller then waits.
     *
     * @param question the question, which runs no code of the user
     * @return false if the loop is closed
     */
    public boolean ask(Question<?> question) {
        return loop.request(question);
    }

    /**
     * Has it answer a question between two steps, and waits for that.
     *
     * @param question gives the answer, on the loop's thread; must be quick, and runs no code of the user
     * @param <T> the answer
     * @return the answer; empty if the loop is closed, or in the middle of something long
     */
    public <T> Optional<T> answer(Supplier<T> question) {
        Question<T> asked = new Question<>(question);
        return ask(asked) ? asked.await(Question.PATIENCE_NANOS) : Optional.empty();
    }

    // ------------------------------------------------------------------ what it runs

    /**
     * Says which step it runs: two equal answers in one turn say that it has been the same in between.
     *
     * @return a number that means nothing by itself: of a task and the count of its steps, or of an action; 0 between two steps
     */
    public long step() {
        try {
            Runnable stepped = loop.stepped();
            return stepped instanceof SpawnedTask<?> task
                    ? Integer.toUnsignedLong(task.number()) << 32 | Integer.toUnsignedLong(task.steps())
                    : System.identityHashCode(stepped);
        } catch (RuntimeException changing) { // the ring of the run queue has just grown
            return -1;
        }
    }

    /**
     * Returns the coroutine whose step is the innermost on the loop's thread.
     *
     * @return the coroutine; null where none is
     */
    public @Nullable Inspection innermost() {
        List<RunningCoroutine> coroutines = onThread(loop);
        RunningCoroutine innermost = coroutines.isEmpty() ? null : coroutines.get(0);
        if (innermost instanceof SpawnedTask<?> task) {
            return Inspection.of(task);
        }
        return innermost instanceof DetachedCoroutine detached ? Inspection.of(detached, detached.number()) : null;
    }

    /**
     * Returns the async call stack of what runs on the loop's thread: the code on the Java stack, of a coroutine down to its step, the frames
     * on the heap that wait for it, and so on for those in the middle of whose step it began; last whoever awaits the outermost of them.
     *
     * @param trace the Java stack of the thread
     * @return the lines, innermost first, without those of the runtime
     */
    public List<StackTraceElement> stack(StackTraceElement[] trace) {
        ThreadStack thread = new ThreadStack(trace, false);
        List<RunningCoroutine> coroutines = onThread(loop);
        List<List<StackTraceElement>> parts = thread.parts();
        if (coroutines.isEmpty() || parts.size() == 1) {
            return thread.aboveRuntime();
        }
        List<StackTraceElement> lines = new ArrayList<>();
        int last = Math.min(coroutines.size(), parts.size() - 1) - 1;
        for (int i = 0; i < last; i++) {
            lines.addAll(parts.get(i));
            lines.addAll(CallStacks.onHeap(coroutines.get(i)));
        }
        lines.addAll(parts.get(last));
        lines.addAll(CallStacks.suspended(coroutines.get(last)));
        return lines;
    }

    // ------------------------------------------------------------------ its tasks

    /** Begins to walk over the tasks, for {@link #walkOn}; ends the walk before. Loop thread only. */
    public void beginWalk() {
        walk = loop.live().new Walk(loop.births.newest());
    }

    /**
     * Shows the next tasks, those without a step at the end. Loop thread only.
     *
     * @param to sees each
     * @param more asked before each whether there is time for it
     * @return whether there are any left
     */
    public boolean walkOn(Consumer<Inspection> to, BooleanSupplier more) {
        LiveTasks.Walk begun = walk;
        if (begun != null && begun.next(task -> to.accept(Inspection.of(task)), more)) {
            return true;
        }
        showArriving(to);
        return false;
    }

    /**
     * Shows the tasks to a thread that does not run the loop. Those that it runs or changes just now may be missing.
     *
     * @param to sees each
     * @param most how many of those that have made a step are shown
     */
    public void showOutside(Consumer<Inspection> to, int most) {
        loop.live().show(task -> to.accept(Inspection.of(task)), most);
        showArriving(to);
    }

    /** Shows those that other threads have spawned and the loop has not taken in; not those that come meanwhile, of which there may be no end. */
    private void showArriving(Consumer<Inspection> to) {
        int newest = loop.births.newest();
        for (Runnable entry : loop.inbox.seen()) {
            if (entry instanceof OutsideSpawn arriving) {
                if (!arriving.task.isUpTo(newest)) {
                    return;
                }
                to.accept(Inspection.of(arriving));
            }
        }
    }

    // ------------------------------------------------------------------ those that may be lost

    /**
     * Returns tasks that have waited for long and may be lost, but for those of which that is being looked into: some, and the next ones the
     * next time. For one thread that does not run the loop.
     *
     * @param nanos for how long
     * @param most how many tasks are looked at
     * @return the tasks, as they are just now
     */
    public List<Inspection> stillOnes(long nanos, int most) {
        List<Inspection> still = new ArrayList<>();
        long now = loop.nanoTime();
        loop.live().showNext(most, task -> {
            Inspection inspection = Inspection.of(task);
            if (inspection.mayBeLost() && inspection.stateNanos(now) >= nanos) {
                still.add(inspection);
            }
        });
        return still;
    }

    /**
     * Lets go of tasks that still wait, so that nobody holds them but who can have them go on. Loop thread only.
     *
     * @param still some of what {@link #stillOnes} has returned
     * @return of how many it has let go by now
     */
    public int suspect(List<Inspection> still) {
        loop.live().suspect(still.stream().map(Inspection::task).toList());
        return suspects();
    }

    /**
     * Returns of how many tasks it is being looked into whether they are lost.
     *
     * @return the number of those that the loop has let go of
     */
    public int suspects() {
        return loop.live().suspects.size();
    }

    /**
     * Says whether the collector has found tasks that nobody holds.
     *
     * @param nanos how long ago at least
     * @return true if {@link #takeLost} has something to take
     */
    public boolean hasFound(long nanos) {
        return loop.live().suspects.hasFound(nanos);
    }

    /**
     * Says whether tasks are under way between the collector and {@link #takeLost}.
     *
     * @return true if there will soon be something to take
     */
    public boolean isFinding() {
        return loop.live().suspects.isWorking();
    }

    /**
     * Holds those tasks again that the collector has found. Loop thread only.
     *
     * @param nanos how long ago at least
     * @return those that have not moved since then: they are lost
     */
    public List<Inspection> takeLost(long nanos) {
        return loop.live().takeLost(nanos).stream().map(Inspection::of).toList();
    }

    // ------------------------------------------------------------------ what is on its thread

    /**
     * Returns the coroutines whose steps are on the loop's thread, the innermost first: each was started in the middle of the next one's.
     *
     * @return their ids
     */
    public List<String> running() {
        return onThread(loop).stream()
                .map(Inspection::idOf)
                .map(id -> id == null
                        ? ""
                        : id) // one that has not suspended yet has no number, and its place on the stack
                .toList();
    }

    /**
     * Returns the same coroutines themselves.
     *
     * @return what is seen of them, the innermost first; another one may run by now
     */
    public List<Inspection> onThread() {
        return onThread(loop).stream().map(Inspection::of).toList();
    }

    /** Says which of the steps on its loop's thread is a task's, from the innermost one on; -1 if none is. */
    static int placeOnThread(SpawnedTask<?> task) {
        return onThread(task.loop).indexOf(task);
    }

    private static List<RunningCoroutine> onThread(LoopEngine loop) {
        List<RunningCoroutine> coroutines = new ArrayList<>();
        Execution execution = loop.binding.executionSeen();
        if (execution == null || loop.binding.thread() == null) {
            return coroutines;
        }
        for (Execution.Nested step = execution.nested; step != null; step = step.before()) {
            coroutines.add(step.inner());
        }
        RunningCoroutine stepping = loop.stepping();
        if (stepping != null && !coroutines.contains(stepping)) {
            coroutines.add(stepping);
        }
        return coroutines;
    }
}
