// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A thread adds to the inbox of a loop that is about to sleep: the loop sees the entry, or is woken. */
@JCStressTest
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "the loop saw the entry")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the loop slept, and was woken")
@Outcome(expect = Expect.FORBIDDEN, desc = "the loop sleeps, and the entry lies there")
@State
public class AddedOrAsleep {
    private final Sleeper readiness = new Sleeper();
    private final Inbox inbox = new Inbox(readiness);

    @Actor
    public void adds() {
        inbox.add(() -> {});
        readiness.added = true;
    }

    @Actor
    public void waits() {
        inbox.await(Long.MAX_VALUE);
    }

    @Arbiter
    public void looks(ZZ_Result seen) {
        seen.r1 = readiness.slept;
        seen.r2 = readiness.sleepsOn;
    }

    /** Sleeps until it is woken, or the other thread has come and gone. */
    private static final class Sleeper extends NoReadiness {
        volatile boolean added;
        private volatile boolean woken;
        boolean slept;
        boolean sleepsOn;

        @Override
        public void await(long nanos) {
            slept = true;
            while (!added) {
                Thread.onSpinWait();
            }
            sleepsOn = !woken;
        }

        @Override
        public void wakeUp() {
            woken = true;
        }
    }
}
