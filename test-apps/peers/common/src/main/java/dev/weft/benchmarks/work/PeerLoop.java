// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.work;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/** The loop of the peers: a queue of actions that the calling thread runs. Nothing more, so that it is as cheap as can be. */
public final class PeerLoop implements Executor {
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();

    /** Runs an action after those that are queued. */
    @Override
    public void execute(Runnable action) {
        queue.add(action);
    }

    /** Runs what is queued, and what that queues, until nothing is left. */
    public void run() {
        for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
            next.run();
        }
    }
}
