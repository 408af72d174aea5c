// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import static dev.weft.proof.generated.Node.expression;
import static dev.weft.proof.generated.Node.statement;

import dev.weft.proof.generated.Scope.Variable;
import java.util.ArrayList;
import java.util.List;

/** Makes try statements of all forms, and the exceptions for them. */
final class Tries {
    /** Each line is a chain of handlers in an order that Java allows. */
    private static final List<List<String>> HANDLERS = List.of(
            List.of("IllegalStateException"),
            List.of("IOException | IllegalArgumentException"),
            List.of("FileNotFoundException", "IOException", "Exception"),
            List.of("IllegalArgumentException", "RuntimeException"),
            List.of("IllegalStateException | NullPointerException", "RuntimeException | IOException"),
            List.of("Exception"),
            List.of("Throwable"),
            List.of("RuntimeException", "Throwable"));

    private final Draw draw;
    private final Expressions expressions;
    private final Statements statements;

    Tries(Draw draw, Expressions expressions, Statements statements) {
        this.draw = draw;
        this.expressions = expressions;
        this.statements = statements;
    }

    Node exception(Place at) {
        String type = draw.of(
                "IOException",
                "FileNotFoundException",
                "IllegalStateException",
                "IllegalArgumentException",
                "AssertionError");
        return expression(type, "new " + type + "(\"x\" + #0)", expressions.of(at, draw.of("int", "String"), 2));
    }

    Node any(Place at, int depth) {
        return make(at, depth, inside -> statements.block(inside, depth - 1));
    }

    /** One of whose parts none completes normally, or whose finally block does not. */
    Node ending(Place at, int depth) {
        if (draw.percent(25)) {
            Place body = at.overruled();
            return statement(
                    "try {\nt.tick(" + draw.below(100) + ");\n#0\n} finally {\n#1\n}",
                    body.mayReturn() && draw.percent(50)
                            ? statements.returned(body)
                            : statements.block(body, depth - 1),
                    statements.body(at.block(), depth - 1));
        }
        return make(at, depth, inside -> statements.body(inside, depth - 1));
    }

    private interface Blocks {
        Node make(Place inside);
    }

    private Node make(Place at, int depth, Blocks blocks) {
        List<Node> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder("try ");
        Place body = at.block();
        int form = draw.below(4);
        if (form == 0) {
            resources(body, text, parts);
        }
        text.append("{\nt.tick(" + draw.below(100) + ");\n#")
                .append(parts.size())
                .append("\n}");
        parts.add(blocks.make(body));
        if (form == 1 || form == 2 || draw.percent(30)) {
            handlers(at, text, parts, blocks);
        }
        if (form == 2 || form == 3) {
            text.append(" finally {\n#").append(parts.size()).append("\n}");
            parts.add(statements.block(at.block(), depth - 1));
        }
        return statement(text.toString(), parts.toArray(Node[]::new));
    }

    private void resources(Place body, StringBuilder text, List<Node> parts) {
        text.append('(');
        for (int i = 0, count = 1 + draw.below(3); i < count; i++) {
            String name = draw.name("r");
            if (draw.percent(15)) {
                text.append("Resource " + name + " = null;");
            } else {
                text.append("Resource " + name + " = new Resource(t, #" + parts.size() + ", "
                        + draw.of("true", "false", "#" + (parts.size() + 1)) + "); ");
                parts.add(expressions.of(body, "int", 2));
                parts.add(expressions.of(body, "boolean", 2));
            }
        }
        text.append(") ");
    }

    private void handlers(Place at, StringBuilder text, List<Node> parts, Blocks blocks) {
        for (String types : draw.of(HANDLERS)) {
            String name = draw.name("x");
            Place inside = at.block();
            inside.scope().add(new Variable("Throwable", name, false, true));
            text.append(" catch (" + types + " " + name + ") {\nt.caught(" + name + ");\n#" + parts.size() + "\n");
            parts.add(blocks.make(inside));
            text.append('}');
        }
    }
}
