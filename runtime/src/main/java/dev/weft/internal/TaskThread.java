// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.Sneaky;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a task that stays on its Java stack while it waits ({@link dev.weft.abi.Staying}). It takes the place of the loop's thread
 * for each step, while that stands still: one of the two runs at a time, and the loop is bound to that one.
 */
final class TaskThread extends Thread {
    /** Further tasks run on the loop's thread and suspend, as without a debugger. */
    static final int MOST = 1_000;

    private static final Map<SpawnedTask<?>, TaskThread> ALL = new ConcurrentHashMap<>();

    private final SpawnedTask<?> task;
    private final Binding binding;

    /** Whether this thread runs. Whoever reads what the other has written here has seen all that it did before. */
    private volatile boolean isRunning;

    /** The loop's thread, which waits meanwhile. */
    private volatile @Nullable Thread other;

    private @Nullable Throwable failure;

    private TaskThread(SpawnedTask<?> task) {
        super("weft task " + task.name());
        this.task = task;
        this.binding = task.loop.binding;
        setDaemon(true);
    }

    /** Runs a step of a task on its own thread; returns false if it has none and gets none. On the loop's thread. */
    static boolean run(SpawnedTask<?> task) {
        TaskThread own = ALL.get(task);
        if (own == null) {
            if (ALL.size() >= MOST || !(task.loop.driver instanceof OwnThread)) {
                return false; // an executor expects to run what it was handed
            }
            own = new TaskThread(task);
            own.start();
            ALL.put(task, own);
        }
        own.runStep();
        return true;
    }

    /** Whether the code of a task that calls is on the thread of that task, with no other step above. */
    static boolean isHere(SpawnedTask<?> task) {
        return Thread.currentThread() instanceof TaskThread own
                && own.task == task
                && own.binding.execution().nested == null;
    }

    /** The thread of a task, or null. Any thread. */
    static @Nullable Thread of(SpawnedTask<?> task) {
        return ALL.get(task);
    }

    /** Ends a step in the middle of the task's code, and returns when the next one begins. */
    static void endStep() {
        TaskThread own = (TaskThread) Thread.currentThread();
        own.handBack();
        own.awaitStep();
    }

    private void runStep() {
        var unused = task.loop.turns.runner(); // while it is on this Java stack
        Thread here = Thread.currentThread();
        binding.moveTo(this);
        other = here;
        isRunning = true;
        LockSupport.unpark(this);
        awaitOther(false);
        binding.moveTo(here);
        Throwable thrown = failure;
        if (thrown != null) {
            throw Sneaky.rethrow(thrown);
        }
    }

    @Override
    public void run() {
        try {
            awaitStep();
            task.runHere();
        } catch (Throwable thrown) { // for the loop, as if it had run the step itself
            failure = thrown;
        } finally {
            ALL.remove(task);
            handBack();
        }
    }

    /** A loop that is run again, or closed, has another record of its thread. */
    private void awaitStep() {
        awaitOther(true);
        binding.execution().lend();
    }

    /** Has the loop's thread go on. An interrupt of this thread was meant for the thread of the loop. */
    private void handBack() {
        Thread loops = other;
        if (Thread.interrupted() && loops != null) {
            loops.interrupt();
        }
        isRunning = false;
        LockSupport.unpark(loops);
    }

    /** Waits until this thread runs, or until it does not any more. An interrupt does not end that, and is not lost. */
    private void awaitOther(boolean running) {
        boolean interrupted = false;
        while (isRunning != running) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
