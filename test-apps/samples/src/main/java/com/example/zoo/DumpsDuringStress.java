// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import dev.weft.debug.LoopInfo;
import dev.weft.debug.TaskDump;
import dev.weft.debug.TaskInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes a dump every ten milliseconds while two loops do all that they can, for as many seconds as the first argument says. Ends with an
 * exception if one fails, or if a task awaits another one which does not know it.
 */
final class DumpsDuringStress {
    private final Map<String, Integer> modes = new TreeMap<>();
    private int dumps;
    private long tasks;
    private long edges;
    private long longest;

    private DumpsDuringStress() {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        Stress.startBoth();
        DumpsDuringStress check = new DumpsDuringStress();
        long end = System.nanoTime() + Long.parseLong(args[0]) * 1_000_000_000;
        for (long next = System.nanoTime(); next < end; next += 10_000_000) {
            long early = next - System.nanoTime();
            if (early > 0) {
                Thread.sleep(early / 1_000_000, (int) (early % 1_000_000));
            }
            check.takeOne();
        }
        System.out.println(check);
        System.exit(0);
    }

    private void takeOne() {
        long before = System.nanoTime();
        TaskDump dump = TaskDump.capture();
        longest = Math.max(longest, System.nanoTime() - before);
        dumps++;
        tasks += dump.tasks().size();
        dump.loops().forEach(loop -> modes.merge(loop.mode().toString(), 1, Integer::sum));
        List<String> wrong = wrongEdges(dump);
        if (!wrong.isEmpty()) {
            System.out.println(String.join("\n", wrong));
            dump.loops().forEach(System.out::println);
            dump.tasks().forEach(System.out::println);
            throw new IllegalStateException("dump " + dumps + " has " + wrong.size() + " edges without their reverse");
        }
    }

    private List<String> wrongEdges(TaskDump dump) {
        Map<Integer, LoopInfo.Mode> read = new HashMap<>();
        dump.loops().forEach(loop -> read.put(loop.id(), loop.mode()));
        Map<String, TaskInfo> byId = new HashMap<>();
        dump.tasks().forEach(task -> byId.put(task.id(), task));
        List<String> wrong = new ArrayList<>();
        for (TaskInfo task : dump.tasks()) {
            boolean consistent = read.get(task.loop()) == LoopInfo.Mode.CONSISTENT;
            for (String awaited : awaitedOf(task)) {
                edges++;
                TaskInfo other = byId.get(awaited);
                boolean ofTheSameLoop = awaited.startsWith(task.loop() + ".");
                if (other == null
                        ? consistent && ofTheSameLoop
                        : !other.awaitedBy().contains(task.id())) {
                    wrong.add(task.id() + " awaits " + awaited + ", which does not know it");
                }
            }
            for (String waiter : task.awaitedBy()) {
                boolean isTask = waiter.matches("\\d+\\.\\d+"); // not a thread or a future
                if (isTask && !awaitedOf(byId.get(waiter)).contains(task.id())) {
                    wrong.add(task.id() + " is awaited by " + waiter + ", which does not await it");
                }
            }
        }
        return wrong;
    }

    private static List<String> awaitedOf(TaskInfo task) {
        return task == null || task.awaits() == null ? List.of() : task.awaits().tasks();
    }

    @Override
    public String toString() {
        return "dumps: %d, of loops: %s, tasks: %d, edges: %d, longest: %.1f ms, rounds of the stress: %d"
                .formatted(dumps, modes, tasks, edges, longest / 1e6, Stress.ROUNDS.sum());
    }
}
