// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.cluster.transport.Peer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The requests of this node that are under way. Loop thread only. */
final class Calls {
    private record Sent(Ask<?> ask, Peer peer) {}

    private final Node node;
    private final Map<Long, Sent> underWay = new HashMap<>();
    private long last;
    private int turns;

    Calls(Node node) {
        this.node = node;
    }

    /** A number that is another each time, for who takes turns. */
    int turn() {
        return turns++;
    }

    int size() {
        return underWay.size();
    }

    void transmit(Ask<?> ask, Peer peer) {
        long number = ++last;
        byte[] bytes = Wire.request(ask.to(peer, number));
        underWay.put(number, new Sent(ask, peer));
        node.transport()
                .ask(peer, bytes)
                .whenComplete((answer, failure) -> node.post(() -> answered(number, answer, failure)));
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
}
