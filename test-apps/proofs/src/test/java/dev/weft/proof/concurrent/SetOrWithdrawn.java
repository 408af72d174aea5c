// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.concurrent;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.sync.Event;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A thread sets an event that resets itself, while another gives up waiting for it: it went in, or the event is set for the next. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "let in")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "given up, and left for the next")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost, or twice")
@State
public class SetOrWithdrawn {
    private static final Waiter NOBODY = () -> {};

    private final Event event = Event.autoReset();

    @Actor
    public void sets() {
        event.set();
    }

    @Actor
    public void waits(ZZ_Result seen) {
        Awaitable<Void> wait = event.untilSet();
        if (wait.isReady()) {
            Results.of(wait);
            seen.r1 = true;
            return;
        }
        wait.subscribe(NOBODY);
        wait.withdraw(NOBODY);
    }

    @Arbiter
    public void looks(ZZ_Result seen) {
        seen.r2 = event.isSet();
    }
}
