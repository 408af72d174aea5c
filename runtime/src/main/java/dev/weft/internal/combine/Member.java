// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.internal.EndWaiter;
import dev.weft.internal.SpawnedTask;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A task of a {@link Group} that has not ended: an entry in the group's list, and the waiter of the task's end. */
final class Member extends EndWaiter {
    private final Group group;

    /** In which order the tasks of the group were spawned; the block is 0. */
    final int number;

    /** What runs, once it was started. */
    private @Nullable SpawnedTask<?> task;

    /** Whether the group knows how it has ended. */
    boolean isNoted;

    /** Whether it has the request with which the group ends. */
    boolean isAsked;

    /** Neighbours in the list of the group. */
    @Nullable
    Member previous;

    @Nullable
    Member next;

    Member(Group group, int number) {
        this.group = group;
        this.number = number;
    }

    void runs(SpawnedTask<?> started) {
        task = started;
    }

    SpawnedTask<?> task() {
        return Objects.requireNonNull(task);
    }

    /** The block is 0. */
    boolean isBlock() {
        return number == 0;
    }

    @Override
    public void wake() {
        group.ended(this);
    }

    @Override
    public String toString() {
        return isBlock() ? "the block" : "child " + task().name();
    }
}
