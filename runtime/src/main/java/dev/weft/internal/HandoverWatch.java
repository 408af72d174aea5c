// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.Reports;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;

/**
 * Looks each second whether the executor of a loop still runs what it is given, since one that is shut down may drop it and say nothing. Keeps
 * no loop alive. On the thread of {@link Alarms}.
 */
final class HandoverWatch implements Runnable {
    /** After how many seconds in which it has not begun a turn is reported. */
    private static final int PATIENCE = 10;

    private final WeakReference<ForeignThread> watched;
    private int turnsBefore;
    private int secondsWithoutTurn;

    private HandoverWatch(ForeignThread watched) {
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
        ForeignThread thread = watched.get();
        if (thread != null && thread.look()) {
            lookAtTurns(thread);
            again();
        }
    }

    private void lookAtTurns(ForeignThread thread) {
        int begun = thread.turnsBegun();
        boolean isLate = begun == turnsBefore && thread.hasHandedOver();
        turnsBefore = begun;
        secondsWithoutTurn = isLate ? secondsWithoutTurn + 1 : 0;
        if (secondsWithoutTurn == PATIENCE) {
            Reports.warning(
                    thread + " has been given a turn " + PATIENCE
                            + " s ago and has not run it. Its thread is blocked, perhaps by"
                            + " run(...), close() or block() on that very thread, or it drops what it is given",
                    null);
        }
    }
}
