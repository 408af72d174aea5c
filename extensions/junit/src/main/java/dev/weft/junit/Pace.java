// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import dev.weft.SimulatedLoop;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Whether a run in virtual time that does not end gets on: watched for a moment, by another thread than that of the loop. */
final class Pace {
    private static final int MOST_LOOKS = 100;
    private static final long NANOS_BETWEEN = 1_000_000;

    private final SimulatedLoop loop;
    private final String pace;

    Pace(SimulatedLoop loop) {
        this.loop = loop;
        long nanos = loop.nanoTime();
        long steps = loop.steps();
        for (int look = 0; look < MOST_LOOKS && loop.nanoTime() == nanos; look++) {
            LockSupport.parkNanos(NANOS_BETWEEN);
        }
        pace = loop.nanoTime() > nanos
                ? "it goes on"
                : loop.steps() > steps ? "it goes on, while no time passes" : "it does not go on";
    }

    /** Goes on a sentence about the run. */
    @Override
    public String toString() {
        long steps = loop.steps();
        return "; " + Duration.ofNanos(loop.nanoTime()) + " have passed in virtual time, in " + steps
                + (steps == 1 ? " step" : " steps") + ", and " + pace;
    }
}
