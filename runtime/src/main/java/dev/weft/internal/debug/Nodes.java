// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.debug;

import dev.weft.EventLoop;
import dev.weft.debug.NodeInfo;
import dev.weft.internal.LoopInspection;
import dev.weft.spi.ClusterMember;
import dev.weft.spi.ClusterMembers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The nodes of clusters that this process is, as they were at one moment. */
final class Nodes {
    /** What is known of one. */
    private record Node(String name, String address, EventLoop loop) {
        Node {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(address, "address");
        }
    }

    private final List<Node> nodes = new ArrayList<>();

    private Nodes() {}

    /** Asks each what it is. */
    static Nodes here() {
        Nodes here = new Nodes();
        for (ClusterMember member : ClusterMembers.all()) {
            Node node = read(member);
            if (node != null) {
                here.nodes.add(node);
            }
        }
        return here;
    }

    /** One that fails is left out: a dump never fails for it. */
    private static @Nullable Node read(ClusterMember member) {
        try {
            return new Node(member.node(), member.address(), member.loop());
        } catch (RuntimeException failing) {
            return null;
        }
    }

    /** The node that the process is; null if it is none or several. */
    @Nullable
    String only() {
        return nodes.size() == 1 ? nodes.get(0).name() : null;
    }

    /** The nodes that a loop runs. */
    List<String> of(LoopInspection loop) {
        return nodes.stream()
                .filter(node -> loop.isOf(node.loop()))
                .map(Node::name)
                .distinct()
                .toList();
    }

    List<NodeInfo> infos(String weft) {
        long pid = ProcessHandle.current().pid();
        return nodes.stream()
                .map(node -> new NodeInfo(node.name(), node.address(), pid, weft, null))
                .toList();
    }
}
