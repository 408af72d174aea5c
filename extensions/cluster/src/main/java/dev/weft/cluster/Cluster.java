// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.CancelSafe;
import dev.weft.Task;
import dev.weft.spi.LoopThread;
import java.util.Objects;

/** The way into a cluster. */
public final class Cluster {
    private Cluster() {}

    /**
     * Joins a cluster, or begins one if nobody is there. The node belongs to the loop of this thread, on which all that it serves runs; it
     * leaves when it is closed, or when that loop ends. Loop thread only. Cancel-safe: a node that has joined by then leaves again.
     *
     * @param name the name of the cluster; nodes of another one are not seen
     * @param config how the node takes part
     * @return a task that gives the node, when all others have said what they serve
     * @throws IllegalStateException when awaited, if the node may not join: its name is taken, it would speak plain text to others, its port
     *     is taken, or its token is wrong; the message says which
     */
    @Async
    @CancelSafe
    public static Task<ClusterNode> join(String name, ClusterConfig config) {
        Names.require("cluster", name);
        Objects.requireNonNull(config, "config");
        LoopThread.current("Cluster.join(...)");
        Node node = new Node(name, config);
        boolean isJoined = false;
        try {
            await(node.join());
            isJoined = true;
        } finally {
            if (!isJoined) {
                node.close();
            }
        }
        return Task.of(new ClusterNode(node));
    }
}
