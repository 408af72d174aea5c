// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.concurrent;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A coroutine that no loop runs awaits a thing, which one thread hands over while another cancels: whoever awaits has the thing, or it lies
 * where it was.
 */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "cancelled, and nobody has the thing")
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "handed over")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost, given twice, or neither came")
@State
public class HandedOrCancelled {
    private final Thing thing = new Thing();
    private final CompletableFuture<String> future = thing.toCompletableFuture();

    @Actor
    public void hands() {
        thing.hand();
    }

    @Actor
    public void cancels() {
        var unused = future.cancel(true);
    }

    @Arbiter
    public void looks(ZZ_Result seen) {
        seen.r1 = future.isCancelled();
        seen.r2 = thing.isFree();
        if (!future.isDone()) {
            throw new IllegalStateException("neither handed over nor cancelled");
        }
    }

    /** One thing, which one of those who await it takes. */
    private static final class Thing implements Awaitable<String> {
        private final AtomicReference<@Nullable Waiter> waiter = new AtomicReference<>();
        private final AtomicReference<String> where = new AtomicReference<>("nowhere");

        void hand() {
            where.set("here");
            Waiter waiting = waiter.getAndSet(null);
            if (waiting != null) {
                waiting.wake();
            }
        }

        boolean isFree() {
            return "here".equals(where.get());
        }

        @Override
        public boolean isReady() {
            return isFree();
        }

        @Override
        public String result() {
            if (!where.compareAndSet("here", "taken")) {
                throw new IllegalStateException("taken before");
            }
            return "the thing";
        }

        @Override
        public void subscribe(Waiter waiting) {
            waiter.set(waiting);
        }

        @Override
        public boolean withdraw(Waiter gone) {
            waiter.compareAndSet(gone, null);
            return true;
        }

        @Override
        public void discard(String result) {
            where.set("here");
        }
    }
}
