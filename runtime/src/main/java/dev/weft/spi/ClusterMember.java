// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import dev.weft.EventLoop;
import java.time.Duration;
import java.util.List;

/**
 * A node of a cluster that is in this process, as dumps see it: which it is, whose loop runs it, and who can ask the others for theirs.
 * Any thread. A dump calls {@link #node}, {@link #address} and {@link #loop} while it is taken, perhaps with all other threads of the
 * program at a standstill: they wait for nobody and return at once.
 */
public interface ClusterMember {
    /**
     * Returns the name of the node, which is always the same.
     *
     * @return a name that no other node of the cluster has
     */
    String node();

    /**
     * Returns where others reach the node, for people.
     *
     * @return the address, which is always the same
     */
    String address();

    /**
     * Returns the loop that runs what the node serves. Several nodes of a process may share one.
     *
     * @return the loop, which is always the same
     */
    EventLoop loop();

    /**
     * Asks all other nodes of the cluster for a dump: each takes one of itself, as {@code TaskDump.capture} does, and writes it as JSON. Waits for
     * them, so never on the thread of a loop. A node that does not answer in
     * time, or cannot, is an entry that says so, and no reason to fail.
     *
     * @param limit how long it waits at most, for all of them together
     * @return one entry for each other node that is known
     * @throws InterruptedException if the thread is interrupted meanwhile; the other nodes may go on for nobody
     */
    List<MemberDump> askOthers(Duration limit) throws InterruptedException;
}
