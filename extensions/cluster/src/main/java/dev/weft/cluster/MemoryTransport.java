// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.cluster.transport.Peer;
import dev.weft.cluster.transport.Receiver;
import dev.weft.cluster.transport.Transport;
import dev.weft.cluster.transport.View;
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
    /** A view and its place among all that the cluster ever had: none is seen after a later one. */
    record Numbered(long number, List<MemoryTransport> members) {
        View view() {
            return new View(
                    "v" + number, members.stream().map(MemoryTransport::self).toList());
        }
    }

    /** A question that waits for its answer. */
    private static final class Asked {
        final Peer to;
        final CompletableFuture<byte[]> answer = new CompletableFuture<>();

        Asked(Peer to) {
            this.to = to;
        }
    }

    private final MemoryCluster net;
    private final Set<Asked> asked = new LinkedHashSet<>();
    private final List<Runnable> held = new ArrayList<>();
    private @Nullable Peer self;
    private @Nullable Receiver receiver;
    private Numbered seen = new Numbered(0, List.of());
    private boolean stopped;

    MemoryTransport(MemoryCluster net) {
        this.net = net;
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
        net.mayThrow();
        receiver = itsReceiver;
        Peer peer = net.peer(node);
        self = peer;
        net.enter(this);
        return peer;
    }

    @Override
    public CompletionStage<byte[]> ask(Peer to, byte[] request) {
        net.mayThrow();
        Asked question = new Asked(to);
        MemoryTransport other = net.member(to);
        if (other == null || !sees(to)) {
            question.answer.completeExceptionally(new IllegalStateException("no member " + to));
        } else {
            asked.add(question);
            net.send(this, other, () -> other.request(this, request, question));
        }
        return question.answer;
    }

    private void request(MemoryTransport from, byte[] request, Asked question) {
        receiver().request(from.self(), request.clone(), bytes -> {
            if (sees(from.self())) {
                net.send(this, from, () -> from.answered(question, bytes));
            }
        });
    }

    private void answered(Asked question, byte[] bytes) {
        asked.remove(question);
        question.answer.complete(bytes);
    }

    @Override
    public void tell(Peer to, byte[] message) {
        MemoryTransport other = net.member(to);
        if (other != null && sees(to)) {
            net.send(this, other, () -> other.receiver().message(self(), message.clone()));
        }
    }

    @Override
    public void leave() {
        net.remove(this);
    }

    // ------------------------------------------------------------------ what happens to it

    /** Sees a view, unless it has seen a later one. */
    void see(Numbered next) {
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
            before.stream().filter(other -> !sees(other.self())).forEach(gone -> net.reset(this, gone));
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
