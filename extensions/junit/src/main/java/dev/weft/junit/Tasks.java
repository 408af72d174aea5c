// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import java.util.List;
import java.util.function.Supplier;

/** The tasks of a loop, for messages: what each is called, what it waits for, where it stands, and where it was spawned. */
final class Tasks {
    private Tasks() {}

    /** The tasks of a loop that does not run, and has not ended. */
    static List<ScheduledTask<?>> of(EventLoop loop) {
        return loop.run(new Look<>(() -> loop.tasks().stream()
                .filter(task -> task.state() != ScheduledTask.State.RUNNING) // the question itself
                .toList()));
    }

    /** Describes tasks of a loop that does not run. */
    static String text(EventLoop loop, List<ScheduledTask<?>> tasks, String heading) {
        return loop.run(new Look<>(() -> text(tasks, heading)));
    }

    /** Describes tasks. Loop thread only. */
    static String text(List<ScheduledTask<?>> tasks, String heading) {
        StringBuilder text = new StringBuilder(heading).append(':');
        for (ScheduledTask<?> task : tasks) {
            WaitDescription waitsFor = task.waitsFor();
            text.append("\n  ").append(task.name()).append(": ").append(task.state());
            text.append(waitsFor == null ? "" : ", waits for " + waitsFor);
            task.callStack().forEach(line -> text.append("\n      at ").append(line));
        }
        return text.toString();
    }

    static String count(List<?> tasks) {
        return tasks.size() == 1 ? "a task" : tasks.size() + " tasks";
    }

    /** Asks something on the loop's thread, as the main task. */
    private static final class Look<T> implements Awaitable<T> {
        private final Supplier<T> question;

        Look(Supplier<T> question) {
            this.question = question;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public T result() {
            return question.get();
        }

        @Override
        public void subscribe(Waiter waiter) {
            waiter.wake();
        }

        @Override
        public boolean withdraw(Waiter waiter) {
            return true;
        }
    }
}
