// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import java.util.TreeMap;

/**
 * An order as text: the places where it departs from that of a real loop. {@code 3:2/4} says that at the third choice, the second of four
 * was taken; wherever nothing is said, the first. {@code 7..:last} says that from the seventh choice on the last was taken of however many.
 * {@code steps:30} says that the run fails if it has not ended after 30 steps; where it does not stand, after as many as unless set. The
 * empty text is the order of a real loop.
 */
record Schedule(TreeMap<Integer, Departure> departures, int lastFrom, int mostSteps) {
    /** What follows the place from which on the last is taken of each. */
    static final String ALWAYS_LAST = "..:last";

    /** What the bound of steps follows. */
    private static final String STEPS = "steps:";

    private static final int NEVER = Integer.MAX_VALUE;

    /** Another than the first was taken: its place from 0, and how many there were. */
    record Departure(int taken, int of) {}

    static Schedule parse(String text) {
        TreeMap<Integer, Departure> departures = new TreeMap<>();
        int lastFrom = NEVER;
        int mostSteps = Limits.standard().steps();
        try {
            for (String each : text.isBlank() ? new String[0] : text.strip().split(" +", -1)) {
                if (each.endsWith(ALWAYS_LAST)) {
                    lastFrom = place(each.substring(0, each.length() - ALWAYS_LAST.length()));
                    continue;
                }
                if (each.startsWith(STEPS)) {
                    mostSteps = Limits.positive(STEPS, Integer.parseInt(each.substring(STEPS.length())));
                    continue;
                }
                String[] parts = each.split("[:/]", -1);
                int taken = Integer.parseInt(parts[1]);
                int of = Integer.parseInt(parts[2]);
                if (parts.length != 3 || taken < 1 || taken > of) {
                    throw new IllegalArgumentException(each);
                }
                departures.put(place(parts[0]), new Departure(taken - 1, of));
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException malformed) {
            throw new IllegalArgumentException(
                    "schedule: \"" + text
                            + "\" is none. It is made of the places where another than the first was taken, such as"
                            + " \"3:2/4 7:2/2\"; copy it from the report.",
                    malformed);
        }
        return new Schedule(departures, lastFrom, mostSteps);
    }

    private static int place(String number) {
        int counted = Integer.parseInt(number);
        if (counted < 1) {
            throw new IllegalArgumentException(number);
        }
        return counted - 1;
    }

    /** The same order with another bound of steps. */
    Schedule within(int steps) {
        return new Schedule(departures, lastFrom, steps);
    }

    /** Whether a run with a number of choices has come to the last departure. */
    boolean isOver(int choices) {
        return (departures.isEmpty() || departures.lastKey() < choices) && (lastFrom == NEVER || lastFrom < choices);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        departures.forEach((place, departure) -> append(text, place, departure.taken(), departure.of()));
        if (lastFrom != NEVER) {
            text.append(' ').append(lastFrom + 1).append(ALWAYS_LAST);
        }
        if (mostSteps != Limits.standard().steps()) {
            text.append(' ').append(STEPS).append(mostSteps);
        }
        return text.toString().strip();
    }

    /** Adds a departure to a text. */
    static void append(StringBuilder text, int place, int taken, int of) {
        text.append(text.length() == 0 ? "" : " ")
                .append(place + 1)
                .append(':')
                .append(taken + 1)
                .append('/')
                .append(of);
    }
}
