// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.internal.CancelRequest;
import org.jspecify.annotations.Nullable;

/** What a {@link Group} says when it refuses something. */
final class Refusals {
    private Refusals() {}

    /** Of a child, while the group ends. */
    static IllegalStateException ending(@Nullable CancelRequest request) {
        return new IllegalStateException(
                "The TaskGroup ends (it was " + request
                        + "), so it takes no more children. Spawn before, or run what cleans up with gather(...) or in a group of its own.");
    }

    /** Of a child, when the group has ended. */
    static IllegalStateException ended() {
        return new IllegalStateException(
                "The TaskGroup has ended, so it takes no more children. Spawn them before the last child ends"
                        + " and the block does, into another group, or with Weft.spawn(...).");
    }

    /** Of what belongs to a try statement, where the block is a member. */
    static IllegalStateException ofBlock(String operation) {
        return new IllegalStateException(
                "TaskGroup.run(...) and supervise(...) wait for the children themselves, when the block has ended: leave out "
                        + operation
                        + ". A part of the children is waited for with gather(...), or in a group of its own.");
    }
}
