// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was seen to run in a turn, and how often: for a turn that is long by many short steps. One thread. */
final class Tally {
    /** How many lines are shown. */
    private static final int MOST_SHOWN = 5;

    private static final int MOST_KNOWN = 200;

    private final Map<String, Integer> seen = new LinkedHashMap<>();

    /** Another turn begins. */
    void clear() {
        seen.clear();
    }

    /** Something was seen. */
    void add(Sight sight) {
        String what = sight.who() + (sight.line().isEmpty() ? "" : " at " + sight.line());
        if (seen.size() < MOST_KNOWN || seen.containsKey(what)) {
            seen.merge(what, 1, Integer::sum);
        }
    }

    /** Returns the most frequent, as lines for people. */
    List<String> lines() {
        return seen.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(MOST_SHOWN)
                .map(entry -> entry.getValue() + (entry.getValue() == 1 ? " time " : " times ") + entry.getKey())
                .toList();
    }
}
