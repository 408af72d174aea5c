// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import static dev.weft.proof.generated.Node.statement;

import dev.weft.proof.generated.Scope.Variable;

/** Makes loops. Each turn of one costs fuel, except where an array or a list bounds it. */
final class Loops {
    private final Draw draw;
    private final Expressions expressions;
    private final Statements statements;

    Loops(Draw draw, Expressions expressions, Statements statements) {
        this.draw = draw;
        this.expressions = expressions;
        this.statements = statements;
    }

    Node any(Place at, int depth) {
        String label = draw.name("loop");
        Place inside = at.loop(label);
        return draw.options()
                .add(
                        2,
                        () -> statement(
                                label + ": while (t.more() && #0) {\n#1\n}",
                                expressions.of(at, "boolean", 2),
                                statements.block(inside, depth - 1)))
                .add(
                        2,
                        () -> statement(
                                label + ": do {\n#0\n} while (t.more() && #1);",
                                statements.block(inside, depth - 1),
                                expressions.of(at, "boolean", 2)))
                .add(4, () -> counted(at, inside, label, depth))
                .add(
                        2,
                        () -> statement(
                                label + ": " + draw.of("while (true)", "for (;;)")
                                        + " {\nif (!t.more()) break;\n#0\nif (#1) break;\n}",
                                statements.block(inside, depth - 1),
                                expressions.of(at, "boolean", 2)))
                .add(2, () -> each(at, inside, label, depth, draw.of("int", "byte", "boolean"), "[]"))
                .add(2, () -> each(at, inside, label, depth, draw.of("String", "Object"), "[]"))
                .add(2, () -> each(at, inside, label, depth, "Integer", ""))
                .pick();
    }

    private Node counted(Place at, Place inside, String label, int depth) {
        String i = draw.name("i");
        inside.scope().add(new Variable("int", i, draw.percent(20), false));
        return statement(
                label + ": for (int " + i + " = " + draw.of("0", "#2") + "; " + i + " < "
                        + draw.of("3", "(2 + (#0 & 3))") + " && t.more(); " + i + "++) {\n#1\n}",
                expressions.of(at, "int", 2),
                statements.block(inside, depth - 1),
                expressions.of(at, "int", 2));
    }

    private Node each(Place at, Place inside, String label, int depth, String element, String brackets) {
        String name = draw.name("e");
        boolean isFinal = draw.percent(40);
        inside.scope().add(new Variable(element, name, !isFinal, isFinal));
        String type = brackets.isEmpty() ? "List<" + element + ">" : element + brackets;
        return statement(
                label + ": for (" + (isFinal ? "final " : "") + element + " " + name + " : #0) {\n#1\n}",
                expressions.of(at, type, 3),
                statements.block(inside, depth - 1));
    }

    /** A loop that is left only by a return or an exception. */
    Node ending(Place at, int depth) {
        String label = draw.name("loop");
        Place inside = at.endlessLoop(label);
        return statement(
                label
                        + ": while (true) {\nif (!t.more()) throw new IllegalStateException(\"x\");\n#0\nif (#1) {\n#2\n}\n}",
                statements.block(inside, depth - 1),
                expressions.of(at, "boolean", 2),
                statements.returned(at));
    }
}
