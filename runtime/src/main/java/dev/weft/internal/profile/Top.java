// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.profile;

import dev.weft.debug.DumpOptions;
import dev.weft.internal.LoopInspection;
import dev.weft.internal.StepObserver;
import dev.weft.internal.StepObservers;
import dev.weft.internal.profile.TaskUse.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which tasks have the loops busy. Loops are observed for the time of the look, and before and after it by nobody: each step takes two looks
 * at the clock meanwhile.
 */
public final class Top implements StepObserver.Kind {
    /** The longest time of a look. */
    public static final Duration LONGEST = Duration.ofMinutes(1);

    private final Map<Integer, LoopUse> uses = new ConcurrentHashMap<>();

    private Top() {}

    /**
     * Looks for a while, on the calling thread.
     *
     * @param time how long, {@link #LONGEST} at most
     * @param limit how many tasks to show of each loop
     * @return a table of loops and their tasks, the busiest first
     * @throws InterruptedException if the thread is interrupted
     */
    public static String during(Duration time, int limit) throws InterruptedException {
        Top top = new Top();
        Map<Integer, Integer> turnsBefore = new HashMap<>();
        LoopInspection.all().forEach(loop -> turnsBefore.put(loop.number(), loop.turns()));
        StepObservers.add(top);
        try {
            Thread.sleep(time.toMillis());
            return top.table(turnsBefore, limit);
        } finally {
            StepObservers.remove(top);
        }
    }

    @Override
    public StepObserver of(LoopInspection loop) {
        LoopUse use = new LoopUse(loop.thread() == Thread.currentThread());
        uses.put(loop.number(), use);
        return use;
    }

    private String table(Map<Integer, Integer> turnsBefore, int limit) {
        StringBuilder text =
                new StringBuilder("top  pid " + ProcessHandle.current().pid() + "\n");
        for (LoopInspection loop : LoopInspection.all()) {
            Thread thread = loop.thread();
            text.append("\nloop ").append(loop.number());
            text.append(thread == null ? " on no thread" : " on thread " + DumpOptions.DEFAULT.line(thread.getName()));
            LoopUse use = uses.get(loop.number());
            if (use != null) {
                add(use.seen(), loop.number(), limit, text);
            } else if (loop.isBlocked()) {
                addBlocked(loop, turnsBefore, text);
            } else {
                text.append("  WAITING, has not turned\n");
            }
        }
        return text.toString();
    }

    /** A loop that has not come to its next turn, and so is not observed. */
    private static void addBlocked(LoopInspection loop, Map<Integer, Integer> turnsBefore, StringBuilder text) {
        boolean isSame = turnsBefore.getOrDefault(loop.number(), 0) == loop.turns();
        long millis = loop.turnNanos() / 1_000_000;
        String why = loop.thread() == null
                ? "  BLOCKED, its executor has not run it for %,d ms%n"
                : "  BLOCKED, busy 100.0 %%, in one turn for %,d ms%n";
        text.append(isSame ? String.format(Locale.ROOT, why, millis) : "  RUNNING\n");
        loop.onThread().stream()
                .limit(1)
                .forEach(task -> text.append("  100.0 % busy  #")
                        .append(task.id())
                        .append(' ')
                        .append(DumpOptions.DEFAULT.line(task.name()))
                        .append("; `tree` shows where\n"));
    }

    private static void add(LoopUse.Seen seen, int loop, int limit, StringBuilder text) {
        double nanos = Math.max(1, seen.nanos());
        text.append(String.format(
                Locale.ROOT,
                "  busy %.1f %%  %,.0f turns/s  lag p50 %s  p90 %s  p99 %s  max %s%n",
                100 * seen.busy() / nanos,
                seen.turns() * 1e9 / nanos,
                millis(seen.lags().quantile(0.5, seen.nanos())),
                millis(seen.lags().quantile(0.9, seen.nanos())),
                millis(seen.lags().quantile(0.99, seen.nanos())),
                millis(seen.lags().longest())));
        List<Row> rows = new ArrayList<>(seen.rows());
        rows.sort(Comparator.comparingLong((Row row) -> -row.busy()).thenComparing(row -> -row.steps()));
        if (!rows.isEmpty()) {
            text.append(String.format("  %7s %7s %7s %11s  task%n", "busy", "delay", "idle", "steps/s"));
        }
        rows.stream().limit(limit).forEach(row -> text.append(line(row, loop, nanos)));
        if (rows.size() > limit) {
            text.append("  and ").append(rows.size() - limit).append(" more that were less busy\n");
        }
    }

    private static String line(Row row, int loop, double nanos) {
        String id = row.id().isEmpty() ? "" : "#" + loop + "." + row.id() + " ";
        return String.format(
                Locale.ROOT,
                "  %5.1f %% %5.1f %% %5.1f %% %,11.0f  %s%s%s%n",
                100 * row.busy() / nanos,
                100 * row.delay() / nanos,
                100 * row.idle() / nanos,
                row.steps() * 1e9 / nanos,
                id,
                DumpOptions.DEFAULT.line(row.name()),
                row.at().isEmpty() ? "" : "  at " + row.at());
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, nanos < 10_000_000 ? "%.2f ms" : "%.0f ms", nanos / 1e6);
    }
}
