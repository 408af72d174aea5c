// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Objects;

/**
 * A run that has failed. Any thread.
 *
 * @param order the seed, or the text of the schedule, with the bound of steps if that was set: what {@link Explorer#replay} takes
 * @param thrown why it has failed, with its async trace
 * @param steps what it did, one line for each step: which task, where it goes on, and what it awaits in the end
 * @param replay the line of Java that runs it again; {@code program} and {@code check} in it stand for what was explored
 */
public record FailedRun(String order, Throwable thrown, List<String> steps, String replay) {
    /** How many steps are shown at the beginning and at the end of a long run. */
    private static final int MOST_SHOWN = 50;

    /**
     * Refuses what is missing.
     *
     * @param order see {@link #order}
     * @param thrown see {@link #thrown}
     * @param steps see {@link #steps}
     * @param replay see {@link #replay}
     */
    public FailedRun {
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(thrown, "thrown");
        steps = List.copyOf(Objects.requireNonNull(steps, "steps"));
        Objects.requireNonNull(replay, "replay");
    }

    /** The failure with its trace, and the text of {@link #told}. */
    @Override
    public String toString() {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text + told();
    }

    /** The steps, and the line that runs it again. */
    String told() {
        StringBuilder text = new StringBuilder("Step by step:");
        for (int i = 0; i < steps.size(); i++) {
            if (i == MOST_SHOWN && steps.size() > 2 * MOST_SHOWN) {
                i = steps.size() - MOST_SHOWN;
                text.append("\n    …");
            }
            text.append(String.format("%n%4d  ", i + 1)).append(steps.get(i));
        }
        return text.append("\nTo make this run again, with the same program: ")
                .append(replay)
                .toString();
    }
}
