// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Waiter;
import dev.weft.debug.DumpForm;
import dev.weft.debug.DumpOptions;
import dev.weft.debug.TaskDump;
import java.util.List;
import java.util.function.Supplier;

/** The tasks that a test leaves, and those of the whole process, for messages. */
final class Tasks {
    /** How much of a dump is shown, and above how many tasks of a loop those that are alike become one entry. */
    private static final DumpOptions FOR_PEOPLE =
            DumpOptions.DEFAULT.withLimit(100).withMergeAbove(1_000);

    private Tasks() {}

    /** The tasks of a loop that does not run, and has not ended. */
    static List<ScheduledTask<?>> of(EventLoop loop) {
        return loop.run(new Look<>(() -> loop.tasks().stream()
                .filter(task -> task.state() != ScheduledTask.State.RUNNING) // the question itself
                .toList()));
    }

    /** A dump of the process below a heading: deadlocks and blocked loops first, then where each task stands, and who has spawned it. */
    static String dump(String heading) {
        String tree = DumpForm.TREE.of(TaskDump.capture(FOR_PEOPLE), FOR_PEOPLE);
        return heading + ":" + tree.substring(tree.indexOf('\n')).stripTrailing(); // without the line on the process
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
