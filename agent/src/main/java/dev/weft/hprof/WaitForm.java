// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said of the objects of a class that tasks await: its {@code describe()} as data.
 *
 * @param type the class
 * @param kind what sort of operation it is
 * @param details which one it is and how it is; the first counts of which all values are there
 * @param owner who else than a task has to act; null if nobody
 * @param tasks the tasks that have to act
 * @param subject the object that all who wait for the same have in common; null if there is none
 * @param handed whether a lock is another's than its owner field says: that of the task for which the owner acts; null if it never is
 */
record WaitForm(
        String type,
        Template kind,
        List<Template> details,
        @Nullable Template owner,
        List<TaskPath> tasks,
        @Nullable FieldPath subject,
        @Nullable FieldPath handed) {
    /**
     * A way to tasks.
     *
     * @param path the way to a task, to a list of tasks or of what has them, or to the first link of a chain
     * @param next the field with the next link; null if there is no chain
     * @param task the field of a link, or of an element of the list, with its task; null if they are tasks
     * @param unless the way to a boolean: if that is true, there is no task; null if it does not matter
     */
    record TaskPath(
            FieldPath path,
            @Nullable String next,
            @Nullable String task,
            @Nullable FieldPath unless) {}

    static WaitForm form(String type, String kind, String... details) {
        List<Template> parsed = new ArrayList<>();
        for (String detail : details) {
            parsed.add(Template.parse(detail));
        }
        return new WaitForm(type, Template.parse(kind), List.copyOf(parsed), null, List.of(), null, null);
    }

    WaitForm ownedBy(String template) {
        return new WaitForm(type, kind, details, Template.parse(template), tasks, subject, handed);
    }

    /** What all who wait for the same have in common is at the end of a way. */
    WaitForm about(String path) {
        return new WaitForm(type, kind, details, owner, tasks, FieldPath.parse(path), handed);
    }

    /** The tasks at the end of a way: one, or a list of them. */
    WaitForm task(String path) {
        return withTasks(new TaskPath(FieldPath.parse(path), null, null, null));
    }

    /** The task at the end of a way, unless a boolean is true. */
    WaitForm taskUnless(String unless, String path) {
        return withTasks(new TaskPath(FieldPath.parse(path), null, null, FieldPath.parse(unless)));
    }

    /** The tasks of the elements of a list. */
    WaitForm taskIn(String list, String task) {
        return withTasks(new TaskPath(FieldPath.parse(list), null, task, null));
    }

    /** The tasks of the links of a chain. */
    WaitForm taskOfEach(String first, String next, String task) {
        return withTasks(new TaskPath(FieldPath.parse(first), next, task, null));
    }

    private WaitForm withTasks(TaskPath path) {
        List<TaskPath> more = Stream.concat(tasks.stream(), Stream.of(path)).toList();
        return new WaitForm(type, kind, details, owner, more, subject, handed);
    }

    WaitForm handedIf(String path) {
        return new WaitForm(type, kind, details, owner, tasks, subject, FieldPath.parse(path));
    }
}
