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
import java.util.concurrent.CompletionStage;
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
    private long heldUntil;
    private @Nullable LoopTimer lapse;
    private @Nullable LoopTimer settling;

    Ownership(Node node) {
        this.node = node;
        this.nodes = node.config().values().majorityOf;
        this.lease = node.config().values().lease.toNanos();
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
            byte[] question = Wire.message(Wire.LEASE, out -> out.writeUTF(asked));
            if (isMajority(agreed)) {
                extend(sent);
            }
            for (Peer peer : node.roster().view().peers()) {
                if (!peer.equals(node.self())) {
                    CompletionStage<byte[]> answer = node.transport().ask(peer, question);
                    answer.thenAccept(bytes -> node.post(() -> heard(bytes)));
                }
            }
        }

        private void heard(byte[] bytes) {
            boolean wasMajority = isMajority(agreed);
            agreed += agrees(bytes) ? 1 : 0;
            if (!wasMajority && isMajority(agreed) && asked.equals(node.roster().epoch())) {
                extend(sent);
            }
        }

        private boolean agrees(byte[] bytes) {
            try {
                return Answer.read(bytes).status == Answer.Status.VALUE;
            } catch (IOException other) {
                return false;
            }
        }
    }

    /** Answers another node that asks whether this one sees the cluster as it does. */
    Answer grant(String itsEpoch) {
        return itsEpoch.equals(node.roster().epoch())
                ? Answer.value(null)
                : Answer.without(Answer.Status.NOT_SERVED, "it sees another cluster");
    }

    // ------------------------------------------------------------------ having it

    private void extend(long sent) {
        lapseIfDue();
        isHeld = true;
        heldUntil = sent + lease;
        long now = node.loop().nanoTime();
        if (lapse != null) {
            lapse.cancel();
        }
        lapse = LoopTimer.set(node.loop(), heldUntil - now, this::lapseIfDue);
        if (settling == null && !settled.isSet()) {
            settling = LoopTimer.set(node.loop(), lease + lease / SLOWNESS, () -> {
                settling = null;
                settled.set();
            });
        }
    }

    private void lapseIfDue() {
        if (isHeld && node.loop().nanoTime() - heldUntil >= 0) {
            isHeld = false;
            unsettle();
            node.hosting().dropAll("its node heard no majority for the time of a lease");
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
        if (!isMajority(node.roster().view().peers().size())) {
            isHeld = false;
            node.hosting().dropAll(minority());
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
        lapseIfDue();
        while (!isHeld || (mailbox.entity() == null && !settled.isSet())) {
            await(settled.untilSet());
        }
        return Task.done();
    }
}
