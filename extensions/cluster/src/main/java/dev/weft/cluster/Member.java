// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.Awaitable;
import dev.weft.NotCancelSafe;
import dev.weft.cluster.transport.Peer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A member of a cluster, to be asked by name. Loop thread only, but for what says which it is. */
public final class Member {
    private final Node node;
    private final String name;
    private final String address;

    Member(Node node, Peer peer) {
        this(node, peer.name(), peer.address());
    }

    Member(Node node, String name, String address) {
        this.node = node;
        this.name = name;
        this.address = address;
    }

    /**
     * Returns what it is called.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns where it is.
     *
     * @return the address, as {@code 127.0.0.1:7800}; empty if no member of this name was there when this was made
     */
    public String address() {
        return address;
    }

    /**
     * Asks this member. As {@link ClusterNode#ask(Service, Object)}, but nobody else is asked. Not cancel-safe: an answer that has come when the one who asked is cancelled is lost.
     *
     * @param service what for
     * @param question what is asked
     * @return an awaitable of the answer, to be awaited once; null where the service answers with nothing
     * @param <Q> the type of what is asked
     * @param <R> the type of what is answered
     */
    @NotCancelSafe("an answer that has come when the one who asked is cancelled")
    public <Q, R> Awaitable<R> ask(Service<Q, R> service, Q question) {
        return ask(service, question, Request.NO_LIMIT);
    }

    /**
     * Asks this member, with a deadline. Not cancel-safe: an answer that has come when the one who asked is cancelled is lost.
     *
     * @param service what for
     * @param question what is asked
     * @param timeout how long it may take, with the way there and back; less if the code around it has less time
     * @return an awaitable of the answer, to be awaited once; null where the service answers with nothing
     * @param <Q> the type of what is asked
     * @param <R> the type of what is answered
     */
    @NotCancelSafe("an answer that has come when the one who asked is cancelled")
    public <Q, R> Awaitable<R> ask(Service<Q, R> service, Q question, Duration timeout) {
        return ask(service, question, ClusterNode.nanos(timeout));
    }

    private <Q, R> Awaitable<R> ask(Service<Q, R> service, Q question, long limit) {
        Objects.requireNonNull(question, "question");
        return new Ask<>(node, new MemberRoute(node, name), service.name(), null, question, service.answer(), limit);
    }

    /** Whether it is the same member, as the same node sees it: of the same name, at the same address. Any thread. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Member member
                && node == member.node
                && name.equals(member.name)
                && address.equals(member.address);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, address);
    }

    /** The name and the address. */
    @Override
    public String toString() {
        return (name + ' ' + address).strip();
    }
}
