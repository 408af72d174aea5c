// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import dev.weft.proof.generated.Node.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a failing program small enough to read: leaves out statements, members and parts of blocks, puts the inner statements
 * in the place of the outer one, and parts or constants in the place of expressions, for as long as the program still fails.
 * What is no Java any more does not fail. The same program gives the same result.
 */
final class Shrinker {
    private final Predicate<Node> fails;
    private Node current;

    private Shrinker(Node program, Predicate<Node> fails) {
        this.current = program;
        this.fails = fails;
    }

    static Node shrink(Node program, Predicate<Node> fails) {
        return new Shrinker(program, fails).shrink();
    }

    private Node shrink() {
        int size;
        do {
            size = length(current);
            visit(List.of());
        } while (length(current) < size);
        return current;
    }

    /** Tries all edits of one node, then those of its parts. */
    private void visit(List<Integer> path) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Node candidate : candidates(at(current, path))) {
                if (accept(replace(current, path, 0, candidate))) {
                    changed = true;
                    break;
                }
            }
        }
        for (int i = 0; i < at(current, path).parts().size(); i++) {
            List<Integer> inner = new ArrayList<>(path);
            inner.add(i);
            visit(inner);
        }
    }

    private boolean accept(Node changed) {
        boolean better = length(changed) < length(current) && fails.test(changed);
        if (better) {
            current = changed;
        }
        return better;
    }

    private static int length(Node program) {
        return program.source().length();
    }

    private static List<Node> candidates(Node node) {
        List<Node> found = new ArrayList<>();
        if (node.kind() == Kind.BLOCK) {
            for (int size = node.parts().size(); size > 0; size /= 2) {
                for (int from = 0; from + size <= node.parts().size(); from += size) {
                    found.add(without(node, from, size, List.of()));
                }
            }
            for (int i = 0; i < node.parts().size(); i++) {
                List<Node> blocks = new ArrayList<>();
                addBlocks(node.parts().get(i), blocks);
                for (Node inner : blocks) {
                    found.add(without(node, i, 1, inner.parts()));
                }
            }
        } else if (node.kind() == Kind.EXPRESSION && !node.type().isEmpty()) {
            found.add(Node.expression(node.type(), Types.simplest(node.type())));
            addSame(node, node.type(), found);
        }
        return found;
    }

    private static Node without(Node block, int from, int count, List<Node> instead) {
        List<Node> parts = new ArrayList<>(block.parts());
        parts.subList(from, from + count).clear();
        parts.addAll(from, instead);
        return Node.block(parts);
    }

    /** The outermost blocks in a statement. */
    private static void addBlocks(Node statement, List<Node> found) {
        for (Node part : statement.parts()) {
            if (part.kind() == Kind.BLOCK) {
                found.add(part);
            } else {
                addBlocks(part, found);
            }
        }
    }

    /** Expressions of the type inside, outermost first. */
    private static void addSame(Node node, String type, List<Node> found) {
        for (Node part : node.parts()) {
            if (part.kind() == Kind.EXPRESSION && part.type().equals(type)) {
                found.add(part);
            }
            addSame(part, type, found);
        }
    }

    private static Node at(Node node, List<Integer> path) {
        Node found = node;
        for (int index : path) {
            found = found.parts().get(index);
        }
        return found;
    }

    private static Node replace(Node node, List<Integer> path, int depth, Node instead) {
        if (depth == path.size()) {
            return instead;
        }
        int index = path.get(depth);
        return node.with(index, replace(node.parts().get(index), path, depth + 1, instead));
    }
}
