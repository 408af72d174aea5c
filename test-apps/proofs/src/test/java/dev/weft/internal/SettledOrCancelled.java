// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** A future is settled by one thread and cancelled by another: who holds the future gets the result, or it is given back. */
@JCStressTest
@Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "cancelled, and the result given back")
@Outcome(id = "false, 0", expect = Expect.ACCEPTABLE, desc = "settled, and the result kept")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost, or given twice")
@State
public class SettledOrCancelled {
    private final Given awaited = new Given();
    private final AwaitFuture<String> future = new AwaitFuture<>();

    @Actor
    public void settles() {
        future.settle("result", null, awaited);
    }

    @Actor
    public void cancels() {
        var unused = future.cancel(true);
    }

    @Arbiter
    public void looks(ZI_Result seen) {
        seen.r1 = future.isCancelled();
        seen.r2 = awaited.givenBack.get();
    }

    /** Counts what is given back. */
    private static final class Given implements Awaitable<String> {
        final AtomicInteger givenBack = new AtomicInteger();

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public String result() {
            return "result";
        }

        @Override
        public void subscribe(Waiter waiter) {}

        @Override
        public boolean withdraw(Waiter waiter) {
            return true;
        }

        @Override
        public void discard(String result) {
            givenBack.incrementAndGet();
        }
    }
}
