// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.concurrent;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.sync.Channel;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A thread sends while another gives up receiving: one has the element, whole, or the channel. */
@JCStressTest
@Outcome(id = "42, 0", expect = Expect.ACCEPTABLE, desc = "received")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "given up, and left in the channel")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost, doubled, or not whole")
@State
public class SentOrWithdrawn {
    private static final Waiter NOBODY = () -> {};

    private final Channel<Box> channel = Channel.bounded(1);

    /** An element with a field that nothing but the channel publishes. */
    private static final class Box {
        int content;
    }

    @Actor
    public void sends() {
        Box box = new Box();
        box.content = 42;
        channel.trySend(box);
    }

    @Actor
    public void receives(II_Result seen) {
        Awaitable<Box> receive = channel.receive();
        if (!receive.isReady()) {
            receive.subscribe(NOBODY);
            if (receive.withdraw(NOBODY)) {
                return;
            }
            while (!receive.isReady()) {
                Thread.onSpinWait(); // it is settled
            }
        }
        seen.r1 = Results.of(receive).content;
    }

    @Arbiter
    public void looks(II_Result seen) {
        seen.r2 = channel.statistics().size();
    }
}
