// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the reports of a sick program from flooding its log: one a minute of each line of code and each length of a stall, and not more than
 * twenty a minute of short ones. What is held back is counted, and told with the next report on the same line. One thread.
 */
final class Quota {
    static final long PERIOD = TimeUnit.MINUTES.toNanos(1);
    static final int MOST = 20;

    /** So many lines are known; a program with more of them has other troubles. */
    private static final int MOST_LINES = 1_000;

    private final Map<String, OfLine> lines = new HashMap<>();
    private long period = Long.MIN_VALUE;
    private int told;

    private static final class OfLine {
        private long since;
        private int nextLevel;
        private int held;
        private long longest;
    }

    /** Says whether to report a stall at a line, for the first time or at a higher level. */
    boolean admits(Stall stall, String line, long now) {
        beginPeriod(now);
        OfLine known = lines.computeIfAbsent(line, absent -> new OfLine());
        if (known.nextLevel > 0 && now - known.since >= PERIOD) {
            known.nextLevel = 0;
        }
        if (stall.level() < known.nextLevel || (stall.level() == 0 && told >= MOST)) {
            return false;
        }
        if (known.nextLevel == 0) {
            known.since = now;
        }
        known.nextLevel = stall.level() + 1;
        told++;
        return true;
    }

    private void beginPeriod(long now) {
        if (period == Long.MIN_VALUE || now - period >= PERIOD) {
            period = now;
            told = 0;
            if (lines.size() >= MOST_LINES) {
                lines.clear();
            }
        }
    }

    /** A stall is over that was not reported. */
    void held(Stall stall, String line) {
        OfLine known = lines.get(line);
        if (known != null) {
            known.held++;
            known.longest = Math.max(known.longest, stall.nanos());
        }
    }

    /** Returns what was held back at a line since the last report, as a sentence for people; empty for nothing. */
    String takeHeld(String line) {
        OfLine known = lines.get(line);
        if (known == null || known.held == 0) {
            return "";
        }
        String text = " Since the last report, " + known.held + " more at this line, the longest "
                + StallText.time(known.longest) + ".";
        known.held = 0;
        known.longest = 0;
        return text;
    }
}
