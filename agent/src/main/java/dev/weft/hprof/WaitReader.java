// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import dev.weft.debug.FrameInfo;
import dev.weft.debug.WaitInfo;
import dev.weft.hprof.WaitForm.TaskPath;
import dev.weft.hprof.heap.Heap;
import dev.weft.hprof.heap.HeapObject;
import dev.weft.hprof.heap.UnreadableDumpException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a task awaits, by the table of forms; of what is in none, the class. */
final class WaitReader {
    private final Heap heap;
    private final boolean internal;
    private final Values values = new Values();

    WaitReader(Heap heap, boolean internal) {
        this.heap = heap;
        this.internal = internal;
    }

    /**
     * Reads a wait.
     *
     * @param awaited what is awaited
     * @param loop the loop of the task, for the time; null without one
     */
    WaitInfo read(HeapObject awaited, @Nullable HeapLoop loop) throws UnreadableDumpException {
        WaitForm form = WaitForms.formOf(awaited);
        if (form == null) {
            return new WaitInfo("awaitable", null, awaited.className(), null, List.of(), null, List.of());
        }
        String kind = String.valueOf(form.kind().of(awaited, values));
        String detail = values.detail(form, awaited);
        return new WaitInfo(
                kind,
                subject(form, awaited),
                detail,
                form.owner() == null ? null : form.owner().of(awaited, values),
                tasks(awaited),
                DueReader.due(awaited, loop),
                thread(awaited));
    }

    /** What all waits for the same object have in common. */
    private static @Nullable String subject(WaitForm form, HeapObject awaited) throws UnreadableDumpException {
        HeapObject subject = form.subject() == null ? null : form.subject().object(awaited);
        return subject == null ? null : Values.simpleName(subject);
    }

    private static List<String> tasks(HeapObject awaited) throws UnreadableDumpException {
        List<String> ids = new ArrayList<>(1);
        addTasks(awaited, ids);
        return ids;
    }

    /** The tasks of a select are those of its clauses. */
    private static void addTasks(HeapObject awaited, List<String> to) throws UnreadableDumpException {
        if (Clauses.has(awaited)) {
            for (HeapObject part : Clauses.of(awaited)) {
                addTasks(part, to);
            }
        }
        WaitForm form = WaitForms.formOf(awaited);
        if (form == null) {
            return;
        }
        boolean isHanded = form.handed() != null && form.handed().number(awaited) != 0;
        for (TaskPath path : form.tasks()) {
            for (HeapObject task : tasks(path, awaited)) {
                addId(isHanded ? HeapTask.actsFor(task) : task, to);
            }
        }
    }

    private static void addId(HeapObject task, List<String> to) throws UnreadableDumpException {
        String id = HeapTask.hasEnded(task) ? null : HeapTask.idOf(task);
        if (id != null && !to.contains(id)) {
            to.add(id);
        }
    }

    private static List<HeapObject> tasks(TaskPath path, HeapObject awaited) throws UnreadableDumpException {
        HeapObject end = path.path().object(awaited);
        if (end == null || (path.unless() != null && path.unless().number(awaited) != 0)) {
            return List.of();
        }
        List<HeapObject> links = path.next() == null ? HeapTask.listed(end) : chained(end, path.next());
        if (path.task() == null) {
            return links;
        }
        List<HeapObject> tasks = new ArrayList<>();
        for (HeapObject link : links) {
            HeapObject task = link.object(path.task());
            if (task != null) {
                tasks.add(task);
            }
        }
        return tasks;
    }

    private static List<HeapObject> chained(HeapObject first, String next) throws UnreadableDumpException {
        List<HeapObject> links = new ArrayList<>();
        for (HeapObject link = first; link != null; link = link.object(next)) {
            links.add(link);
        }
        return links;
    }

    /** The Java stack of the thread that works for it; empty if none does. */
    private List<FrameInfo> thread(HeapObject awaited) throws UnreadableDumpException {
        HeapObject thread =
                awaited.isA(RuntimeField.JOB_THREAD.type()) ? RuntimeField.JOB_THREAD.object(awaited) : null;
        return thread == null ? List.of() : JavaStack.aboveRuntime(heap.stackOf(thread), internal);
    }
}
