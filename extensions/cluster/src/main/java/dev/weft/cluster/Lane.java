// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.cluster.transport.Peer;
import dev.weft.spi.LoopTimer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The requests of this node to one entity, in order. When the entity moves, what was sent to its former owner ends first, or comes back
 * unserved; only then does what follows go to the new one. So no request overtakes another.
 */
final class Lane implements Route {
    /** How long to wait for a view in which another member owns the entity, or for the owner to have the view that this one has. */
    private static final long PAUSE_NANOS = 50_000_000;

    /** After how many refusals a request is given up: 10 seconds. */
    private static final int MOST_REFUSALS = 200;

    private final Node node;
    private final String kind;
    private final String id;

    /** To whom what is under way was sent; null if nothing is. */
    private @Nullable Peer to;

    private int underWay;

    /** Of what is under way: how the owner knows what was sent together. */
    private long flight;

    /** What came back, by its number: in the order in which it was sent. */
    private final SortedMap<Long, Ask<?>> returned = new TreeMap<>();

    /** What has not been sent yet, and is behind what came back. */
    private final Deque<Ask<?>> parked = new ArrayDeque<>();

    private @Nullable LoopTimer pause;
    private boolean going;

    Lane(Node node, String kind, String id) {
        this.node = node;
        this.kind = kind;
        this.id = id;
    }

    @Override
    public void send(Ask<?> ask) {
        Peer owner = node.roster().owner(kind, id);
        if (owner == null) {
            ask.end(new NotServed(
                    "No member of cluster " + node.cluster() + " has entities of kind " + kind + ". There are: "
                            + node.roster().names() + ".",
                    null));
        } else if (!returned.isEmpty() || !parked.isEmpty() || (underWay > 0 && !owner.equals(to))) {
            parked.add(ask);
        } else {
            transmit(ask, owner);
        }
    }

    private void transmit(Ask<?> ask, Peer owner) {
        if (underWay == 0) {
            flight = node.calls().next();
        }
        to = owner;
        underWay++;
        node.calls().transmit(ask, owner, flight);
    }

    @Override
    public boolean refused(Ask<?> ask, Peer by, Answer refusal) {
        if (refusal.status != Answer.Status.NOT_OWNER || ask.countRefusal() > MOST_REFUSALS) {
            return false;
        }
        underWay--;
        ask.returned();
        returned.put(ask.number(), ask);
        if (underWay == 0) {
            rest();
        }
        return true;
    }

    @Override
    public void ended(Ask<?> ask) {
        if (ask.isUnderWay()) {
            underWay--;
        } else if (!returned.values().remove(ask)) {
            parked.remove(ask);
        }
        if (underWay == 0) {
            go();
        }
    }

    /** Waits a moment: one of the two has an older view than the other. */
    private void rest() {
        if (pause == null) {
            pause = LoopTimer.set(node.loop(), PAUSE_NANOS, () -> {
                pause = null;
                go();
            });
        }
    }

    /** Sends what is parked, if nothing is under way. */
    void go() {
        if (going || underWay > 0 || pause != null) {
            return;
        }
        going = true; // one that fails at once has this called
        takeParked().forEach(this::send);
        going = false;
        if (underWay == 0 && returned.isEmpty() && parked.isEmpty()) {
            node.lanes().remove(kind, id);
        }
    }

    private List<Ask<?>> takeParked() {
        List<Ask<?>> all = new ArrayList<>(returned.values());
        all.addAll(parked);
        returned.clear();
        parked.clear();
        return all;
    }

    /** Ends what is parked, since this node leaves. */
    void close() {
        if (pause != null) {
            pause.cancel();
            pause = null;
        }
        takeParked().forEach(ask -> ask.unsent(node + " has left", null));
        go();
    }
}
