// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.NotCancelSafe;
import dev.weft.Task;
import dev.weft.cluster.transport.Peer;
import dev.weft.sync.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A node of a cluster: what others ask of it, and what it asks of others. Loop thread only: all that it serves runs on the loop on which it
 * has joined. No argument may be null.
 *
 * <pre>{@code
 * try (ClusterNode node = await(Cluster.join("shop", ClusterConfig.tcp("127.0.0.1", 7800)))) {
 *     node.serve(PRICE, Prices::quote);
 *     node.serveEntities(CART, id -> new Cart(id));
 *     Quote quote = await(node.ask(PRICE, new Query("tea"), Duration.ofSeconds(2)));
 *     CartReply reply = await(node.entity(CART, "42").ask(new Add("tea")));
 * }
 * }</pre>
 *
 * <p>A request runs once at most. It ends with its answer, or with one of these:
 *
 * <ul>
 *   <li>{@link RemoteFailure}: it ran, and failed; the stack trace has the async call stack of both sides;
 *   <li>{@link NotServed}: it never ran;
 *   <li>{@link NodeLeft}: the node is gone that was asked; it may have run;
 *   <li>{@link RequestTimeout}: its deadline has passed; it may have run, and was told to stop.
 * </ul>
 *
 * <p>Whoever is cancelled while waiting for an answer has the other node told, which cancels the task that serves the request. The deadline is
 * the nearest of all around the await, and travels with the request: what it asks for in turn has no more time than that.
 */
public final class ClusterNode implements AutoCloseable {
    private final Node node;

    ClusterNode(Node node) {
        this.node = node;
    }

    Node node() {
        return node;
    }

    static long nanos(Duration timeout) {
        if (timeout.isNegative()) {
            return 0; // also where it is too far back to be told in nanoseconds
        }
        try {
            return timeout.toNanos();
        } catch (ArithmeticException ages) {
            return Request.NO_LIMIT;
        }
    }

    /**
     * Returns what this node is called.
     *
     * @return the name
     */
    public String name() {
        return node.name();
    }

    /**
     * Returns where this node is.
     *
     * @return the address, as {@code 127.0.0.1:7800}
     */
    public String address() {
        return node.self().address();
    }

    // ------------------------------------------------------------------ serving

    /**
     * Serves a service from now on: each request is a task on this loop. Tells all members, who ask from then on.
     *
     * @param service what is served
     * @param handler answers
     * @param <Q> the type of what is asked
     * @param <R> the type of what is answered
     * @throws IllegalStateException if it serves that already, or has left
     */
    public <Q, R> void serve(Service<Q, R> service, ServiceHandler<Q, R> handler) {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(handler, "handler");
        node.requireOpen("serve(...)");
        node.serving().serve(service, handler);
    }

    /**
     * Takes part in owning the entities of a kind: each id is on one of the nodes that do so. When members come and go, entities move, and begin
     * anew at their new owner.
     *
     * @param kind what they are
     * @param factory makes one when its first message comes
     * @param <M> the type of what they are told
     * @param <R> the type of what they answer
     * @throws IllegalStateException if it has that kind already, or has left
     */
    public <M, R> void serveEntities(EntityKind<M, R> kind, EntityFactory<M, R> factory) {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(factory, "factory");
        node.requireOpen("serveEntities(...)");
        node.hosting().serve(kind, factory);
    }

    // ------------------------------------------------------------------ asking

    /**
     * Asks any member that serves it, each in turn; one that refuses is passed over. Fails with a {@link ClusterException} that says what became
     * of the request. Not cancel-safe: an answer that has come when the one who asked is cancelled is lost.
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
     * Asks any member that serves it, with a deadline. Not cancel-safe: an answer that has come when the one who asked is cancelled is lost.
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
        return ask(service, question, nanos(timeout));
    }

    private <Q, R> Awaitable<R> ask(Service<Q, R> service, Q question, long limit) {
        Objects.requireNonNull(question, "question");
        return new Ask<>(
                node, new AnyRoute(node, service.name()), service.name(), null, question, service.answer(), limit);
    }

    /**
     * Returns the way to one entity.
     *
     * @param kind what it is
     * @param id which one: 1 to 1,000 characters
     * @return the way, which costs nothing to keep
     * @param <M> the type of what it is told
     * @param <R> the type of what it answers
     */
    public <M, R> EntityRef<M, R> entity(EntityKind<M, R> kind, String id) {
        Objects.requireNonNull(id, "id");
        if (id.isEmpty() || id.length() > 1_000) {
            throw new IllegalArgumentException(
                    "The id of an entity has 1 to 1,000 characters, and this one has " + id.length());
        }
        return new EntityRef<>(node, Objects.requireNonNull(kind, "kind"), id);
    }

    // ------------------------------------------------------------------ members

    /**
     * Returns the way to a member. It need not be there: whoever asks it then gets {@link NotServed}.
     *
     * @param name what it is called
     * @return the way
     */
    public Member member(String name) {
        Peer peer = node.roster().named(Objects.requireNonNull(name, "name"));
        return new Member(node, name, peer == null ? "" : peer.address());
    }

    /**
     * Watches who is there, this node included, in the order in which they came.
     *
     * @return an observer that has seen who is there now: {@code get()} says so, and {@code changed()} waits for another list. When this node
     *     leaves, that is an empty one, and the last
     */
    public Watch.Observer<List<Member>> members() {
        return node.members().observe();
    }

    // ------------------------------------------------------------------ leaving

    /**
     * Leaves the cluster: serves nothing more, has that end which it serves, up to the time of grace, and tells the others. Cancel-safe: whoever
     * is cancelled leaves it to go on.
     *
     * @param grace how long requests may go on
     * @return a task without a result, which ends when the node has left
     */
    @CancelSafe
    public Task<Void> leave(Duration grace) {
        return node.leave(Objects.requireNonNull(grace, "grace"));
    }

    /**
     * Leaves at once, without waiting for that: what it serves is broken off, and what it has asked for fails with {@link NodeLeft}. The loop
     * does not end before it has left. Idempotent.
     */
    @Override
    public void close() {
        if (!node.isClosed()) {
            node.requireOpen("close()");
            node.close();
        }
    }

    /** The name and the cluster. */
    @Override
    public String toString() {
        return node.toString();
    }
}
