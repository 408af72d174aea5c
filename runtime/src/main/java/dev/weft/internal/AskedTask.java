// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.ScheduledTask.State;
import dev.weft.WaitDescription;
import dev.weft.internal.stack.CallStacks;
import dev.weft.internal.stack.ThreadStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a task says of itself to any thread. That of its loop looks; another one asks the loop, and looks from outside if that is in the
 * middle of a long step or the asking thread has a loop of its own to run.
 */
final class AskedTask {
    /** How often a task is looked at again that runs meanwhile. */
    private static final int MOST_TRIES = 10;

    private AskedTask() {}

    static @Nullable WaitDescription waitsFor(SpawnedTask<?> task) {
        if (task.loop.isLoopThread()) {
            return waitOf(task);
        }
        Optional<Optional<WaitDescription>> answer = Question.ask(task.loop, () -> Optional.ofNullable(waitOf(task)));
        return answer.orElseGet(() -> Optional.ofNullable(waitOf(task))).orElse(null);
    }

    private static @Nullable WaitDescription waitOf(SpawnedTask<?> task) {
        return task.state() == State.SUSPENDED ? task.describeWait() : null;
    }

    static List<StackTraceElement> callStack(SpawnedTask<?> task) {
        if (task.loop.isLoopThread()) {
            return stackHere(task);
        }
        return Question.ask(task.loop, () -> stackHere(task)).orElseGet(() -> stackOutside(task));
    }

    private static List<StackTraceElement> stackHere(SpawnedTask<?> task) {
        if (task.isReady() || task.isUnstarted()) {
            return List.of();
        }
        return task.running() == null ? CallStacks.suspended(task) : CallStacks.running(task);
    }

    /** The stack as another thread sees it; of a task that does not stand still, that of some moment. */
    private static List<StackTraceElement> stackOutside(SpawnedTask<?> task) {
        List<StackTraceElement> stack = List.of();
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            int steps = task.steps();
            try {
                stack = stackSeen(task);
                if (steps == task.steps()) {
                    return stack;
                }
            } catch (RuntimeException changing) { // the lists that it looks through: the next look may see them whole
                stack = List.of();
            }
        }
        return stack;
    }

    private static List<StackTraceElement> stackSeen(SpawnedTask<?> task) {
        if (task.isReady() || task.isUnstarted()) {
            return List.of();
        }
        List<StackTraceElement> stack = new ArrayList<>(onJavaStack(task));
        stack.addAll(CallStacks.suspended(task));
        return stack;
    }

    /** The lines of its step on the loop's thread, if it is in one. */
    private static List<StackTraceElement> onJavaStack(SpawnedTask<?> task) {
        Thread thread = task.loop.binding.thread();
        int place = LoopInspection.placeOnThread(task);
        if (thread == null || place < 0) {
            return List.of();
        }
        List<List<StackTraceElement>> parts = new ThreadStack(thread.getStackTrace(), false).parts();
        return place < parts.size() - 1 ? parts.get(place) : List.of();
    }
}
