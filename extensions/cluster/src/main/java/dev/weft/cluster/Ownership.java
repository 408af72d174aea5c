// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;
import static dev.weft.Weft.moveOnAfter;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.cluster.transport.Peer;
import dev.weft.spi.LoopTimer;
import dev.weft.sync.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether this node may own entities, where that takes a majority (decision 71). It asks all others again and again whether they see the cluster
 * as it does. When the majority has said so, it has a lease, which begins when it asked. Who owns an entity that it did not own before waits
 * for the time of a lease from the first time that the majority agrees: the majority that agrees with it now, and the one that last agreed
 * with anybody else who may have owned it, have a member in common, and that one agreed with the other one first. Loop thread only.
 */
final class Ownership {
    /** How often a lease is renewed in its time. */
    private static final int RENEWALS = 4;

    /** By how much a clock may be slower than another one, as one part of so many. */
    private static final int SLOWNESS = 10;

    private final Node node;
    private final int nodes;
    private final long lease;

    /** Set as long as entities may be taken over that were not here before. */
    private final Event settled = new Event("lease of the cluster");

    private String epoch = "";
    private boolean isHeld;

    /** Whether no entity can be here: from when the lease was lost until one may be taken over. */
    private boolean isEmpty = true;

    private final Epochs epochs;
    private long heldUntil;
    private @Nullable LoopTimer lapse;
    private @Nullable LoopTimer settling;

    Ownership(Node node) {
        this.node = node;
        this.nodes = node.config().values().majorityOf;
        this.lease = node.config().values().lease.toNanos();
        this.epochs = new Epochs(lease + lease / SLOWNESS);
    }

    boolean isByMajority() {
        return nodes > 0;
    }

    private boolean isMajority(int count) {
        return 2 * count > nodes;
    }

    // ------------------------------------------------------------------ asking for the lease

    /** Renews the lease until the node is to leave. */
    @Async
    Task<Void> keep(Event leaving) {
        if (!isByMajority()) {
            await(leaving.untilSet());
            return Task.done();
        }
        Duration pause = Duration.ofNanos(lease / RENEWALS);
        while (!leaving.isSet()) {
            renew();
            await(moveOnAfter(pause, scope -> set(leaving)));
        }
        return Task.done();
    }

    @Async
    private static Task<Void> set(Event event) {
        await(event.untilSet());
        return Task.done();
    }

    private void renew() {
        if (!node.hosting().kinds().isEmpty()) {
            new Round().ask();
        }
    }

    /** What the others say of one question. */
    private final class Round {
        private final String asked = node.roster().epoch();
        private final long sent = node.loop().nanoTime();
        private int agreed = 1;

        void ask() {
            epochs.agree(asked, sent); // with itself
            byte[] question = Wire.message(Wire.LEASE, out -> out.writeUTF(asked));
            if (isMajority(agreed)) {
                extend(sent);
            }
            for (Peer peer : node.roster().view().peers()) {
                if (!peer.equals(node.self())) {
                    ask(peer, question);
                }
            }
        }

        private void ask(Peer peer, byte[] question) {
            try {
                node.transport().ask(peer, question).thenAccept(bytes -> node.post(() -> heard(bytes)));
            } catch (RuntimeException unsent) {
                return; // it is asked again
            }
        }

        private void heard(byte[] bytes) {
            if (!asked.equals(node.roster().epoch())) {
                return; // of what was
            }
            lapseIfDue();
            agreed += agrees(bytes) ? 1 : 0;
            if (isMajority(agreed)) {
                extend(sent);
            }
        }

        private boolean agrees(byte[] bytes) {
            try {
                Answer answer = Answer.read(bytes);
                return answer.status == Answer.Status.VALUE && mayGoOn(Epochs.read(answer.payload));
            } catch (IOException other) {
                return false;
            }
        }
    }

    /** Whether a member agrees with this node, and has not agreed with others in the meantime whom it has not heard of. */
    private boolean mayGoOn(Set<String> others) {
        if (isEmpty) {
            epochs.goThrough(others.stream()); // there is nothing yet that it goes on with
            return true;
        }
        String view = node.roster().view().id();
        return others.stream()
                .allMatch(
                        other -> epochs.hasGoneThrough(other, view, node.self().id()));
    }

    /** Answers another node that asks whether this one sees the cluster as it does; with the other epochs that it has agreed with. */
    Answer grant(String itsEpoch) {
        return itsEpoch.equals(node.roster().epoch())
                ? Answer.value(epochs.agree(itsEpoch, node.loop().nanoTime()))
                : Answer.without(Answer.Status.NOT_SERVED, "it sees another cluster");
    }

    // ------------------------------------------------------------------ having it

    private void extend(long sent) {
        lapseIfDue();
        long now = node.loop().nanoTime();
        if (node.isClosed() || sent + lease - now <= 0 || (isHeld && sent + lease - heldUntil <= 0)) {
            return; // an answer that came late
        }
        isHeld = true;
        heldUntil = sent + lease;
        if (lapse != null) {
            lapse.cancel();
        }
        lapse = LoopTimer.set(node.loop(), heldUntil - now, this::lapseIfDue);
        if (settling == null && !settled.isSet()) {
            settling = LoopTimer.set(node.loop(), lease + lease / SLOWNESS, () -> {
                settling = null;
                isEmpty = false;
                settled.set();
            });
        }
    }

    private void lapseIfDue() {
        if (isHeld && node.loop().nanoTime() - heldUntil >= 0) {
            lose("its node heard no majority for the time of a lease");
        }
    }

    /** May own nothing any more. */
    private void lose(String reason) {
        isHeld = false;
        isEmpty = true;
        unsettle();
        epochs.begin(epoch);
        node.hosting().dropAll(reason);
    }

    /** Takes the timers away. */
    void close() {
        unsettle();
        if (lapse != null) {
            lapse.cancel();
        }
    }

    private void unsettle() {
        settled.clear();
        if (settling != null) {
            settling.cancel();
            settling = null;
        }
    }

    /** The view has changed, or what its members have. */
    void changed() {
        if (!isByMajority() || epoch.equals(node.roster().epoch())) {
            return;
        }
        epoch = node.roster().epoch();
        unsettle();
        epochs.goThrough(Stream.of(epoch));
        if (!isMajority(node.roster().view().peers().size())) {
            lose(minority());
        } else {
            renew();
        }
    }

    private String minority() {
        return "its node sees " + node.roster().view().peers().size() + " of " + nodes + " nodes, which is no majority";
    }

    // ------------------------------------------------------------------ using it

    /** Refuses what comes to a node that can own nothing. */
    void requireMajority() throws Refusal {
        if (isByMajority() && !isMajority(node.roster().view().peers().size())) {
            throw Refusal.because(minority());
        }
    }

    /** Waits until this node may act for an entity. What loses it meanwhile is broken off. */
    @Async
    Task<Void> claim(Mailbox mailbox) {
        while (!isHeldNow() || (mailbox.entity() == null && !settled.isSet())) {
            await(settled.untilSet());
        }
        return Task.done();
    }

    private boolean isHeldNow() {
        lapseIfDue();
        return isHeld;
    }
}
