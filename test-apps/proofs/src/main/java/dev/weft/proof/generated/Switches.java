// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import dev.weft.proof.generated.Scope.Variable;
import java.util.ArrayList;
import java.util.List;

/** Makes switches: statements of both styles, expressions, and those over patterns. */
final class Switches {
    /**
     * What is switched over.
     *
     * @param type its type
     * @param labels the cases, without a default
     */
    private record Subject(String type, List<String> labels) {}

    private static final List<Subject> SUBJECTS = List.of(
            new Subject("int", List.of("0", "1", "2", "100")),
            new Subject("char", List.of("'a'", "'z'", "'0'")),
            new Subject("String", List.of("\"a\"", "\"bc\"", "\"Aa\"", "\"BB\"")),
            new Subject("Color", List.of("RED", "GREEN")));

    private final Draw draw;
    private final Dialect dialect;
    private final Expressions expressions;
    private final Statements statements;

    Switches(Draw draw, Dialect dialect, Expressions expressions, Statements statements) {
        this.draw = draw;
        this.dialect = dialect;
        this.expressions = expressions;
        this.statements = statements;
    }

    /** A switch expression; not before Java 14. */
    Node expression(Place at, String type, int depth) {
        if (dialect.hasPatternSwitches() && draw.percent(50)) {
            return dialect.hasShapePatterns() && draw.percent(60)
                    ? overShapes(at, type, depth)
                    : overTypes(at, type, depth);
        }
        Subject subject = subject();
        Cases cases = new Cases("((" + type + ") switch (#0) {\n", expressions.of(at, subject.type(), depth - 1));
        cases.add("case " + subject.labels().get(0), value(at.switchExpression(), type, depth)); // not all may throw
        for (String label : subject.labels().subList(1, subject.labels().size())) {
            cases.add("case " + label, arm(at.switchExpression(), type, depth));
        }
        if (!subject.type().equals("Color") || draw.percent(50)) {
            cases.add("default", arm(at.switchExpression(), type, depth));
        }
        return cases.end(type);
    }

    private Subject subject() {
        return draw.of(dialect.has(Dialect.Feature.ENUM) ? SUBJECTS : SUBJECTS.subList(0, SUBJECTS.size() - 1));
    }

    private Node value(Place at, String type, int depth) {
        return Node.statement("#0;", expressions.of(at, type, depth - 1));
    }

    private Node arm(Place at, String type, int depth) {
        return draw.options()
                .add(5, () -> value(at, type, depth))
                .add(2, () -> {
                    // Without the choice, javac takes "yield (" for a call.
                    Place inside = at.block();
                    Node block = statements.block(inside, Math.min(depth - 1, 1));
                    return Node.statement(
                            "{\n#0\nyield t == null ? #1 : #2;\n}",
                            block,
                            Node.expression(type, Types.simplest(type)),
                            expressions.of(inside, type, depth - 1));
                })
                .add(
                        1,
                        () -> Node.statement(
                                "throw new IllegalStateException(\"x\" + #0);", expressions.of(at, "int", depth - 1)))
                .pick();
    }

    private Node overTypes(Place at, String type, int depth) {
        Cases cases = new Cases("((" + type + ") switch (#0) {\n", expressions.of(at, "Object", depth - 1));
        for (String each : List.of("Integer", "String", "Pair", "int[]")) {
            if (draw.percent(60)) {
                String name = draw.name("c");
                Place inside = at.switchExpression();
                inside.scope().add(new Variable(each, name, false, true));
                if (draw.percent(60)) {
                    String other = draw.name("c");
                    Place guarded = at.switchExpression();
                    guarded.scope().add(new Variable(each, other, false, true));
                    cases.addGuarded("case " + each + " " + other, guard(guarded, depth), arm(guarded, type, depth));
                }
                cases.add("case " + each + " " + name, arm(inside, type, depth));
            }
        }
        if (draw.percent(70)) {
            cases.add("case null", arm(at.switchExpression(), type, depth));
        }
        cases.add("default", value(at.switchExpression(), type, depth));
        return cases.end(type);
    }

    private Node overShapes(Place at, String type, int depth) {
        Cases cases = new Cases("((" + type + ") switch ((Shape) #0) {\n", expressions.of(at, "Shape", depth - 1));
        String radius = draw.name("r");
        Place circle = with(at, new Variable("int", radius, false, true));
        cases.addGuarded("case Circle(int " + radius + ")", guard(circle, depth), arm(circle, type, depth));
        cases.add("case Circle " + draw.name("c"), value(at.switchExpression(), type, depth));
        String width = draw.name("w");
        String height = draw.name("h");
        Place box = with(at, new Variable("long", height, false, true));
        String first = dialect.release() >= 22 && draw.percent(60) ? "_" : "int " + width;
        cases.add("case Box(" + first + ", var " + height + ")", arm(box, type, depth));
        String left = draw.name("l");
        String right = draw.name("s");
        Place group = with(at, new Variable("Shape", right, false, true));
        if (draw.percent(70)) {
            group.scope().add(new Variable("int", left, false, true));
            cases.addGuarded(
                    "case Group(Circle(var " + left + "), var " + right + ")",
                    guard(group, depth),
                    arm(group, type, depth));
        }
        cases.add("case Group " + draw.name("g"), arm(at.switchExpression(), type, depth));
        return cases.end(type);
    }

    /** Never a constant, which javac refuses; it may read only what never changes. */
    private Node guard(Place at, int depth) {
        return Node.expression("boolean", "(#0 && p.i != 17)", expressions.of(at.captured(), "boolean", depth - 1));
    }

    private Place with(Place at, Variable variable) {
        Place inside = at.switchExpression();
        inside.scope().add(variable);
        return inside;
    }

    /** A switch statement with arrows or, falling through here and there, without. */
    Node statement(Place at, int depth) {
        Subject subject = subject();
        boolean arrows = dialect.hasSwitchExpressions() && draw.percent(40);
        Cases cases = new Cases("switch (#0) {\n", expressions.of(at, subject.type(), 2));
        for (String label : subject.labels()) {
            if (draw.percent(70)) {
                group(cases, "case " + label, at, depth, arrows);
            }
        }
        if (draw.percent(60)) {
            group(cases, "default", at, depth, arrows);
        }
        return cases.endStatement();
    }

    private void group(Cases cases, String label, Place at, int depth, boolean arrows) {
        Node block = statements.block(at.switchStatement(), depth - 1);
        if (arrows) {
            cases.add(label, Node.statement("{\n#0\n}", block));
        } else {
            cases.addGroup(label, Node.statement("{\n#0\n}" + draw.of("", "\nbreak;"), block));
        }
    }

    /** Collects the text and the parts of a switch. */
    private static final class Cases {
        private final StringBuilder text;
        private final List<Node> parts = new ArrayList<>();

        Cases(String head, Node subject) {
            text = new StringBuilder(head);
            parts.add(subject);
        }

        void add(String label, Node arm) {
            text.append(label).append(" -> #").append(parts.size()).append('\n');
            parts.add(arm);
        }

        void addGuarded(String label, Node guard, Node arm) {
            text.append(label).append(" when #").append(parts.size());
            parts.add(guard);
            add("", arm);
        }

        void addGroup(String label, Node group) {
            text.append(label).append(":\n#").append(parts.size()).append('\n');
            parts.add(group);
        }

        Node end(String type) {
            return Node.expression(type, text + "})", parts.toArray(Node[]::new));
        }

        Node endStatement() {
            return Node.statement(text + "}", parts.toArray(Node[]::new));
        }
    }
}
