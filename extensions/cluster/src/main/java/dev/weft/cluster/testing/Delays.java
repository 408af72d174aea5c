// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.testing;

import dev.weft.SimulatedLoop;
import java.time.Duration;
import java.util.Random;

/** What the seed draws. Loop thread only. */
final class Delays {
    private static final long LEAST = Duration.ofNanos(50_000).toNanos();

    private final Random random;
    private long message = Duration.ofMillis(5).toNanos();
    private long view = Duration.ofMillis(20).toNanos();
    private long notice = Duration.ofMillis(500).toNanos();

    Delays(SimulatedLoop loop) {
        this.random = new Random(loop.seed().orElse(0));
    }

    void set(Duration itsMessage, Duration itsView, Duration itsNotice) {
        message = nanos(itsMessage, "message");
        view = nanos(itsView, "view");
        notice = nanos(itsNotice, "notice");
    }

    private static long nanos(Duration most, String what) {
        if (most.isNegative()) {
            throw new IllegalArgumentException(
                    "The delay of a " + what + " is at most " + most + ", which is negative.");
        }
        return most.toNanos();
    }

    /** Draws a number below another. */
    int draw(int below) {
        return random.nextInt(below);
    }

    long ofMessage() {
        return drawn(message);
    }

    long ofView() {
        return drawn(view);
    }

    long ofNotice() {
        return drawn(notice);
    }

    /** Most take a small part of what they may. */
    private long drawn(long most) {
        return LEAST + (long) (random.nextDouble() * random.nextDouble() * most);
    }
}
