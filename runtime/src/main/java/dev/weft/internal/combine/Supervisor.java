// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.ScheduledTask;
import dev.weft.spi.Fence;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Who is told the children of a group that fail, in place of an end of the group. */
record Supervisor(BiConsumer<? super ScheduledTask<?>, ? super Throwable> callback) {
    /** The supervisor that calls back, or none. */
    static @Nullable Supervisor of(@Nullable BiConsumer<? super ScheduledTask<?>, ? super Throwable> callback) {
        return callback == null ? null : new Supervisor(callback);
    }

    /** Tells. What the callback throws is reported, and the failure too, and the group goes on. */
    void tell(Member member, Throwable failure) {
        try {
            callback.accept(member.task(), failure);
        } catch (Throwable thrown) { // of user code
            Fence.failed(
                    "The callback for failures",
                    callback,
                    "a TaskGroup, told that " + member + " has failed with " + Failures.nameOf(failure) + ',',
                    thrown);
            member.task()
                    .reportUnseen(
                            failure,
                            "A child (" + member.task().name()
                                    + ") of a TaskGroup failed, and its supervisor could not be told");
        }
    }
}
