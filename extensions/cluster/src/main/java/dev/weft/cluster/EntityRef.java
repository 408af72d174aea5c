// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.Awaitable;
import dev.weft.NotCancelSafe;
import java.time.Duration;
import java.util.Objects;

/**
 * The way to one entity, wherever it is. What one node sends to it comes in the order in which it was awaited, also when the entity moves.
 * Loop thread only.
 *
 * @param <M> the type of what it is told
 * @param <R> the type of what it answers
 */
public final class EntityRef<M, R> {
    private final Node node;
    private final EntityKind<M, R> kind;
    private final String id;

    EntityRef(Node node, EntityKind<M, R> kind, String id) {
        this.node = node;
        this.kind = kind;
        this.id = id;
    }

    /**
     * Sends it a message. Not cancel-safe: an answer that has come when the one who asked is cancelled is lost.
     *
     * @param message what it is told
     * @return an awaitable of what it answers, to be awaited once; fails as {@link ClusterNode#ask(Service, Object)} does
     */
    @NotCancelSafe("an answer that has come when the one who asked is cancelled")
    public Awaitable<R> ask(M message) {
        return ask(message, Request.NO_LIMIT);
    }

    /**
     * Sends it a message, with a deadline. Not cancel-safe: an answer that has come when the one who asked is cancelled is lost.
     *
     * @param message what it is told
     * @param timeout how long it may take, with the way there and back and the time in the mailbox; less if the code around it has less time
     * @return an awaitable of what it answers, to be awaited once; fails as {@link ClusterNode#ask(Service, Object)} does
     */
    @NotCancelSafe("an answer that has come when the one who asked is cancelled")
    public Awaitable<R> ask(M message, Duration timeout) {
        return ask(message, ClusterNode.nanos(timeout));
    }

    private Awaitable<R> ask(M message, long limit) {
        Objects.requireNonNull(message, "message");
        return new Ask<>(node, new LaneRoute(node, kind.name(), id), kind.name(), id, message, kind.reply(), limit);
    }

    /** The kind and the id. */
    @Override
    public String toString() {
        return kind + " " + id;
    }
}
