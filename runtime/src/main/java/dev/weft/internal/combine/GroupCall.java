// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.TaskGroup;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.internal.BlockFrame;
import dev.weft.internal.CancelRequest;
import dev.weft.internal.Execution;
import dev.weft.internal.LoopEngine;
import dev.weft.internal.SpawnedTask;
import dev.weft.internal.StructuredCall;
import dev.weft.spi.SingleUse;
import dev.weft.spi.Sneaky;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The wait for all members of a {@link Group}: of {@code run}, which makes the group and starts the block, or of {@code join}.
 *
 * @param <R> what the block returns
 */
public final class GroupCall<R> extends SingleUse<R> implements StructuredCall {
    /** Makes the group of a block, when that is to start. */
    interface Opening {
        Group open(LoopEngine loop, Waiter waiter);
    }

    /** Null of a join. */
    private final TaskGroup.@Nullable Body<R, ?> body;

    private final String operation;
    private final List<? extends Awaitable<?>> parts;
    private final @Nullable Opening opening;

    /** Of a block, null until it begins. */
    private @Nullable Group group;

    private @Nullable SpawnedTask<R> block;
    private @Nullable CancelRequest cancelled;

    private GroupCall(
            String operation,
            List<? extends Awaitable<?>> parts,
            TaskGroup.@Nullable Body<R, ?> body,
            @Nullable Opening opening,
            @Nullable Group group) {
        this.operation = operation;
        this.parts = parts;
        this.body = body;
        this.opening = opening;
        this.group = group;
    }

    /**
     * Makes the call of a block, which runs when the call is awaited.
     *
     * @param body the block
     * @param onFailure is told children that fail, and nobody is ended by them; or null
     * @return the call
     * @param <R> what the block returns
     */
    public static <R> GroupCall<R> of(
            TaskGroup.Body<R, ?> body, @Nullable BiConsumer<? super ScheduledTask<?>, ? super Throwable> onFailure) {
        return of(
                onFailure == null ? "TaskGroup.run(...)" : "TaskGroup.supervise(...)",
                List.of(),
                body,
                (loop, waiter) -> new Group(loop, waiter, onFailure));
    }

    /** As {@link #of(TaskGroup.Body, BiConsumer)}, of a block that starts some parts first, which are given up if it does not. */
    static <R> GroupCall<R> of(
            String operation, List<? extends Awaitable<?>> parts, TaskGroup.Body<R, ?> body, Opening opening) {
        return new GroupCall<>(operation, parts, body, opening, null);
    }

    static GroupCall<Void> join(Group group) {
        return new GroupCall<>("join()", List.of(), null, null, group);
    }

    @Override
    protected String operation() {
        return operation;
    }

    @Override
    protected void begin(Waiter waiter) {
        if (body == null || opening == null) {
            joins(Objects.requireNonNull(group));
        } else {
            starts(body, opening, waiter);
        }
    }

    private void starts(TaskGroup.Body<R, ?> starting, Opening with, Waiter waiter) {
        LoopEngine loop = Execution.requireLoop(operation());
        Group opened = with.open(loop, waiter);
        group = opened;
        block = opened.startBlock(new BlockFrame<R>(() -> starting.run(opened)));
        opened.joinedBy(this);
    }

    private void joins(Group joined) {
        joined.joinedBy(this);
        if (joined.left() == 0) {
            complete();
        }
    }

    /** The last member has ended. */
    void allEnded() {
        complete();
    }

    /** There may be nothing to join. */
    @Override
    protected boolean tryComplete() {
        if (group == null) {
            return false;
        }
        group.cancelMembers();
        if (group.left() > 0) {
            return false;
        }
        if (body == null) {
            group.joinedBy(this);
        }
        return true;
    }

    @Override
    @SuppressWarnings("NullAway") // null where there is no block, or cancel() has ended it
    protected R value() {
        Group ended = Objects.requireNonNull(group);
        if (cancelled != null) {
            throw Sneaky.rethrow(ended.cancellation(cancelled));
        }
        ended.throwFailures();
        return block == null || block.state() != ScheduledTask.State.SUCCEEDED ? null : block.result();
    }

    /** The children of a join run already, and so have to unwind, whether it has begun or not. */
    @Override
    public boolean withdraw(Waiter waiter) {
        Objects.requireNonNull(waiter, "waiter");
        Group running = group;
        if (running == null) {
            parts.forEach(part -> Unstarted.giveUp(part, waiter));
        }
        if (running == null || (running.left() == 0 && cancelled == null)) {
            return super.withdraw(waiter);
        }
        return isAwaitedByOther(waiter) || (running.left() > 0 && isCancelledAlone(waiter, running));
    }

    /**
     * Passes the request on to the members, for which a waiter in a circle does not wait. Where memory lacks they get it when somebody
     * asks again.
     */
    private boolean isCancelledAlone(Waiter waiter, Group running) {
        try {
            return running.loop().cancelParts(this, waiter);
        } catch (Throwable lacking) {
            CancelRequest asked = CancelRequest.of(waiter);
            cancelled = asked;
            running.endLater(asked);
            return false;
        }
    }

    @Override
    public List<SpawnedTask<?>> cancelled(CancelRequest request) {
        cancelled = request;
        return group == null ? List.of() : group.ending(request);
    }

    @Override
    public List<SpawnedTask<?>> awaited() {
        return group == null ? List.of() : group.present();
    }

    /** The result of an async method has no way back, and those of the children stay with their tasks. */
    @Override
    public void giveBack() {}

    /** While somebody waits, the loop on which it began: on that alone it is asked and withdrawn. */
    @Override
    public @Nullable EventLoop loop() {
        return waiter() == null || group == null ? null : group.loop();
    }

    @Override
    public WaitDescription describe() {
        return WaitDescription.of("group", "with " + (group == null ? 0 : group.left()) + " running");
    }
}
