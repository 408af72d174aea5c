// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import dev.weft.EventLoop;
import dev.weft.spi.ClusterMember;
import dev.weft.spi.ClusterMembers;
import java.time.Duration;
import java.util.List;

/** Takes a dump of all nodes of the clusters that this process is a node of. What the others answer is read as anybody's text. */
final class ClusterCapture {
    private ClusterCapture() {}

    static TaskDump take(Duration limit, DumpOptions options) throws InterruptedException {
        List<ClusterMember> members = ClusterMembers.all();
        if (members.isEmpty()) {
            throw new IllegalStateException(
                    "This process is no node of a cluster, so there is nobody else to ask. It becomes one when it"
                            + " joins one, as with Cluster.join of weft-cluster; until then ask without `cluster`.");
        }
        if (EventLoop.current() != null) {
            throw new IllegalStateException(
                    "To ask the nodes of a cluster takes a while, and a loop must not wait: call this on another thread.");
        }
        long begun = System.nanoTime();
        JoinedDump joined = new JoinedDump(TaskDump.capture(options));
        for (ClusterMember member : members) {
            ask(member, limit, joined);
        }
        return joined.made(System.nanoTime() - begun).redacted(options.redact());
    }

    /** One that is in a cluster of which another one was asked has been told of by that. */
    private static void ask(ClusterMember member, Duration limit, JoinedDump joined) throws InterruptedException {
        try {
            if (!joined.isToldOf(member.node(), member.address())) {
                joined.add(member.askOthers(limit));
            }
        } catch (RuntimeException failing) {
            joined.addProblem("the others of " + member.node(), "they could not be asked: " + failing);
        }
    }
}
