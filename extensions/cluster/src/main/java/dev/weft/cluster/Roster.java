// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.cluster.transport.Peer;
import dev.weft.cluster.transport.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is there, and what each of them serves. Loop thread only, but for the view. */
final class Roster {
    /** For threads of others, too. */
    private volatile View view = new View("", List.of());

    private final Map<Peer, Offer> offers = new HashMap<>();

    /** By the name of a service; forgotten with each change. */
    private final Map<String, List<Peer>> servers = new HashMap<>();

    private String epoch = "";

    View view() {
        return view;
    }

    void setView(View changed) {
        view = changed;
        offers.keySet().retainAll(Set.copyOf(changed.peers()));
        forget();
    }

    void setOffer(Peer peer, Offer offer) {
        if (view.peers().contains(peer)) {
            offers.put(peer, offer);
            forget();
        }
    }

    /** Whether a peer that is there has said what it serves. */
    boolean knows(Peer peer) {
        return offers.containsKey(peer);
    }

    private void forget() {
        servers.clear();
        epoch = "";
    }

    /** Whether all that are there have said what they serve. */
    boolean isComplete() {
        return offers.size() == view.peers().size();
    }

    boolean has(Peer peer) {
        return view.peers().contains(peer);
    }

    /** Returns the peer of a name, or null. */
    @Nullable
    Peer named(String name) {
        return view.peers().stream()
                .filter(peer -> peer.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    List<Peer> servers(String service) {
        return servers.computeIfAbsent(
                service,
                name -> view.peers().stream()
                        .filter(peer -> offer(peer).services().contains(name))
                        .toList());
    }

    private Offer offer(Peer peer) {
        return offers.getOrDefault(peer, Offer.NOTHING);
    }

    // ------------------------------------------------------------------ entities

    /** Returns who owns an entity, of those that have its kind; null if nobody has. All that are in the same {@link #epoch} say the same. */
    @Nullable
    Peer owner(String kind, String id) {
        Peer best = null;
        long most = 0;
        for (Peer peer : view.peers()) {
            if (offer(peer).kinds().contains(kind)) {
                long weight = Placement.weight(peer.id(), kind, id);
                if (best == null || weight > most) {
                    best = peer;
                    most = weight;
                }
            }
        }
        return best;
    }

    /** What decides who owns what: the view, and what each one in it has said of the kinds that it has. */
    String epoch() {
        if (epoch.isEmpty()) {
            StringBuilder all = new StringBuilder(view.id());
            List<String> kinds = new ArrayList<>();
            offers.forEach((peer, offer) -> {
                if (offer.version() > 0) {
                    kinds.add(peer.id() + '=' + offer.version());
                }
            });
            kinds.stream().sorted().forEach(kind -> all.append(' ').append(kind));
            epoch = all.toString();
        }
        return epoch;
    }

    /** The names of those that are there, for messages. */
    String names() {
        return String.join(", ", view.peers().stream().map(Peer::name).toList());
    }
}
