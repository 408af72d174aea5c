// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import dev.weft.hprof.heap.HeapObject;
import dev.weft.hprof.heap.UnreadableDumpException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way over fields, from an object to a value: {@code binding.thread}. Where a field is declared wider than what is wanted of it, a class in
 * brackets narrows it, {@code clock(dev.weft.internal.Simulation).now}: the way ends at objects of other classes, as it does at null.
 *
 * @param steps the fields
 */
record FieldPath(List<Step> steps) {
    /**
     * A field of the way.
     *
     * @param field its name; empty for the object itself
     * @param type the class that its object has to have; null for any
     */
    record Step(String field, @Nullable String type) {}

    static FieldPath parse(String text) {
        List<Step> steps = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int dot = text.indexOf('.', at);
            int open = text.indexOf('(', at);
            boolean narrows = open >= 0 && (dot < 0 || open < dot);
            int close = narrows ? text.indexOf(')', open) : -1;
            int end = narrows ? close + 1 : dot < 0 ? text.length() : dot;
            steps.add(
                    narrows
                            ? new Step(text.substring(at, open), text.substring(open + 1, close))
                            : new Step(text.substring(at, end), null));
            at = end + 1;
        }
        return new FieldPath(List.copyOf(steps));
    }

    /** The object to which the way leads; null if it ends before. */
    @Nullable
    HeapObject object(HeapObject from) throws UnreadableDumpException {
        return follow(from, steps.size());
    }

    private @Nullable HeapObject follow(HeapObject from, int count) throws UnreadableDumpException {
        HeapObject at = from;
        for (Step step : steps.subList(0, count)) {
            at = at.object(step.field());
            if (at == null || (step.type() != null && !at.isA(step.type()))) {
                return null;
            }
        }
        return at;
    }

    /** The object whose field the value is; null if the way ends before. */
    @Nullable
    HeapObject holder(HeapObject from) throws UnreadableDumpException {
        return steps.isEmpty() ? null : follow(from, steps.size() - 1);
    }

    /** The name of the field that the way leads to. */
    String field() {
        return steps.get(steps.size() - 1).field();
    }

    /** The whole number to which the way leads; 0 if it ends before. */
    long number(HeapObject from) throws UnreadableDumpException {
        HeapObject holder = holder(from);
        return holder == null ? 0 : holder.number(field());
    }

    /** The text to which the way leads; null if it ends before. */
    @Nullable
    String text(HeapObject from) throws UnreadableDumpException {
        HeapObject text = object(from);
        return text == null ? null : text.asText();
    }
}
