// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.lost;

import dev.weft.WaitDescription;
import dev.weft.debug.DumpOptions;
import dev.weft.internal.Inspection;
import dev.weft.internal.stack.CallStacks;
import dev.weft.internal.stack.Excerpt;
import dev.weft.spi.Reports;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What is said of tasks when they are found to be lost. */
final class LostReport {
    /** How many tasks are shown; the others are counted. */
    private static final int MOST_SHOWN = 10;

    private static final String MEND =
            "\nEither somebody dropped what was to complete it, such as a future or the sender of a channel, or what"
                    + " it awaits was never given to anybody. Complete or close it on each path, also where it fails, or await it with a limit"
                    + " of time. The tasks end when their loop closes.";

    private final StringBuilder text = new StringBuilder();

    private LostReport() {}

    /** Makes the report, those first that do not wait for others. On the thread of the tasks' loop. */
    static LostReport of(List<Inspection> lost, long now) {
        LostReport report = new LostReport();
        List<Inspection> inOrder = new ArrayList<>(lost);
        inOrder.sort(Comparator.comparing(LostReport::waitsForOthers).thenComparing(Inspection::number));
        inOrder.stream().limit(MOST_SHOWN).forEach(task -> report.add(task, now));
        if (lost.size() > MOST_SHOWN) {
            report.text.append("\nand ").append(lost.size() - MOST_SHOWN).append(" more");
        }
        return report;
    }

    private static boolean waitsForOthers(Inspection task) {
        WaitDescription wait = task.waitsFor();
        return wait != null && !task.tasksAwaited(wait).isEmpty();
    }

    private void add(Inspection task, long now) {
        text.append("\nTask ").append(DumpOptions.DEFAULT.line(task.name()));
        StackTraceElement site = task.site();
        if (site != null) {
            text.append(", spawned at ").append(site);
        }
        text.append(", has awaited ").append(awaited(task)).append(" for ");
        text.append(TimeUnit.NANOSECONDS.toSeconds(task.stateNanos(now))).append(" s");
        text.append(Excerpt.of(CallStacks.suspended(task.coroutine()).stream()
                .filter(line -> !line.equals(site))
                .toList()));
    }

    private static String awaited(Inspection task) {
        WaitDescription wait = task.waitsFor();
        return wait == null ? "something" : DumpOptions.DEFAULT.line((wait.kind() + ' ' + wait.identity()).strip());
    }

    /** Writes it to the log, if there is anything to say. */
    void log() {
        if (text.length() > 0) {
            Reports.warning(
                    "Nobody can have these tasks go on: the garbage collector has found that nothing but tasks that wait like them holds"
                            + " what they await." + MEND + text,
                    null);
        }
    }
}
