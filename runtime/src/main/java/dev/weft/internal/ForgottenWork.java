// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.internal.stack.Excerpt;
import dev.weft.spi.Reports;
import java.util.List;
import java.util.function.Supplier;

/**
 * Has {@code run}, and the end of a group, fail if the program has forgotten work, where the property {@code weft.strict} says that this is
 * a failure (decision 54). What was forgotten counts to the first of these that ends, of whichever loop it was.
 */
final class ForgottenWork {
    private ForgottenWork() {}

    /** Does a run, and fails if something was forgotten by its end and that is a failure. If the run itself fails, that comes along. */
    static <T> T failsAtEndOf(Supplier<T> run) {
        return Reports.ARE_FAILURES ? strictly(run) : run.get();
    }

    private static <T> T strictly(Supplier<T> run) {
        T result;
        try {
            result = run.get();
        } catch (Throwable failed) {
            List<String> forgotten = Reports.takeForgotten();
            if (!forgotten.isEmpty()) {
                failed.addSuppressed(failure(forgotten));
            }
            throw failed;
        }
        List<String> forgotten = Reports.takeForgotten();
        if (!forgotten.isEmpty()) {
            throw failure(forgotten);
        }
        return result;
    }

    private static IllegalStateException failure(List<String> forgotten) {
        return new IllegalStateException("The program has forgotten "
                + (forgotten.size() == 1 ? "this" : forgotten.size() + " things")
                + ", which is a failure with -Dweft.strict=true:\n" + String.join("\n", forgotten));
    }

    /**
     * Reports the tasks that somebody has spawned and that have not ended when the loop ends. Those that somebody has cancelled are about to
     * end. In the loop's thread, between its turns.
     *
     * @param ended what has ended, so that the loop does
     */
    static void reportLeft(LoopEngine loop, String ended) {
        for (SpawnedTask<?> task : loop.liveTasks()) {
            if (task.cancelling() == 0 && task.site() != null) {
                StringBuilder text = new StringBuilder(ended);
                text.append(" has ended, and a task has not, which is cancelled.");
                UnendedReport.addName(text, task);
                text.append(Excerpt.of(task.callStack()));
                text.append("\nAwait it before the end, or cancel it and await that");
                Reports.forgotten(text.toString(), null);
            }
        }
    }
}
