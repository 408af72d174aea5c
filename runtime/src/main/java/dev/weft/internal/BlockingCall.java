// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.BlockingPool;
import dev.weft.CallableOp;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.Fence;
import dev.weft.spi.SingleUse;
import dev.weft.spi.Sneaky;
import dev.weft.spi.Unseen;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The wait for a call that blocks, on a thread of an executor. A request to cancel takes it out of the queue; once it runs, it is
 * interrupted and waited for (decision 31). Of a subclass it may be waited for alone.
 *
 * @param <T> what the call returns
 */
public class BlockingCall<T> extends SingleUse<T> {
    private final CallableOp<T, ?> call;

    /** Where it runs; null for what the context says where it begins, or else the shared pool. */
    private @Nullable Executor executor;

    private @Nullable BlockingJob<T> job;

    /** The request for which the call was interrupted. */
    private @Nullable CancelRequest cancelled;

    /**
     * Makes a call, which begins when it is awaited.
     *
     * @param executor where it runs; null for that of the context, or else the shared pool
     * @param call what to run
     */
    public BlockingCall(@Nullable Executor executor, CallableOp<T, ?> call) {
        this.executor = executor;
        this.call = call;
    }

    private Executor executor() {
        Executor known = executor;
        return known == null ? BlockingPool.EXECUTOR.orElse(BlockingPool.shared()) : known;
    }

    /**
     * Says whether a request to cancel interrupts the call while it runs.
     *
     * @return false if it is waited for alone
     */
    protected boolean isInterruptible() {
        return true;
    }

    @Override
    protected String operation() {
        return "blocking(...)";
    }

    @Override
    protected void begin(Waiter waiter) {
        LoopEngine loop = Execution.loopOfCaller();
        LoopEngine virtual = loop != null && loop.hasVirtualTime() ? loop : null;
        Executor chosen = executor();
        BlockingJob<T> started = new BlockingJob<>(call, chosen, waiter, virtual);
        executor = chosen; // others who ask have another context
        if (virtual == null) {
            started.handOver();
        } else {
            virtual.holdFor(started);
        }
        job = started;
    }

    @Override
    protected boolean tryComplete() {
        BlockingJob<T> started = job;
        if (started == null || !started.hasEnded()) {
            return false;
        }
        Throwable failure = started.failure();
        if (failure != null) {
            throw Sneaky.rethrow(cancelled == null ? failure : cancellation(cancelled, failure));
        }
        return true;
    }

    /** What an interrupted call throws goes along with the cancellation, whatever the interrupt has become in it. */
    private static CancellationException cancellation(CancelRequest request, Throwable failure) {
        CancellationException cancellation = new CancellationException(request.toString());
        Unseen.goesAlong(cancellation, failure);
        return cancellation;
    }

    @Override
    @SuppressWarnings("NullAway") // what the call has returned, which may be null
    protected T value() {
        return Objects.requireNonNull(job).value();
    }

    /** False while the call runs: it is interrupted if it may be, and whoever waits is woken when it has ended. */
    @Override
    public boolean withdraw(Waiter waiter) {
        Objects.requireNonNull(waiter, "waiter");
        BlockingJob<T> started = job;
        if (started == null || isAwaitedByOther(waiter)) {
            return super.withdraw(waiter);
        }
        if (started.takeBack(isInterruptible())) {
            return super.withdraw(waiter);
        }
        if (cancelled == null && started.wasInterrupted()) {
            cancelled = CancelRequest.of(waiter);
        }
        return false;
    }

    /** The thread that runs it; null if none does. Any thread. */
    @Nullable
    Thread thread() {
        BlockingJob<T> started = job;
        return started == null ? null : started.thread();
    }

    @Override
    public WaitDescription describe() {
        return describe("blocking", Fence.nameOf(call));
    }

    /**
     * Describes the wait under another name, with where the call is.
     *
     * @param kind what sort of operation it is
     * @param identity which one
     * @return the description
     */
    protected final WaitDescription describe(String kind, String identity) {
        BlockingJob<T> started = job;
        return new WaitDescription(
                kind,
                identity + (started == null ? "" : ", " + started.where()),
                executor(),
                WaitDescription.NO_DEADLINE);
    }
}
