// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;
import static dev.weft.Weft.moveOnAfter;
import static dev.weft.Weft.shield;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.CancelSafe;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.cluster.transport.Peer;
import dev.weft.cluster.transport.Transport;
import dev.weft.cluster.transport.View;
import dev.weft.spi.ClusterMembers;
import dev.weft.spi.LoopThread;
import dev.weft.spi.Sneaky;
import dev.weft.sync.Event;
import dev.weft.sync.Watch;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A node, and its parts. Loop thread only. */
final class Node {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    /** How much longer than the silence that is allowed it takes until all have been told of it. */
    private static final Duration MISSED = Duration.ofSeconds(5);

    private final String cluster;
    private final ClusterConfig config;
    private final EventLoop loop = LoopThread.current("Cluster.join(...)");
    private final Roster roster = new Roster();
    private final Calls calls;
    private final Lanes lanes;
    private final Hosting hosting;
    private final Serving serving;
    private final Ownership ownership;
    private final Watch<List<Member>> members =
            Watch.<List<Member>>of(List.of()).named("members");

    /** Set when the node is to leave. */
    private final Event leaving = new Event("leaving");

    private final Event viewed = new Event("the first view");

    private final Event complete = new Event("all members have said what they serve");

    /** Set by the thread that joins, before anything comes. */
    private volatile @Nullable Transport transport;

    private @Nullable Peer self;
    private @Nullable ScheduledTask<Void> life;
    private Offer offer = Offer.NOTHING;
    private boolean closed;

    /** Why it has joined nothing, or is no member any more. */
    private @Nullable Throwable ended;

    /** Whether it has joined under a name of its own. */
    private boolean isMember;

    Node(String cluster, ClusterConfig config) {
        this.cluster = cluster;
        this.config = config;
        this.calls = new Calls(this);
        this.lanes = new Lanes(this);
        this.hosting = new Hosting(this);
        this.serving = new Serving(this);
        this.ownership = new Ownership(this);
    }

    // ------------------------------------------------------------------ its parts

    String cluster() {
        return cluster;
    }

    String name() {
        return config.values().name;
    }

    ClusterConfig config() {
        return config;
    }

    Transport transport() {
        return Objects.requireNonNull(transport, "it has not joined");
    }

    EventLoop loop() {
        return loop;
    }

    Roster roster() {
        return roster;
    }

    Calls calls() {
        return calls;
    }

    Lanes lanes() {
        return lanes;
    }

    Hosting hosting() {
        return hosting;
    }

    Serving serving() {
        return serving;
    }

    Ownership ownership() {
        return ownership;
    }

    Watch<List<Member>> members() {
        return members;
    }

    /** This node, as the others see it. */
    Peer self() {
        return Objects.requireNonNull(self, "it has not joined");
    }

    /** The task as whose children requests are served. */
    ScheduledTask<Void> life() {
        return Objects.requireNonNull(life, "it has not joined");
    }

    boolean isClosed() {
        return closed;
    }

    void requireOpen(String operation) {
        LoopThread.require(loop, operation, this);
        if (closed) {
            throw new IllegalStateException(operation + ": node " + name() + " has left cluster " + cluster + ".");
        }
    }

    /** Runs something on the loop. Any thread; does nothing if the loop has ended. */
    void post(Runnable action) {
        try {
            loop.post(action);
        } catch (IllegalStateException ended) {
            return; // and all of its tasks with it
        }
    }

    // ------------------------------------------------------------------ joining

    @Async
    @CancelSafe
    Task<Void> join() {
        ScheduledTask<Void> living = loop.spawn("node " + name() + " of " + cluster, live());
        life = living;
        living.onComplete((done, failure) -> {
            ended = failure;
            complete.set();
        });
        await(complete.untilSet());
        if (ended != null) {
            throw Sneaky.rethrow(ended);
        }
        return Task.done();
    }

    /** From joining to leaving. */
    @Async
    private Task<Void> live() {
        self = await(joined(new Incoming(this, new Numbers())));
        ClusterMembers.Registration registration = ClusterMembers.register(new NodeDumps(this));
        try {
            await(viewed.untilSet());
            setOwnOffer();
            await(requireOwnName());
            isMember = true;
            changed();
            await(ownership.keep(leaving));
        } finally {
            registration.close();
            end();
            await(Departure.of(this));
        }
        return Task.done();
    }

    @Async
    private Task<Peer> joined(Incoming incoming) {
        try {
            return Task.of(await(blocking(() -> connect(incoming))));
        } catch (CancellationException cancelled) {
            throw cancelled;
        } catch (Exception failed) {
            throw new IllegalStateException(
                    "Node " + name() + " cannot join cluster " + cluster + ": " + failed.getMessage(), failed);
        }
    }

