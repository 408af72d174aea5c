// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.TaskGroup;
import dev.weft.internal.CancelRequest;
import dev.weft.internal.Execution;
import dev.weft.internal.LoopEngine;
import dev.weft.internal.SpawnedTask;
import dev.weft.spi.Insistent;
import dev.weft.spi.Reports;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The group of a try statement, whose block is code of the task that has opened it, the owner. Whether it is a try statement that has
 * opened it nobody knows: if it is neither joined nor closed when the owner ends, that is said, and what has failed by then and later is
 * reported unless somebody joins it yet.
 */
public final class TryGroup extends Group {
    private final SpawnedTask<?> owner;

    /** Told when the owner ends. */
    private final Insistent onOwnerEnd = this::ownerEnded;

    private boolean hasOwnerEnded;

    /** Whether the owner was cancelled by the group, and that was not taken back. */
    private boolean ownerInterrupted;

    private TryGroup(
            LoopEngine loop,
            SpawnedTask<?> owner,
            @Nullable BiConsumer<? super ScheduledTask<?>, ? super Throwable> onFailure) {
        super(loop, owner, onFailure);
        this.owner = owner;
    }

    /**
     * Opens a group in the running task.
     *
     * @param onFailure is told children that fail, and nobody is ended by them; or null
     * @return the group
     */
    public static TaskGroup open(@Nullable BiConsumer<? super ScheduledTask<?>, ? super Throwable> onFailure) {
        LoopEngine loop = Execution.requireLoop("TaskGroup.open(...)");
        SpawnedTask<?> owner = (SpawnedTask<?>) Execution.currentTask();
        TryGroup group = new TryGroup(loop, owner, onFailure);
        owner.subscribe(group.onOwnerEnd);
        return group;
    }

    /** Says that nobody has closed the group, if that is so. */
    private void ownerEnded() {
        hasOwnerEnded = true;
        if (isJoined() || isUnused()) {
            return;
        }
        int left = running();
        Reports.forgotten(
                "A TaskGroup was neither joined nor closed by task " + owner.name() + ", which has ended"
                        + (left == 0 ? "" : "; " + left + " of its children " + (left == 1 ? "runs" : "run") + " on")
                        + ". What its children fail with is reported, unless another task joins it."
                        + " Open it in a try statement and await join() at the end of that, or use TaskGroup.run(...)",
                null);
        reportFailures();
    }

    @Override
    boolean isLeft() {
        return hasOwnerEnded && !isJoined();
    }

    @Override
    void closed() {
        owner.unsubscribe(onOwnerEnd);
    }

    @Override
    void interruptBlock(CancelRequest by) {
        if (!isJoined() && !ownerInterrupted) {
            ownerInterrupted = owner.cancel(by);
        }
    }

    @Override
    public Awaitable<Void> join() {
        loop().requireLoopThread("join() of a TaskGroup");
        takeBack();
        return GroupCall.join(this);
    }

    /** Takes back the request by which a child that failed has interrupted the owner: an exception tells the owner now. */
    private void takeBack() {
        if (ownerInterrupted) {
            ownerInterrupted = false;
            owner.uncancel();
        }
    }

    @Override
    public void close() {
        loop().requireLoopThread("close() of a TaskGroup");
        takeBack();
        List<SpawnedTask<?>> left = abandon("close() of a TaskGroup");
        if (!left.isEmpty()) {
            Reports.forgotten(
                    "A TaskGroup was closed while " + left.size() + " of its children ran, such as "
                            + left.get(0).name()
                            + ". They were cancelled, and nobody waits for them. Await join() at the end of the try statement;"
                            + " if the block may throw before, use TaskGroup.run(...), which waits in any case",
                    null);
        }
        throwFailures();
    }
}
