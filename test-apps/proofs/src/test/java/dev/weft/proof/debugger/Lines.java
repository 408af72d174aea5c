// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.debugger;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The places of a method at which a breakpoint can be, as JDI finds them: of several entries for one instruction the last counts, and
 * entries of the same line that follow each other are one.
 */
record Lines(MethodNode method, List<Place> places) {
    /** Where a line begins: the index of its first instruction in the list. */
    record Place(int line, int index) {}

    static Lines of(MethodNode method) {
        List<Place> entries = new ArrayList<>();
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof LineNumberNode number) {
                Place entry = new Place(number.line, instructionAt(method, number));
                if (!entries.isEmpty() && last(entries).index == entry.index) {
                    entries.remove(entries.size() - 1);
                }
                entries.add(entry);
            }
        }
        List<Place> places = new ArrayList<>();
        for (Place entry : entries) {
            if (places.isEmpty() || last(places).line != entry.line) {
                places.add(entry);
            }
        }
        return new Lines(method, places);
    }

    private static Place last(List<Place> places) {
        return places.get(places.size() - 1);
    }

    private static int instructionAt(MethodNode method, AbstractInsnNode from) {
        AbstractInsnNode insn = from;
        while (insn != null && insn.getOpcode() < 0) {
            insn = insn.getNext();
        }
        return insn == null ? method.instructions.size() : method.instructions.indexOf(insn);
    }

    /** Leaves out the places on lines that are not among these. */
    Lines on(Set<Integer> lines) {
        return new Lines(
                method,
                places.stream().filter(place -> lines.contains(place.line)).toList());
    }

    List<Integer> numbers() {
        return places.stream().map(Place::line).toList();
    }

    /** What a debugger that stops at each place shows there: the names and types of the variables, in the order of the table. */
    List<List<String>> variables() {
        List<LocalVariableNode> table = method.localVariables == null ? List.of() : method.localVariables;
        return places.stream()
                .map(place -> table.stream()
                        .filter(variable -> start(variable) <= place.index && place.index < end(variable))
                        .map(variable -> variable.name + " " + variable.desc + " " + variable.signature)
                        .toList())
                .toList();
    }

    /** The variables that share a slot, or a name, with another one while both are in scope. */
    List<String> overlappingVariables() {
        List<LocalVariableNode> table = method.localVariables == null ? List.of() : method.localVariables;
        List<String> found = new ArrayList<>();
        for (int i = 0; i < table.size(); i++) {
            for (LocalVariableNode other : table.subList(i + 1, table.size())) {
                LocalVariableNode one = table.get(i);
                boolean meet = start(one) < end(other) && start(other) < end(one);
                if (meet && (one.index == other.index || one.name.equals(other.name))) {
                    found.add(one.name + " and " + other.name);
                }
            }
        }
        return found;
    }

    private int start(LocalVariableNode variable) {
        return instructionAt(method, variable.start);
    }

    private int end(LocalVariableNode variable) {
        return instructionAt(method, variable.end);
    }
}
