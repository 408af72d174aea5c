// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import dev.weft.internal.Choices;
import java.util.Arrays;

/**
 * The choices of one schedule, and the way to the next one: depth first. A run repeats the choices that are kept, and beyond them takes the
 * first of each; the next schedule takes, at the last choice where that is possible, the next of what there was. Or the other way round, from
 * the last of each to the first: then whoever has run goes on as long as it can, and a task that asks again and again does so at once.
 *
 * <p>Whatever is kept is compared when it comes again: how many there were to choose from, and what had happened so far.
 */
final class Path implements Choices {
    static final String WHAT_IS_NOT_DETERMINISTIC =
            " Look for state that one run leaves to the next (a static field, a cache), for time"
                    + " that is not the loop's, for lots that are not of EventLoop.random(), for the order of a HashSet of objects, and for other"
                    + " threads.";

    private int[] taken = new int[64];
    private int[] of = new int[64];
    private int[] soFar = new int[64];

    /** How many choices are kept. */
    private int kept;

    /** How many choices there were in the run. */
    private int made;

    /** How many of those that are kept depart from the first. */
    private int departures;

    private final int mostDepartures;

    /** Whether the last of each is taken first. */
    private final boolean fromLast;

    /** Whether something was left out because there are too many departures. */
    private boolean leftOut;

    /** The choice at which the run was another than the one before; negative if it was the same. */
    private int strayedAt = -1;

    /** Makes a path of schedules that depart so often at most, from the first of each choice to the last. */
    Path(int mostDepartures) {
        this(mostDepartures, false);
    }

    private Path(int mostDepartures, boolean fromLast) {
        this.mostDepartures = mostDepartures;
        this.fromLast = fromLast;
    }

    /** Makes a path of all schedules, from the last of each choice to the first. */
    static Path fromLast() {
        return new Path(Integer.MAX_VALUE, true);
    }

    @Override
    public int choose(int alternatives, int history) {
        int place = made++;
        if (place < kept) {
            if ((of[place] != alternatives || soFar[place] != history) && strayedAt < 0) {
                strayedAt = place;
            }
            return Math.min(taken[place], alternatives - 1);
        }
        if (place == taken.length) {
            taken = Arrays.copyOf(taken, 2 * place);
            of = Arrays.copyOf(of, 2 * place);
            soFar = Arrays.copyOf(soFar, 2 * place);
        }
        taken[place] = fromLast ? alternatives - 1 : 0;
        departures += fromLast ? 1 : 0;
        of[place] = alternatives;
        soFar[place] = history;
        kept = made;
        return taken[place];
    }

    /** Begins a run. */
    void begin() {
        made = 0;
    }

    /** Whether the run did not come to the choices that were kept of the one before. */
    boolean hasStrayed() {
        return strayedAt >= 0 || made < kept;
    }

    /** How often the schedule departs from the first. */
    int departures() {
        return departures;
    }

    boolean hasLeftOut() {
        return leftOut;
    }

    /** Goes to the next schedule; false if there is none. */
    boolean advance() {
        return fromLast ? goBack() : goOn();
    }

    private boolean goBack() {
        for (int place = kept - 1; place >= 0; place--) {
            if (taken[place] > 0) {
                taken[place]--;
                departures -= taken[place] == 0 ? 1 : 0;
                kept = place + 1;
                return true;
            }
        }
        return false;
    }

    private boolean goOn() {
        for (int place = kept - 1; place >= 0; place--) {
            boolean departs = taken[place] > 0;
            if (taken[place] + 1 < of[place]) {
                if (departs || departures < mostDepartures) {
                    taken[place]++;
                    departures += departs ? 0 : 1;
                    kept = place + 1;
                    return true;
                }
                leftOut = true;
            }
            departures -= departs ? 1 : 0;
        }
        return false;
    }

    /** The text of the schedule. */
    String schedule() {
        return schedule(kept);
    }

    /** The text of a schedule without an end, which goes on as it does in the end. */
    String scheduleWithoutEnd() {
        int lastFrom = kept;
        while (lastFrom > 0 && taken[lastFrom - 1] == of[lastFrom - 1] - 1) {
            lastFrom--;
        }
        String begin = schedule(lastFrom);
        return lastFrom == kept ? begin : (begin + ' ' + (lastFrom + 1) + Schedule.ALWAYS_LAST).strip();
    }

    private String schedule(int end) {
        StringBuilder text = new StringBuilder();
        for (int place = 0; place < end; place++) {
            if (taken[place] > 0) {
                Schedule.append(text, place, taken[place], of[place]);
            }
        }
        return text.toString();
    }

    String strayed() {
        int place = strayedAt < 0 ? made : strayedAt;
        return "The program is not deterministic: after the same choices it did something else, at the latest before choice "
                + (place + 1) + "." + WHAT_IS_NOT_DETERMINISTIC;
    }
}
