// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import dev.weft.weave.analysis.Variables.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * What stands around the instructions of a method, as somebody comes to them from the first to the last: the variables in scope, and
 * handlers that nothing gets past. Each label is looked at once, so that a method may have many of all.
 */
final class Scopes {
    /** What begins and ends at a label. */
    private final Map<AbstractInsnNode, Edge> edges = new HashMap<>();

    /** The variables in scope, by slot, and those of one slot in the order of the class file. */
    private final List<Scoped> inScope = new ArrayList<>();

    private int handlers;

    /** The variables in scope, once somebody has asked; null when that has changed. */
    private @Nullable List<Variable> known;

    /** A variable, and the how many-th of the class file it is. */
    private record Scoped(int position, Variable variable) {
        boolean isBehind(Scoped other) {
            return variable.local() == other.variable.local()
                    ? position > other.position
                    : variable.local() > other.variable.local();
        }
    }

    private static final class Edge {
        private final List<Scoped> begin = new ArrayList<>(1);
        private final List<Scoped> end = new ArrayList<>(1);
        private int handlers;
    }

    Scopes(MethodNode method) {
        InsnList instructions = method.instructions;
        List<LocalVariableNode> variables = method.localVariables == null ? List.of() : method.localVariables;
        int position = 0;
        for (LocalVariableNode each : variables) {
            if (!each.name.equals(Variables.THIS) && isBefore(each.start, each.end, instructions)) {
                Scoped scoped = new Scoped(position++, new Variable(each.name, each.desc, each.index));
                edge(each.start).begin.add(scoped);
                edge(each.end).end.add(scoped);
            }
        }
        for (TryCatchBlockNode each : method.tryCatchBlocks) {
            boolean catchesAll = each.type == null || each.type.equals("java/lang/Throwable");
            if (catchesAll && isBefore(each.start, each.end, instructions)) {
                edge(each.start).handlers++;
                edge(each.end).handlers--;
            }
        }
    }

    private static boolean isBefore(LabelNode start, LabelNode end, InsnList instructions) {
        return instructions.indexOf(start) < instructions.indexOf(end);
    }

    private Edge edge(LabelNode label) {
        Edge edge = edges.get(label);
        if (edge == null) {
            edge = new Edge();
            edges.put(label, edge);
        }
        return edge;
    }

    /** Called with each instruction in turn, labels among them. */
    void comeTo(AbstractInsnNode insn) {
        Edge edge = insn instanceof LabelNode ? edges.get(insn) : null;
        if (edge != null) {
            handlers += edge.handlers;
            for (Scoped each : edge.end) {
                inScope.remove(place(each) - 1);
                known = null;
            }
            for (Scoped each : edge.begin) {
                inScope.add(place(each), each);
                known = null;
            }
        }
    }

    /** How many of the variables in scope are not behind another one. */
    private int place(Scoped scoped) {
        int from = 0;
        int to = inScope.size();
        while (from < to) {
            int middle = (from + to) / 2;
            if (inScope.get(middle).isBehind(scoped)) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from;
    }

    /** The variables in scope without {@code this}, by slot; empty where the class file names none. */
    List<Variable> variables() {
        if (known == null) {
            List<Variable> found = new ArrayList<>(inScope.size());
            for (Scoped each : inScope) {
                found.add(each.variable());
            }
            known = List.copyOf(found);
        }
        return known;
    }

    /** Whether a handler that nothing gets past stands around the instruction. */
    boolean isInTry() {
        return handlers > 0;
    }
}
