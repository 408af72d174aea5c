// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.Reports;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;

/**
 * Looks each second whether the executor of a loop still runs what it is given, since one that is shut down, or full, may drop it and say
 * nothing: a turn that has not begun for two seconds is given to it once more, and then each ten seconds. Keeps no loop alive. On the thread
 * of {@link Alarms}.
 */
final class HandoverWatch implements Runnable {
    /** After how many seconds in which it has not begun a turn is given to the executor once more: one at least, and less than two. */
    private static final int FIRST = 2;

    /** After how many seconds that is reported, and how often it is done then. */
    static final int PATIENCE = 10;

    private final WeakReference<ForeignThread> watched;
    private int turnsBefore;
    private int secondsWithoutTurn;

    HandoverWatch(ForeignThread watched) {
        this.watched = new WeakReference<>(watched);
    }

    static void start(ForeignThread thread) {
        new HandoverWatch(thread).again();
    }

    private void again() {
        var unused = Alarms.shared().schedule(this, 1, TimeUnit.SECONDS);
    }

    @Override
    public void run() {
        if (looks()) {
            again();
        }
    }

    /** Looks once, a second after the last time. Returns whether to come back. */
    boolean looks() {
        ForeignThread thread = watched.get();
        if (thread == null || !thread.look()) {
            return false;
        }
        int begun = thread.turnsBegun();
        boolean isLate = begun == turnsBefore && thread.hasHandedOver();
        turnsBefore = begun;
        secondsWithoutTurn = isLate ? secondsWithoutTurn + 1 : 0;
        if (isLate) {
            isLate(thread);
        }
        return true;
    }

    private void isLate(ForeignThread thread) {
        boolean isForLong = secondsWithoutTurn % PATIENCE == 0;
        if ((isForLong || secondsWithoutTurn == FIRST)
                && thread.handAgain(isForLong)
                && secondsWithoutTurn == PATIENCE) {
            Reports.warning(
                    thread + " has been given a turn " + PATIENCE
                            + " s ago and has not run it. Its thread is blocked, perhaps by"
                            + " run(...), close() or block() on that very thread, or it drops what it is given",
                    null);
        }
    }
}
