// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a suspended task waits for, as facts that a dump can print. Made only when somebody asks.
 *
 * @param kind what sort of operation it is, as one lower-case noun: {@code sleep}, {@code read}, {@code task}
 * @param identity which one it is, for a person to recognise; empty when there is nothing to tell
 * @param owner what has to act before the wait ends, such as the task awaited or the peer's address; null when nobody in
 *     particular
 * @param deadlineNanos when the wait ends by itself, on the clock of {@link EventLoop#nanoTime()};
 *     {@link #NO_DEADLINE} when it does not
 * @param subject the object that all have in common who wait for the same one, such as a lock or a channel; null where each wait has but
 *     itself
 */
public record WaitDescription(
        String kind,
        String identity,
        @Nullable Object owner,
        long deadlineNanos,
        @Nullable Object subject) {
    /** The deadline of a wait without one. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    /**
     * Refuses a missing kind or identity.
     *
     * @param kind see {@link #kind}
     * @param identity see {@link #identity}
     * @param owner see {@link #owner}
     * @param deadlineNanos see {@link #deadlineNanos}
     * @param subject see {@link #subject}
     */
    public WaitDescription {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(identity, "identity");
    }

    /**
     * Describes a wait that has no subject.
     *
     * @param kind see {@link #kind}
     * @param identity see {@link #identity}
     * @param owner see {@link #owner}
     * @param deadlineNanos see {@link #deadlineNanos}
     */
    public WaitDescription(String kind, String identity, @Nullable Object owner, long deadlineNanos) {
        this(kind, identity, owner, deadlineNanos, null);
    }

    /**
     * Returns a description with a subject.
     *
     * @param common what all have in common who wait for it
     * @return the description
     */
    public WaitDescription of(Object common) {
        return new WaitDescription(kind, identity, owner, deadlineNanos, Objects.requireNonNull(common, "common"));
    }

    /**
     * Describes a wait that has neither an owner nor a deadline.
     *
     * @param kind see {@link #kind}
     * @param identity see {@link #identity}
     * @return the description
     */
    public static WaitDescription of(String kind, String identity) {
        return new WaitDescription(kind, identity, null, NO_DEADLINE);
    }

    /** The kind, the identity and the owner, as far as there are any: {@code read 10.0.0.7:50082->10.0.0.1:5432}. */
    @Override
    public String toString() {
        return kind + (identity.isEmpty() ? "" : " " + identity) + (owner == null ? "" : ", owner " + owner);
    }
}
