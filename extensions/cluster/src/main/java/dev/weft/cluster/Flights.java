// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.cluster.transport.Peer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The flights of which a message was sent back to the one who sent it. A {@linkplain Lane lane} sends its messages in flights, and the next one
 * when all of the last have ended or come back; so what follows in the same flight goes back, too, or it would overtake. Loop thread only.
 */
final class Flights {
    private static final int MOST_REMEMBERED = 10_000;

    private record Line(Peer from, String kind, String id) {}

    private final Map<Line, Long> sentBack = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Line, Long> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /** Notes that a message is sent back. */
    void sentBack(Peer from, Request request) {
        if (request.entity != null) {
            sentBack.put(new Line(from, request.service, request.entity), request.flight);
        }
    }

    /** Refuses what would overtake another message. */
    void requireInOrder(Peer from, Request request) throws Refusal {
        if (sentBack.isEmpty() || request.entity == null) {
            return;
        }
        Line line = new Line(from, request.service, request.entity);
        Long flight = sentBack.get(line);
        if (flight != null && flight == request.flight) {
            throw Refusal.notOwner("what was sent to it before came back");
        }
        sentBack.remove(line);
    }
}
