// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.abi.TestRunner;
import dev.weft.spi.Reports;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says with which seed a run has failed, as a suppressed exception of the failure, so that a stack trace has it. */
final class Replay extends Exception {
    private static final long serialVersionUID = 1;

    private volatile String message;

    private Replay(String message) {
        super(null, null, false, false);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }

    /** What has happened at fault points, a line each. */
    static String textOf(List<String> faults) {
        return faults.isEmpty() ? "" : "; faults that happened in it:\n\t" + String.join("\n\t", faults);
    }

    /**
     * Has the seed go along with a failure, and the faults that have happened, in the place of what an earlier run has said: a failure may be
     * a constant. A test of {@code @AsyncTest} says its seed by itself, with how to run it again.
     *
     * @param whichRun says which run it was, such as with which seed
     * @param mustBeSaid whether the seed was drawn, and so is lost if the failure takes no suppressed exception
     */
    static void goesAlong(Throwable failure, String whichRun, List<String> faults, boolean mustBeSaid) {
        String message = whichRun + textOf(faults);
        Replay earlier = in(failure);
        if (earlier != null) {
            earlier.message = message;
            return;
        }
        if (faults.isEmpty() && TestRunner.isRunning()) {
            return;
        }
        failure.addSuppressed(new Replay(message));
        if (mustBeSaid && in(failure) == null) {
            Reports.warning(
                    "A run has failed with " + failure.getClass().getName()
                            + ", which takes no suppressed exception that would say it: " + message,
                    failure);
        }
    }

    private static @Nullable Replay in(Throwable failure) {
        return (Replay) Arrays.stream(failure.getSuppressed())
                .filter(Replay.class::isInstance)
                .findFirst()
                .orElse(null);
    }
}