    private Peer connect(Incoming incoming) throws Exception {
        Transport made = config.transport();
        transport = made;
        return made.join(cluster, name(), incoming);
    }

    /** Fails if another node has its name. Its own former life does not, whose address it has, but may not have been missed yet. */
    @Async
    private Task<Void> requireOwnName() {
        await(moveOnAfter(config.values().silence.plus(MISSED), limit -> formerLifeIsMissed()));
        Peer first = roster.named(name());
        if (first != null && !first.equals(self())) {
            throw new IllegalStateException("The name " + name() + " is taken in cluster " + cluster + ", by " + first
                    + ". Give each node one of its own with ClusterConfig.named(...).");
        }
        return Task.done();
    }

    @Async
    private Task<Void> formerLifeIsMissed() {
        Watch.Observer<List<Member>> changes = members.observe();
        Peer first = roster.named(name());
        while (first != null && !first.equals(self()) && first.address().equals(self().address())) {
            await(changes.changed());
            first = roster.named(name());
        }
        return Task.done();
    }

    // ------------------------------------------------------------------ what comes

    void seen(View view) {
        Set<Peer> before = new HashSet<>(roster.view().peers());
        roster.setView(view);
        for (Peer peer : view.peers()) {
            if (!before.contains(peer)) {
                tell(peer, offer.asking(true));
            }
        }
        setOwnOffer();
        calls.endIf(peer -> !roster.has(peer));
        serving.endIf(peer -> !roster.has(peer), "the node that asked has left");
        if (!closed) {
            members.set(
                    view.peers().stream().map(peer -> new Member(this, peer)).toList());
        }
        viewed.set();
        changed();
    }

    void offered(Peer from, Offer offered) {
        if (from.equals(self) || !roster.has(from)) {
            return; // another one is asked when it is seen
        }
        if (offered.asks() && roster.knows(from)) {
            forgottenBy(from);
        }
        roster.setOffer(from, offered);
        if (offered.asks()) {
            tell(from, offer);
        }
        changed();
    }

    /** Another node sees this one anew, which has never lost sight of it: that one has ended all that was between the two. */
    private void forgottenBy(Peer peer) {
        calls.endForgotten(peer);
        serving.endIf(peer::equals, "the node that asked had lost sight of this one");
    }

    /** What this node serves it knows without being told: whoever has it serve something may ask for that at once. */
    private void setOwnOffer() {
        if (self != null) {
            roster.setOffer(self, offer);
        }
    }

    private void tell(Peer peer, Offer said) {
        transport().tell(peer, Wire.offer(calls.next(), said));
    }

    private void changed() {
        if (isMember && roster.isComplete()) {
            complete.set();
        }
        hosting.changed();
        ownership.changed();
    }

    /** Tells all what this node serves from now on. */
    void offer(Set<String> services, Set<String> kinds) {
        long version = kinds.equals(offer.kinds()) ? offer.version() : offer.version() + 1;
        offer = new Offer(version, services, kinds, false);
        setOwnOffer();
        roster.view().peers().stream().filter(peer -> !peer.equals(self)).forEach(peer -> tell(peer, offer));
        changed();
    }

    // ------------------------------------------------------------------ leaving

    /** Has it leave, without waiting for that. */
    void close() {
        end();
        leaving.set();
    }

    private void end() {
        if (!closed) {
            closed = true;
            lanes.close();
            calls.close();
            serving.endIf(peer -> true, "the node leaves");
            hosting.dropAll("the node leaves");
            ownership.close();
            members.set(List.of()); // whoever waits for a change would wait for ever
        }
    }

    /** Serves nothing more, waits for what it serves, and leaves; goes on with that if nobody waits for it any more. */
    @Async
    @CancelSafe
    Task<Void> leave(Duration grace) {
        LoopThread.require(loop, "leave(...)", this);
        await(shield(departed(grace)));
        return Task.done();
    }

    @Async
    private Task<Void> departed(Duration grace) {
        long until = loop.nanoTime() + ClusterNode.nanos(grace);
        if (!closed) {
            serving.refuse();
            offer(Set.of(), offer.kinds()); // entities stay here until what they do has ended
        }
        while (!closed && serving.size() > 0 && loop.nanoTime() - until < 0) {
            await(sleep(LOOK_AGAIN));
        }
        close();
        if (life != null) {
            await(shield(life));
        }
        return Task.done();
    }

    @Override
    public String toString() {
        return "node " + name() + " of cluster " + cluster;
    }
}
