// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tasks that are alike, as one entry of a text. */
final class Entry {
    /** How many names or details of several tasks are shown. */
    private static final int MOST_SHOWN = 3;

    /** The oldest first: of one loop the shorter id is that of the older task. */
    private static final Comparator<TaskInfo> BY_ID = Comparator.comparing(
                    (TaskInfo task) -> Objects.requireNonNullElse(task.node(), ""))
            .thenComparingInt(TaskInfo::loop)
            .thenComparingInt(task -> task.id().length())
            .thenComparing(TaskInfo::id);

    private final TaskGraph graph;
    private final int[] places;

    Entry(TaskGraph graph, int[] places) {
        this.graph = graph;
        this.places = places;
    }

    int first() {
        return places[0];
    }

    int[] places() {
        return places;
    }

    /** The entry with more tasks of the same place. */
    Entry with(int[] more) {
        int[] all = Arrays.copyOf(places, places.length + more.length);
        System.arraycopy(more, 0, all, places.length, more.length);
        return new Entry(graph, all);
    }

    /** The task that stands for all where they do not differ. */
    TaskInfo task() {
        return graph.task(places[0]);
    }

    private Stream<TaskInfo> tasks() {
        return Arrays.stream(places).mapToObj(graph::task);
    }

    // ------------------------------------------------------------------ what is added up

    /** How many tasks it stands for. */
    long count() {
        return tasks().mapToLong(TaskInfo::count).sum();
    }

    long steps() {
        return tasks().mapToLong(TaskInfo::steps).sum();
    }

    @Nullable
    Span age() {
        return span(TaskInfo::age);
    }

    @Nullable
    Span since() {
        return span(TaskInfo::since);
    }

    @Nullable
    Span due() {
        return span(task -> {
            Long due = task.awaits() == null ? null : task.awaits().dueNanos();
            return due == null ? null : Span.of(due);
        });
    }

    /** How long ago the requests were sent that the tasks wait for. */
    @Nullable
    Span sent() {
        return span(task -> {
            RemoteInfo remote = task.awaits() == null ? null : task.awaits().remote();
            return remote == null || remote.sentNanos() == null ? null : Span.of(remote.sentNanos());
        });
    }

    private @Nullable Span span(Function<TaskInfo, @Nullable Span> part) {
        return tasks().map(part).filter(Objects::nonNull).reduce(Span::and).orElse(null);
    }

    /** How many of the tasks ran while they were looked at. */
    long moving() {
        return tasks().filter(TaskInfo::moving).mapToLong(TaskInfo::count).sum();
    }

    // ------------------------------------------------------------------ what is listed

    /** The ids: {@code #1.7}, {@code #1.7 #1.8}, {@code #1.7…#1.1006}. */
    String ids() {
        if (places.length <= MOST_SHOWN) {
            return tasks().sorted(BY_ID).map(task -> Words.id(task.id())).collect(Collectors.joining(" "));
        }
        return Words.id(tasks().min(BY_ID).orElseThrow().id())
                + '…'
                + Words.id(tasks().max(BY_ID).orElseThrow().id());
    }

    /** The names that the tasks were given, those that differ in numbers alone as one; empty if none was given. */
    String names() {
        Map<String, String> different = new LinkedHashMap<>();
        for (int place : places) {
            String name = Words.name(graph.task(place));
            if (!name.isEmpty()) {
                String shape = SimilarNames.shape(name);
                boolean isOne = graph.task(place).count() == 1; // of several the other names are not known
                different.merge(shape, isOne ? name : shape, SimilarNames::both);
            }
        }
        return listed(different.values());
    }

    /** What is said of the things that the tasks wait for. */
    String details() {
        return some(task -> task.awaits() == null ? null : Phrases.detail(task.awaits()));
    }

    /** Who has to act that is no task. */
    String owners() {
        return some(task -> task.awaits() == null || task.awaits().owner() == null
                ? null
                : Words.plain(task.awaits().owner()));
    }

    /** The requests of other nodes that the tasks serve. */
    String served() {
        return some(task -> task.serves() == null ? null : Words.plain(task.serves()));
    }

    /** A part of what is said of the requests that the tasks wait for. */
    String remotes(Function<RemoteInfo, String> part) {
        return some(task -> task.awaits() == null || task.awaits().remote() == null
                ? null
                : Words.plain(part.apply(task.awaits().remote())));
    }

    /** The objects that the tasks wait for, where those have a number. */
    String awaitedIds() {
        return some(task -> task.awaits() == null || task.awaits().id() == null
                ? null
                : Words.plain(task.awaits().id()));
    }

    /** The first different texts, and how many more there are, up to a bound. */
    private String some(Function<TaskInfo, @Nullable String> part) {
        Set<String> different = new LinkedHashSet<>();
        for (int place : places) {
            String text = part.apply(graph.task(place));
            if (text != null && !text.isEmpty() && different.add(text) && different.size() > MOST_SHOWN) {
                break;
            }
        }
        return listed(different);
    }

    private static String listed(Collection<String> different) {
        String shown = String.join(", ", different.stream().limit(MOST_SHOWN).toList());
        return different.size() > MOST_SHOWN ? shown + ", …" : shown;
    }

    /** The tasks that have to act, but for those that the text shows below this entry. */
    String awaited(Predicate<String> isBelow) {
        return others(task -> task.awaits() == null ? List.of() : task.awaits().tasks(), isBelow.negate());
    }

    /** The tasks that wait for them, but for the one that the text shows above. */
    String awaitedBy(Predicate<String> isAbove) {
        return others(TaskInfo::awaitedBy, isAbove.negate());
    }

    /** The tasks that they are parts of, or that spawned them, but for the one that the text shows above. */
    String parents(Predicate<String> isAbove) {
        return others(task -> task.parent() == null ? List.of() : List.of(task.parent()), isAbove.negate());
    }

    /** The tasks of other nodes that have made the requests that they serve. */
    String callers() {
        return some(task -> {
            String caller = task.caller();
            String serves = task.serves();
            if (caller == null || caller.isEmpty() || serves == null) {
                return null;
            }
            int end = serves.lastIndexOf('/');
            return caller.indexOf(':') >= 0 || end < 0
                    ? other(caller)
                    : Words.id(caller) + " of " + Words.plain(serves.substring(0, end));
        });
    }

    /** Different tasks by name if they are few, else by number. */
    private String others(Function<TaskInfo, List<String>> part, Predicate<String> isShown) {
        Set<String> different = new LinkedHashSet<>();
        tasks().flatMap(task -> part.apply(task).stream()).filter(isShown).forEach(different::add);
        if (different.size() > MOST_SHOWN) {
            return different.size() + (different.stream().allMatch(Words::isId) ? " tasks" : " others");
        }
        return String.join(" ", different.stream().map(this::other).toList());
    }

    private String other(String id) {
        if (!Words.isId(id)) {
            return Words.plain(id);
        }
        int place = graph.place(id);
        return place < 0 ? Words.id(id) : Words.idAndName(graph.task(place));
    }
}
