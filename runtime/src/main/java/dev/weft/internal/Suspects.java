// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that a loop holds weakly, for they may be lost (decision 46). A loop has none until somebody looks for such tasks. What changes
 * them is on the loop's thread; others may look.
 */
final class Suspects {
    /** How many there may be. Each takes some 130 B, and a moment of each collection that it lives to see. */
    static final int MOST = 4096;

    /** Replaced whenever one comes or goes, so that others see all or none of a change. */
    private volatile List<Suspect> all = List.of();

    /** How many tasks it is being looked into. Any thread. */
    int size() {
        return (int) all.stream().filter(suspect -> !suspect.isOver()).count();
    }

    /** Adds tasks, which the list must not hold from then on. Loop thread only. */
    void add(List<SpawnedTask<?>> tasks) {
        List<Suspect> more = new ArrayList<>(all);
        tasks.forEach(task -> more.add(Suspect.of(task)));
        all = List.copyOf(more);
    }

    /** Forgets those whose tasks have gone on. Loop thread only. */
    void forgetOver() {
        if (all.stream().anyMatch(Suspect::isOver)) {
            all = all.stream().filter(suspect -> !suspect.isOver()).toList();
        }
    }

    /** Shows the tasks. One that is under way to its witness is missing. Any thread. */
    void show(Consumer<SpawnedTask<?>> to) {
        for (Suspect suspect : all) {
            showIfPresent(suspect.task(), to);
        }
    }

    private static void showIfPresent(@Nullable SpawnedTask<?> task, Consumer<SpawnedTask<?>> to) {
        if (task != null) {
            to.accept(task);
        }
    }

    /** Shows all tasks, for what must not miss one: waits for those that are under way. Loop thread only. */
    void showAll(Consumer<SpawnedTask<?>> to) {
        Witnesses.await(all);
        show(to);
    }

    /** Whether the collector has found one, that long ago at least. Any thread. */
    boolean hasFound(long nanos) {
        return all.stream().anyMatch(suspect -> suspect.isFoundSince(nanos));
    }

    /** Whether one is under way to its witness, or was found and not taken. Any thread. */
    boolean isWorking() {
        return all.stream().anyMatch(suspect -> suspect.isUnderWay() || suspect.isFoundSince(0));
    }

    /** Takes out those that the collector has found, that long ago at least. Loop thread only. */
    List<SpawnedTask<?>> takeFound(long nanos) {
        List<SpawnedTask<?>> taken = new ArrayList<>();
        List<Suspect> left = new ArrayList<>();
        for (Suspect suspect : all) {
            SpawnedTask<?> task = suspect.isFoundSince(nanos) ? suspect.task() : null;
            if (task == null) {
                left.add(suspect);
            } else {
                taken.add(task);
            }
        }
        all = List.copyOf(left);
        return taken;
    }
}
