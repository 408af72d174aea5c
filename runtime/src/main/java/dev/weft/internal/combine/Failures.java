// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.internal.SpawnedTask;
import dev.weft.internal.Standing;
import dev.weft.internal.TaskFailures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What has failed in a structured call, for one exception: the first is thrown, the others are suppressed in it in the order of the parts.
 * None is lost: what cannot be told by an exception is reported.
 */
final class Failures {
    /** A failure, the task that has failed, and the number of that among the parts. */
    private record Failure(int part, SpawnedTask<?> task, Throwable thrown) {}

    private List<Failure> all = List.of();

    /** The one that came first, and is to be thrown. Null if there is none but those hidden in cancellations that somebody asked for. */
    private @Nullable Throwable first;

    /** The class of a failure as messages name it: of a cancellation that which users catch. */
    static String nameOf(@Nullable Throwable failure) {
        if (failure == null) {
            return "";
        }
        return failure instanceof CancellationException
                ? CancellationException.class.getName()
                : failure.getClass().getName();
    }

    /** The class of a failure, and the line at which it was thrown as far as its trace knows one of the user's. */
    static String textOf(@Nullable Throwable failure) {
        StackTraceElement line;
        try {
            line = failure == null ? null : Standing.lineOf(failure);
        } catch (
                Throwable
                        refused) { // by an exception of the user's that overrides how it is told, or for want of memory
            line = null;
        }
        return nameOf(failure) + (line == null ? "" : " at " + line);
    }

    /** Adds a failure that is thrown if it is the first. */
    void add(int part, SpawnedTask<?> task, Throwable thrown) {
        addAll(List.of(new Failure(part, task, thrown)));
        if (first == null) {
            first = thrown;
        }
    }

    /** Adds what has failed in a part, to be suppressed. */
    void addSuppressed(int part, SpawnedTask<?> task) {
        addAll(TaskFailures.of(task).stream()
                .map(thrown -> new Failure(part, task, thrown))
                .toList());
    }

    /** All or none: where there is no memory it is done again. */
    private void addAll(List<Failure> added) {
        if (added.isEmpty()) {
            return;
        }
        if (all.isEmpty()) {
            all = new ArrayList<>(added.size());
        }
        all.addAll(added);
    }

    /** Whether one is to be thrown. */
    boolean areThrown() {
        return first != null;
    }

    /** Takes the failure that came first, with the others suppressed, so that nobody is told twice. Null if none is to be thrown. */
    @Nullable
    Throwable take() {
        Throwable thrown = first;
        if (thrown != null) {
            return takeInto(thrown);
        }
        report(
                "was cancelled, and failed while it ended; the structured call that ran it throws nothing that would tell of that");
        return null;
    }

    /** Reports what has failed, as nobody takes it. */
    void report(String what) {
        List<Failure> untold = all;
        all = List.of();
        first = null;
        untold.forEach(
                failure -> failure.task.reportUnseen(failure.thrown, "Task " + failure.task.name() + ' ' + what));
    }

    /** Moves what has failed into an exception, each once: one that is thrown again and again does not grow by the same. */
    Throwable takeInto(Throwable thrown) {
        List<Failure> inOrder =
                all.stream().sorted(Comparator.comparingInt(Failure::part)).toList();
        Set<Throwable> told = toldBy(thrown);
        inOrder.stream().map(Failure::thrown).filter(told::add).forEach(thrown::addSuppressed);
        all = List.of();
        first = null;
        if (!inOrder.isEmpty()) {
            reportOthers(inOrder, thrown);
        }
        return thrown;
    }

    private static Set<Throwable> toldBy(Throwable thrown) {
        Set<Throwable> told = Collections.newSetFromMap(new IdentityHashMap<>());
        told.add(thrown);
        Collections.addAll(told, thrown.getSuppressed());
        return told;
    }

    /** Reports what an exception does not tell, which may have been made so that it takes no suppressed ones. */
    private static void reportOthers(List<Failure> failures, Throwable thrown) {
        Set<Throwable> told = toldBy(thrown);
        for (Failure failure : failures) {
            if (told.add(failure.thrown)) {
                failure.task.reportUnseen(
                        failure.thrown,
                        "Task " + failure.task.name() + " failed, and the " + nameOf(thrown)
                                + " that its structured call throws takes no suppressed exceptions");
            }
        }
    }
}
