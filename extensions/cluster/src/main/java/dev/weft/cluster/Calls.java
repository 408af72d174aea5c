// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.cluster.transport.Peer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The requests of this node that are under way. Loop thread only. */
final class Calls {
    private record Sent(Ask<?> ask, Peer peer) {}

    private final Node node;
    private final Map<Long, Sent> underWay = new HashMap<>();
    private final SignsOfLife signs;
    private long last;
    private int turns;

    Calls(Node node) {
        this.node = node;
        this.signs = new SignsOfLife(node);
    }

    /** A number that is another each time, for who takes turns. */
    int turn() {
        return turns++;
    }

    int size() {
        return underWay.size();
    }

    /** A number that is higher than those before. */
    long next() {
        return ++last;
    }

    void transmit(Ask<?> ask, Peer peer, long flight) {
        if (node.isClosed()) {
            ask.unsent(node + " has left", null);
            return;
        }
        long number = next();
        CompletionStage<byte[]> answering;
        try {
            answering = node.transport().ask(peer, Wire.request(ask.to(peer, number, flight)));
        } catch (RuntimeException unsent) {
            ask.unsent(String.valueOf(unsent.getMessage()), unsent);
            return;
        }
        underWay.put(number, new Sent(ask, peer));
        signs.asked(peer);
        answering.whenComplete((answer, failure) -> node.post(() -> answered(number, answer, failure)));
    }

    private void answered(long number, byte @Nullable [] bytes, @Nullable Throwable failure) {
        Sent sent = underWay.remove(number);
        if (sent == null) {
            return; // it was cancelled, or its peer has gone
        }
        if (bytes == null) {
            sent.ask().left(sent.peer(), failure);
            return;
        }
        signs.answered(sent.peer());
        Answer answer;
        try {
            answer = Answer.read(bytes);
        } catch (IOException unreadable) {
            sent.ask()
                    .end(new NodeLeft(
                            "The answer of " + sent.peer() + " to " + sent.ask().title() + " cannot be read: "
                                    + unreadable.getMessage(),
                            unreadable));
            return;
        }
        sent.ask().answered(sent.peer(), answer);
    }

    /** Forgets a request, and tells who was asked. */
    void cancel(long number, Peer peer) {
        if (underWay.remove(number) != null) {
            node.transport().tell(peer, Wire.cancel(number));
        }
    }

    /** Fails the requests to peers that are gone. The transport does so, too, perhaps later. */
    void endIf(Predicate<Peer> isGone) {
        List<Map.Entry<Long, Sent>> ended = underWay.entrySet().stream()
                .filter(entry -> isGone.test(entry.getValue().peer()))
                .toList();
        ended.forEach(entry -> underWay.remove(entry.getKey()));
        ended.forEach(entry -> entry.getValue().ask().left(entry.getValue().peer(), null));
    }

    /** Those who are asked something. */
    Set<Peer> peers() {
        return underWay.values().stream().map(Sent::peer).collect(Collectors.toSet());
    }

    /** Fails the requests to a peer that has forgotten this node, and tells it, in case that it had not. */
    void endForgotten(Peer by) {
        withdraw(by, ask -> ask.left(by, null));
    }

    /** Fails the requests to a peer that gives no sign of life, and tells it, in case that it hears that some time. */
    void endSilent(Peer peer) {
        withdraw(
                peer,
                ask -> ask.end(new NodeLeft(
                        "Node " + peer + " of cluster " + node.cluster() + " has answered nothing for "
                                + node.config().values().silence.toMillis() + " ms, nor " + ask.title()
                                + ". It may have run the request.",
                        null)));
    }

    private void withdraw(Peer from, Consumer<Ask<?>> end) {
        List.copyOf(underWay.entrySet()).forEach(entry -> {
            if (entry.getValue().peer().equals(from)) {
                cancel(entry.getKey(), from);
                end.accept(entry.getValue().ask());
            }
        });
    }

    /** Fails all, since this node leaves. */
    void close() {
        signs.close();
        List<Sent> ended = List.copyOf(underWay.values());
        underWay.clear();
        ended.forEach(sent -> sent.ask()
                .end(new NodeLeft(
                        node + " has left before " + sent.peer() + " answered "
                                + sent.ask().title() + ". That may have run the request.",
                        null)));
    }
}
