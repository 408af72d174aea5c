// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.testing;

import dev.weft.cluster.transport.Peer;
import dev.weft.cluster.transport.Receiver;
import dev.weft.cluster.transport.Transport;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A member of a {@link MemoryCluster}. */
final class MemoryTransport implements Transport {
    /** A question that waits for its answer. */
    private static final class Asked {
        final Peer to;
        final CompletableFuture<byte[]> answer = new CompletableFuture<>();

        Asked(Peer to) {
            this.to = to;
        }
    }

    private final Membership membership;
    private final Links links;
    private final Set<Asked> asked = new LinkedHashSet<>();
    private final List<Runnable> held = new ArrayList<>();
    private volatile @Nullable Peer self;
    private volatile @Nullable Receiver receiver;

    /** Set by the thread that joins, then by the loop. */
    private volatile Seen seen = new Seen(0, List.of());

    private volatile boolean stopped;

    MemoryTransport(Membership membership, Links links) {
        this.membership = membership;
        this.links = links;
    }

    Peer self() {
        return Objects.requireNonNull(self);
    }

    private Receiver receiver() {
        return Objects.requireNonNull(receiver);
    }

    boolean isStopped() {
        return stopped;
    }

    private boolean sees(Peer peer) {
        return seen.view().peers().contains(peer);
    }

    // ------------------------------------------------------------------ as a transport

    @Override
    public Peer join(String cluster, String node, Receiver itsReceiver) throws Exception {
        if (self != null) {
            throw new IllegalStateException(
                    "This transport has joined already. Each node needs one of its own: transport().");
        }
        receiver = itsReceiver;
        Peer peer = membership.peer(cluster, node);
        self = peer;
        membership.enter(this);
        return peer;
    }

    @Override
    public CompletionStage<byte[]> ask(Peer to, byte[] request) {
        Asked question = new Asked(to);
        links.onLoop(() -> send(question, request));
        return question.answer;
    }

    private void send(Asked question, byte[] request) {
        MemoryTransport other = membership.member(question.to);
        if (other == null || !sees(question.to)) {
            question.answer.completeExceptionally(new IllegalStateException("no member " + question.to));
        } else {
            asked.add(question);
            links.send(this, other, () -> other.request(this, request, question));
        }
    }

    private void request(MemoryTransport from, byte[] request, Asked question) {
        receiver()
                .request(
                        from.self(),
                        request.clone(),
                        bytes -> links.onLoop(() -> {
                            if (sees(from.self())) {
                                links.send(this, from, () -> from.answered(question, bytes));
                            }
                        }));
    }

    private void answered(Asked question, byte[] bytes) {
        asked.remove(question);
        question.answer.complete(bytes);
    }

    @Override
    public void tell(Peer to, byte[] message) {
        links.onLoop(() -> {
            MemoryTransport other = membership.member(to);
            if (other != null && sees(to)) {
                links.send(this, other, () -> other.receiver().message(self(), message.clone()));
            }
        });
    }

    @Override
    public void leave() {
        if (membership.remove(this)) {
            links.gone(this);
        }
    }

    // ------------------------------------------------------------------ what happens to it

    /** Sees a view, unless it has seen a later one. */
    void see(Seen next) {
        if (stopped) {
            held.add(() -> see(next));
        } else if (next.number() > seen.number()) {
            List<MemoryTransport> before = seen.members();
            seen = next;
            receiver().view(next.view());
            for (Asked question : List.copyOf(asked)) {
                if (!sees(question.to)) {
                    asked.remove(question);
                    question.answer.completeExceptionally(new IllegalStateException("it has left"));
                }
            }
            before.stream().filter(other -> !sees(other.self())).forEach(gone -> links.reset(this, gone));
        }
    }

    /** Hears and says nothing. */
    void stop() {
        stopped = true;
    }

    /** Goes on: hears all that it has missed at once. */
    void goOn() {
        stopped = false;
        List<Runnable> missed = List.copyOf(held);
        held.clear();
        missed.forEach(Runnable::run);
    }

    @Override
    public String toString() {
        return "memory";
    }
}
