// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.concurrent;

import dev.weft.Awaitable;
import dev.weft.sync.Event;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A thread sets an event while another begins to wait for it: who waits is woken, and finds the event set when it asks. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "woken, and let in")
@Outcome(expect = Expect.FORBIDDEN, desc = "the wake was lost, or told of nothing")
@State
public class SetOrSubscribed {
    private final Event event = new Event();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Awaitable<Void> wait = event.untilSet();

    @Actor
    public void sets() {
        event.set();
    }

    @Actor
    public void waits() {
        wait.subscribe(() -> woken.set(true));
    }

    @Arbiter
    public void looks(ZZ_Result seen) {
        seen.r1 = woken.get();
        seen.r2 = wait.isReady();
    }
}
