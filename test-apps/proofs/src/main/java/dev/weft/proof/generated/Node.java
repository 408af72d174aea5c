// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a program: text with holes, written {@code #0}, {@code #1} and so on, and what stands in them. That is all the
 * syntax that a shrinker needs to know; whether an edit of it is still Java is for the compiler to say.
 *
 * @param kind what may stand in its place
 * @param type of an expression its Java type, else empty
 * @param text the text; a block has none, it is its parts in order
 * @param parts what stands in the holes
 */
record Node(Kind kind, String type, String text, List<Node> parts) {
    /** What may stand in a node's place. */
    enum Kind {
        EXPRESSION,
        STATEMENT,
        BLOCK
    }

    static Node expression(String type, String text, Node... parts) {
        return new Node(Kind.EXPRESSION, type, text, List.of(parts));
    }

    /** A statement, or a member of a class. */
    static Node statement(String text, Node... parts) {
        return new Node(Kind.STATEMENT, "", text, List.of(parts));
    }

    static Node block(List<Node> parts) {
        return new Node(Kind.BLOCK, "", "", List.copyOf(parts));
    }

    Node with(int index, Node part) {
        List<Node> changed = new ArrayList<>(parts);
        changed.set(index, part);
        return new Node(kind, type, text, List.copyOf(changed));
    }

    /** How many nodes there are, this one included. */
    int size() {
        return 1 + parts.stream().mapToInt(Node::size).sum();
    }

    /** Returns the source, a statement per line, indented. */
    String source() {
        StringBuilder out = new StringBuilder();
        print(out);
        return indented(out.toString());
    }

    private void print(StringBuilder out) {
        if (kind == Kind.BLOCK) {
            for (Node part : parts) {
                part.print(out);
                out.append('\n');
            }
            return;
        }
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i++);
            if (c != '#') {
                out.append(c);
                continue;
            }
            int end = i;
            while (end < text.length() && Character.isDigit(text.charAt(end))) {
                end++;
            }
            parts.get(Integer.parseInt(text.substring(i, end))).print(out);
            i = end;
        }
    }

    private static String indented(String source) {
        StringBuilder out = new StringBuilder();
        int depth = 0;
        for (String line : source.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList()) {
            int closing = (int) line.chars().takeWhile(c -> c == '}').count();
            out.append("    ".repeat(Math.max(0, depth - closing))).append(line).append('\n');
            depth += count(line, '{') - count(line, '}');
        }
        return out.toString();
    }

    private static int count(String line, char wanted) {
        return (int) line.chars().filter(c -> c == wanted).count();
    }
}
