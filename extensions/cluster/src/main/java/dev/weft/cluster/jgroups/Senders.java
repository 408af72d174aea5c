// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.jgroups;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jgroups.Address;
import org.jgroups.Message;
import org.jgroups.View;
import org.jgroups.protocols.PerDestinationBundler;

/**
 * A thread for each peer: one that does not read would have all others wait on a common one. The bundler below ends those of members that have
 * left. This one ends the rest as well: of who was told something and never became a member, such as one with a wrong token, of a place where
 * nobody is asked any more, and what somebody begins to send while the node leaves.
 */
final class Senders extends PerDestinationBundler {
    /** For how long a thread for a stranger has nothing to send before it ends: longer than it takes to look for others again. */
    private static final long IDLE_MILLIS = 15_000;

    /** Read to send, written to stop. */
    private final ReadWriteLock sending = new ReentrantReadWriteLock();

    /** When something was last sent to who is no member. */
    private final Map<Address, Long> strangers = new ConcurrentHashMap<>();

    private final long idleMillis;
    private volatile Set<Address> there = Set.of();
    private boolean hasStopped;

    Senders() {
        this(IDLE_MILLIS);
    }

    Senders(long idleMillis) {
        this.idleMillis = idleMillis;
        useSingleSenderThread(false);
    }

    @Override
    public void start() {
        super.start();
        var unused = transport
                .getTimer()
                .scheduleWithFixedDelay(this::endIdle, idleMillis, idleMillis, TimeUnit.MILLISECONDS, false);
    }

    /** What is sent from then on goes nowhere. */
    @Override
    public void stop() {
        sending.writeLock().lock();
        try {
            hasStopped = true;
            super.stop();
        } finally {
            sending.writeLock().unlock();
        }
    }

    @Override
    public void send(Message message) throws Exception {
        sending.readLock().lock();
        try {
            if (!hasStopped) {
                Address to = message.dest();
                if (to != null && !there.contains(to)) {
                    strangers.put(to, System.nanoTime());
                }
                super.send(message);
            }
        } finally {
            sending.readLock().unlock();
        }
    }

    @Override
    public void viewChange(View view) {
        super.viewChange(view);
        there = Set.copyOf(view.getMembers());
    }

    private void endIdle() {
        long now = System.nanoTime();
        strangers.forEach((stranger, last) -> {
            if (now - last > TimeUnit.MILLISECONDS.toNanos(idleMillis) && strangers.remove(stranger, last)) {
                endIfStranger(stranger);
            }
        });
    }

    private void endIfStranger(Address stranger) {
        if (!there.contains(stranger)) {
            removeLeftMembers(List.of(stranger));
        }
    }

    /** How many threads there are to send. */
    int threads() {
        return dests.size();
    }
}
