// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import dev.weft.debug.DumpOptions;
import dev.weft.debug.LoopInfo;
import dev.weft.debug.TaskDump;
import dev.weft.debug.TaskInfo;
import dev.weft.hprof.heap.Heap;
import dev.weft.hprof.heap.HeapObject;
import dev.weft.hprof.heap.HeapObjects;
import dev.weft.hprof.heap.UnreadableDumpException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes a dump of the tasks of a program from a heap dump of it, as {@code jcmd PID GC.heap_dump FILE}, {@code
 * -XX:+HeapDumpOnOutOfMemoryError} and {@code jhsdb jmap --binaryheap} write it. The program was woven with the lines of its methods as
 * data, so that nothing else of it is needed. A million tasks take less than 512 MB of memory.
 */
public final class HeapDump {
    private final Heap heap;
    private final DumpOptions options;
    private final TaskReader reader;
    private final HeapObjects ofLoops;
    private final List<HeapLoop> loops = new ArrayList<>();
    private final List<LoopInfo> loopInfos = new ArrayList<>();
    private final List<TaskInfo> tasks = new ArrayList<>();

    private HeapDump(Heap heap, DumpOptions options) {
        this.heap = heap;
        this.options = options;
        this.ofLoops = heap.objects(HeapTask.CLASS);
        this.reader = new TaskReader(new WaitReader(heap, options.internal()));
    }

    /**
     * Reads a heap dump.
     *
     * @param file the file
     * @return the tasks that it has, without the values of variables
     * @throws UnreadableDumpException if it is no whole heap dump, or there is no Weft in it; its message is for whoever has given the file
     * @throws IOException if the file cannot be read
     */
    public static TaskDump read(Path file) throws IOException {
        return read(file, DumpOptions.DEFAULT);
    }

    /**
     * Reads a heap dump.
     *
     * @param file the file
     * @param options which tasks become one entry, and whether frames of Weft are shown
     * @return the tasks that it has, without the values of variables
     * @throws UnreadableDumpException if it is no whole heap dump, or there is no Weft in it; its message is for whoever has given the file
     * @throws IOException if the file cannot be read
     */
    public static TaskDump read(Path file, DumpOptions options) throws IOException {
        Set<String> collect = new TreeSet<>(HeapLoop.CLASSES);
        collect.add(HeapTask.CLASS);
        collect.add(HeapTask.DETACHED_ENTRY);
        Heap heap = Heap.open(file, collect);
        if (heap.classes(RuntimeField.LOOP_NUMBER.type()).isEmpty()
                && heap.classes(RuntimeField.TOP.type()).isEmpty()) {
            throw new UnreadableDumpException("There is no Weft in " + file
                    + ": the program had loaded none of its classes when the dump was made.");
        }
        return new HeapDump(heap, options).read();
    }

    private TaskDump read() throws UnreadableDumpException {
        findLoops();
        for (HeapLoop loop : loops) {
            reader.addRunning(loop, options.internal());
        }
        Map<Long, TasksByNumber> byLoop = tasksByLoop();
        for (HeapLoop loop : loops) {
            TasksByNumber ofLoop = byLoop.getOrDefault(loop.object().id(), new TasksByNumber());
            List<TaskInfo> entries = entries(loop, ofLoop);
            loopInfos.add(new LoopReader(loop, options.internal()).read(entries));
            tasks.addAll(entries);
        }
        addDetached();
        return new TaskDump(
                null,
                null,
                DumpedProcess.pid(heap),
                DumpedProcess.jdk(heap),
                "unknown",
                heap.time(),
                loopInfos,
                TaskInfo.linked(tasks));
    }

    private void findLoops() throws UnreadableDumpException {
        Clock clock = Clock.of(heap);
        for (String kind : HeapLoop.CLASSES) {
            HeapObjects objects = heap.objects(kind);
            for (int i = 0; i < objects.size(); i++) {
                if (HeapLoop.isOpen(objects.get(i))) {
                    loops.add(new HeapLoop(heap, objects.get(i), clock));
                }
            }
        }
        loops.sort(Comparator.comparingInt(HeapLoop::number));
    }

    /** The tasks that have not ended, by the address of their loop. In the run queue or waiting: each is known by itself. */
    private Map<Long, TasksByNumber> tasksByLoop() throws UnreadableDumpException {
        Map<Long, TasksByNumber> byLoop = new HashMap<>();
        for (int i = 0; i < ofLoops.size(); i++) {
            HeapObject task = ofLoops.get(i);
            HeapObject loop = HeapTask.hasEnded(task) ? null : RuntimeField.TASK_LOOP.object(task);
            if (loop != null) {
                byLoop.computeIfAbsent(loop.id(), id -> new TasksByNumber())
                        .add((int) RuntimeField.TASK_NUMBER.number(task), i);
            }
        }
        return byLoop;
    }

    private List<TaskInfo> entries(HeapLoop loop, TasksByNumber ofLoop) throws UnreadableDumpException {
        Entries entries = new Entries(reader, options.mergeAbove());
        for (int place : ofLoop.places()) {
            entries.add(HeapTask.of(ofLoops.get(place), loop));
        }
        return entries.all();
    }

    private void addDetached() throws UnreadableDumpException {
        HeapObjects objects = heap.objects(HeapTask.DETACHED_ENTRY);
        List<HeapTask> detached = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            HeapObject coroutine = RuntimeField.DETACHED_COROUTINE.object(objects.get(i));
            if (coroutine != null) {
                detached.add(new HeapTask(coroutine, null, RuntimeField.DETACHED_NUMBER.number(objects.get(i))));
            }
        }
        detached.sort(Comparator.comparingLong(HeapTask::number));
        Entries entries = new Entries(reader, options.mergeAbove());
        for (HeapTask task : detached) {
            entries.add(task);
        }
        tasks.addAll(entries.all());
    }
}
