// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.debug;

import dev.weft.debug.DumpOptions;
import dev.weft.debug.TaskDump;
import dev.weft.debug.TaskInfo;
import dev.weft.debug.WaitInfo;
import dev.weft.internal.LoopInspection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes dumps of all tasks of the process. */
public final class Capture {
    private Capture() {}

    /**
     * Takes a dump: of loops that answer by themselves, of the others from outside. Any thread.
     *
     * @param options which tasks are merged, and what frames show
     * @return the dump
     */
    public static TaskDump take(DumpOptions options) {
        warmUp(options);
        List<LoopCapture> loops = captures(options, true);
        loops.forEach(LoopCapture::ask);
        return dump(loops, options);
    }

    /**
     * Takes a dump from outside alone. Takes no lock and waits for nobody, so it works while all other threads are suspended.
     *
     * @param options which tasks are merged, and what frames show
     * @return the dump
     */
    public static TaskDump takeOutside(DumpOptions options) {
        return dump(captures(options, true), options);
    }

    /**
     * Reads what tasks do at this very moment, from outside, and without the Java stacks of the loops' threads: the reader of such a stack
     * waits until the thread can be stopped, and by then a short step is over. Whoever looks again and again would see too few of them.
     *
     * @param options which tasks are merged, and what frames show
     * @return the tasks; of those that run, the lines on the heap alone
     */
    public static List<TaskInfo> glance(DumpOptions options) {
        return dump(captures(options, false), options).tasks();
    }

    /** Has all classes loaded that a loop needs to answer, so that it is not the loop that loads them. */
    private static void warmUp(DumpOptions options) {
        if (!Warm.isUp) {
            Warm.isUp = true;
            captures(options, true).forEach(LoopCapture::tryOut);
        }
    }

    private static final class Warm {
        static volatile boolean isUp;
    }

    private static List<LoopCapture> captures(DumpOptions options, boolean haveThreads) {
        return LoopInspection.all().stream()
                .map(loop -> new LoopCapture(loop, options, haveThreads))
                .toList();
    }

    private static TaskDump dump(List<LoopCapture> loops, DumpOptions options) {
        List<TaskInfo> tasks = new ArrayList<>();
        Map<String, Thread> workers = new HashMap<>();
        for (LoopCapture loop : loops) {
            loop.read();
            tasks.addAll(loop.tasks());
            workers.putAll(loop.workers());
        }
        TaskReader reader = new TaskReader(0, Map.of(), options.locals());
        Entries detached = new Entries(reader, options.mergeAbove(), true);
        LoopInspection.showDetached(detached::add);
        tasks.addAll(detached.all());
        workers.putAll(reader.workers());
        Nodes nodes = Nodes.here();
        return new TaskDump(
                nodes.only(),
                null,
                ProcessHandle.current().pid(),
                Runtime.version().toString(),
                version(),
                Instant.now(),
                loops.stream().map(loop -> loop.info(nodes)).toList(),
                TaskInfo.linked(tasks.stream()
                        .map(task -> withStack(task, workers.get(task.id()), options))
                        .toList()),
                nodes.infos(version()),
                null);
    }

    /** A task with the stack of the thread that works for it, if one does. */
    private static TaskInfo withStack(TaskInfo task, @Nullable Thread worker, DumpOptions options) {
        WaitInfo wait = task.awaits();
        return worker == null || wait == null
                ? task
                : task.withAwaits(wait.withThread(PoolStack.of(worker, options.internal())));
    }

    private static String version() {
        Package own = TaskDump.class.getPackage();
        @Nullable String version = own == null ? null : own.getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
