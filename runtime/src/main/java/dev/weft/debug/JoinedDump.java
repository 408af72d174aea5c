// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import dev.weft.spi.MemberDump;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes one dump of those of several processes (decision 70). Ids get the node before them; who waits for the answer to a request awaits the
 * task that serves it. A process that has answered for several nodes is in it once.
 */
final class JoinedDump {
    /** How long the answers may be together, in characters: what is made of them takes some times as much memory. */
    private static final long MOST_CHARS = 64_000_000;

    private final TaskDump own;
    private final List<JoinedProcess> processes = new ArrayList<>();

    /** Who was named by a cluster, by name and address. */
    private final Set<List<String>> toldOf = new HashSet<>();

    private final List<NodeInfo> silent = new ArrayList<>();

    /** The names of nodes, as ids have them. */
    private final Set<String> names = new HashSet<>();

    /** How many characters may still come. */
    private long charsLeft;

    /** Begins with the dump of the process that has asked. */
    JoinedDump(TaskDump own) {
        this(own, MOST_CHARS);
    }

    JoinedDump(TaskDump own, long mostChars) {
        this.own = own;
        this.charsLeft = mostChars;
        processes.add(new JoinedProcess(own, own.nodes(), this::unique));
    }

    private String unique(String node) {
        String name = node;
        for (int number = 2; !names.add(Words.nodeId(name)); number++) {
            name = node.substring(0, Math.min(node.length(), 80)) + '~' + number;
        }
        return name;
    }

    /** Whether a node was among those that a cluster has named. */
    boolean isToldOf(String node, String address) {
        return toldOf.contains(List.of(node, address));
    }

    /** Adds what the nodes of a cluster have answered. */
    void add(List<MemberDump> answers) {
        for (MemberDump answer : answers) {
            toldOf.add(List.of(answer.node(), answer.address()));
            String problem = answer.json() == null ? String.valueOf(answer.problem()) : read(answer, answer.json());
            if (problem != null) {
                silent.add(new NodeInfo(answer.node(), answer.address(), null, null, problem));
            }
        }
    }

    void addProblem(String who, String problem) {
        silent.add(new NodeInfo(who, "", null, null, problem));
    }

    /** Reads an answer, which may be anything; returns what is wrong with it. */
    private @Nullable String read(MemberDump answer, String json) {
        if (json.length() > charsLeft) {
            return "its dump has " + json.length() + " characters, of which " + charsLeft + " could be read";
        }
        charsLeft -= json.length();
        try {
            TaskDump dump = TaskDump.readJson(new StringReader(json));
            if (dump.spreadNanos() != null) {
                return "its answer is a dump of several nodes";
            }
            if (processes.stream().noneMatch(known -> known.isThatOf(dump))) {
                processes.add(new JoinedProcess(dump, nodes(dump, answer), this::unique));
            }
            return null;
        } catch (IOException | RuntimeException unreadable) {
            return "its answer is no dump that can be read here: " + unreadable.getMessage();
        }
    }

    /** The nodes that a process says it is; at least the one that was asked. */
    private static List<NodeInfo> nodes(TaskDump dump, MemberDump answer) {
        List<NodeInfo> nodes = new ArrayList<>(dump.nodes());
        if (nodes.stream().noneMatch(node -> node.node().equals(answer.node()))) {
            nodes.add(0, new NodeInfo(answer.node(), answer.address(), dump.pid(), dump.weft(), null));
        }
        return nodes;
    }

    // ------------------------------------------------------------------ what came out

    /**
     * Makes the dump.
     *
     * @param spreadNanos how long it took from before the first dump was taken until all were there
     */
    TaskDump made(long spreadNanos) {
        List<NodeInfo> nodes = new ArrayList<>();
        List<LoopInfo> loops = new ArrayList<>();
        Map<String, TaskInfo> tasks = new LinkedHashMap<>();
        Map<String, JoinedProcess> byNode = new HashMap<>();
        for (JoinedProcess process : processes) {
            nodes.addAll(process.nodes());
            loops.addAll(process.loops());
            process.nodeNames().forEach(name -> byNode.putIfAbsent(name, process));
        }
        for (JoinedProcess process : processes) { // a text of others may have an id twice
            process.tasks(byNode).forEach(task -> tasks.putIfAbsent(task.id(), task));
        }
        silent.stream().filter(this::isMissing).forEach(node -> nodes.add(node.named(unique(node.node()))));
        return new TaskDump(
                null,
                null,
                own.pid(),
                own.jdk(),
                own.weft(),
                own.time(),
                loops,
                TaskInfo.linked(List.copyOf(tasks.values())),
                nodes,
                spreadNanos);
    }

    /** Whether no process has answered that says it is that node, too. */
    private boolean isMissing(NodeInfo silent) {
        return processes.stream().noneMatch(process -> process.isNode(silent));
    }
}
