// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The dump of one process as a part of one of several, in which its ids begin with a node: that of the loop, or else one of the process. */
final class JoinedProcess {
    private final TaskDump dump;

    /** What its nodes are called in the dump of several, by their own names. */
    private final Map<String, NodeInfo> nodes = new LinkedHashMap<>();

    /** The nodes of its loops, by their numbers. */
    private final Map<Integer, List<String>> loops = new HashMap<>();

    /** The node of what is on no loop, or on one that runs none. */
    private final String first;

    /**
     * Makes the part.
     *
     * @param own the nodes that the process is
     * @param unique makes a name that no other node has
     */
    JoinedProcess(TaskDump dump, List<NodeInfo> own, UnaryOperator<String> unique) {
        this.dump = dump;
        for (NodeInfo node : own) {
            if (node.problem() == null && !nodes.containsKey(node.node())) {
                nodes.put(node.node(), node.named(unique.apply(node.node())));
            }
        }
        this.first = nodes.isEmpty()
                ? unique.apply("pid-" + dump.pid())
                : nodes.values().iterator().next().node();
        for (LoopInfo loop : dump.loops()) {
            List<String> names = loop.nodes().stream()
                    .map(nodes::get)
                    .filter(Objects::nonNull)
                    .map(NodeInfo::node)
                    .toList();
            loops.put(loop.id(), names.isEmpty() ? List.of(first) : names);
        }
    }

    /** Whether a dump is of this process, which has answered for another of its nodes before. */
    boolean isThatOf(TaskDump other) {
        return other.pid() == dump.pid()
                && other.nodes().stream().anyMatch(node -> nodes.containsKey(node.node()) && isNode(node));
    }

    /** Whether the process is a node: that of this name at this address. */
    boolean isNode(NodeInfo other) {
        NodeInfo known = nodes.get(other.node());
        return known != null && known.address().equals(other.address());
    }

    Set<String> nodeNames() {
        return nodes.keySet();
    }

    List<NodeInfo> nodes() {
        return List.copyOf(nodes.values());
    }

    List<LoopInfo> loops() {
        return dump.loops().stream()
                .map(loop -> loop.withNodes(loops.getOrDefault(loop.id(), List.of(first))))
                .toList();
    }

    /**
     * Returns the tasks, which are not linked yet.
     *
     * @param all the processes, by the names of their nodes
     */
    List<TaskInfo> tasks(Map<String, JoinedProcess> all) {
        return dump.tasks().stream().map(task -> of(task, all)).toList();
    }

    private TaskInfo of(TaskInfo task, Map<String, JoinedProcess> all) {
        WaitInfo wait = task.awaits();
        return new TaskInfo(
                id(task.id()),
                task.name(),
                task.count(),
                task.state(),
                task.age(),
                task.since(),
                task.steps(),
                task.parent() == null || !Words.isId(task.parent()) ? null : id(task.parent()),
                task.spawn(),
                task.stack(),
                wait == null
                        ? null
                        : wait.withTasks(wait.tasks().stream()
                                .filter(Words::isId)
                                .map(this::id)
                                .toList()),
                task.awaitedBy().stream().filter(waiter -> !Words.isId(waiter)).toList(),
                task.moving(),
                task.lost(),
                task.cancelling(),
                task.serves(),
                caller(task, all));
    }

    /** The id of a task of this process in the dump of several. */
    private String id(String id) {
        int loop = Integer.parseInt(id, id.lastIndexOf(':') + 1, id.lastIndexOf('.'), 10);
        return Words.nodeId(loops.getOrDefault(loop, List.of(first)).get(0))
                + ':'
                + id.substring(id.lastIndexOf(':') + 1);
    }

    /** The task that made the request which another one serves; as it was told, if its node is not among those that have answered. */
    private static @Nullable String caller(TaskInfo task, Map<String, JoinedProcess> all) {
        String caller = task.caller();
        int end = task.serves() == null ? -1 : task.serves().lastIndexOf('/');
        JoinedProcess asking =
                task.serves() == null || end < 0 ? null : all.get(task.serves().substring(0, end));
        return caller == null || asking == null || !Words.isId(caller) ? caller : asking.id(caller);
    }
}
