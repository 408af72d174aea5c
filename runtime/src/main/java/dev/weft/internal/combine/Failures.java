// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** What has failed in a structured call, for one exception: the first is thrown, the others are suppressed in it in the order of the parts. */
final class Failures {
    /** A failure, and the number of the part that has failed. */
    private record Failure(int part, Throwable thrown) {}

    private List<Failure> all = List.of();

    /** The class of a failure as messages name it: of a cancellation that which users catch. */
    static String nameOf(@Nullable Throwable failure) {
        if (failure == null) {
            return "";
        }
        return failure instanceof CancellationException
                ? CancellationException.class.getName()
                : failure.getClass().getName();
    }

    void add(int part, Throwable thrown) {
        if (all.isEmpty()) {
            all = new ArrayList<>(1);
        }
        all.add(new Failure(part, thrown));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Takes the failure that came first, with the others suppressed, so that nobody is told twice; null if nothing has failed. */
    @Nullable
    Throwable take() {
        if (all.isEmpty()) {
            return null;
        }
        Throwable thrown = in(all.get(0).thrown);
        all = List.of();
        return thrown;
    }

    /** Adds what has failed to an exception. */
    Throwable in(Throwable thrown) {
        return suppressed(
                all.stream()
                        .sorted(Comparator.comparingInt(Failure::part))
                        .map(Failure::thrown)
                        .toList(),
                thrown);
    }

    /** Adds failures to an exception, each once: one that is thrown again and again does not grow by the same. */
    static Throwable suppressed(List<Throwable> failures, Throwable thrown) {
        Set<Throwable> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.add(thrown);
        Collections.addAll(known, thrown.getSuppressed());
        failures.stream().filter(known::add).forEach(thrown::addSuppressed);
        return thrown;
    }
}
