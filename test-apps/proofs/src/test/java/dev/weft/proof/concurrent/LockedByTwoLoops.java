// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.concurrent;

import dev.weft.internal.BoundLoop;
import dev.weft.sync.Mutex;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two loops use a mutex for the first time: it belongs to one of them, and the other is refused. */
@JCStressTest
@Outcome(
        id = {"1, 3", "3, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "one has it, the other is refused")
@Outcome(expect = Expect.FORBIDDEN, desc = "both were let in")
@State
public class LockedByTwoLoops {
    private final Mutex mutex = new Mutex();

    @Actor
    public void one(II_Result seen) {
        seen.r1 = locks();
    }

    @Actor
    public void other(II_Result seen) {
        seen.r2 = locks();
    }

    /** 1 if it is locked, 2 if it was found locked, 3 if the loop was refused. */
    private int locks() {
        BoundLoop.ensure();
        try {
            return mutex.tryLock() ? 1 : 2;
        } catch (IllegalStateException refused) {
            return 3;
        }
    }
}
