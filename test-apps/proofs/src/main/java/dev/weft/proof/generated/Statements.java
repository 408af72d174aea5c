// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import static dev.weft.proof.generated.Node.expression;
import static dev.weft.proof.generated.Node.statement;

import dev.weft.proof.generated.Place.Callee;
import dev.weft.proof.generated.Place.Form;
import dev.weft.proof.generated.Scope.Variable;
import java.util.ArrayList;
import java.util.List;

/** Makes statements and blocks of them. Each can complete normally, except the last one of a body. */
final class Statements {
    private static final int DEPTH = 3;

    private final Draw draw;
    private final Dialect dialect;
    private final Expressions expressions;
    private final Loops loops;
    private final Tries tries;
    private final Declarations declarations;

    /** How many statements the program may still have. */
    private int budget;

    Statements(Draw draw, Dialect dialect, List<Callee> callees, int budget) {
        this.draw = draw;
        this.dialect = dialect;
        this.budget = budget;
        this.expressions = new Expressions(draw, dialect, callees, this);
        this.loops = new Loops(draw, expressions, this);
        this.tries = new Tries(draw, expressions, this);
        this.declarations = new Declarations(draw, dialect, expressions, this);
    }

    Expressions expressions() {
        return expressions;
    }

    /** A block with very many variables. */
    Node many(Place at) {
        return declarations.many(at);
    }

    /** The statements of a method or a lambda, the last of which returns or throws. */
    Node body(Place at, int depth) {
        List<Node> all = new ArrayList<>(block(at, depth).parts());
        all.add(ending(at, depth));
        return Node.block(all);
    }

    Node block(Place at, int depth) {
        List<Node> all = new ArrayList<>();
        for (int i = 0, count = 1 + draw.below(3); i < count; i++) {
            all.add(one(at, depth));
        }
        return Node.block(all);
    }

    private Node one(Place at, int depth) {
        budget--;
        boolean nested = depth > 0 && budget > 0;
        List<Callee> tasks = expressions.tasks(at);
        return draw.options()
                .add(7, () -> declarations.variable(at))
                .add(2, () -> declarations.merged(at))
                .add(7, () -> assignment(at))
                .add(3, () -> statement("t.add(#0);", expressions.printable(at, DEPTH)))
                .add(2, () -> dropped(at))
                .add(
                        1,
                        () -> statement(
                                "assert #0 || !t.rare() : \"x\" + #1;", value(at, "boolean"), value(at, "char")))
                .add(1, () -> statement("if (#0 && t.rare()) throw #1;", value(at, "boolean"), tries.exception(at)))
                .add(
                        2,
                        () -> statement(
                                "if (t.rare() && #0) await(t.fails(#1));", value(at, "boolean"), tries.exception(at)))
                .addIf(
                        !at.jumps().isEmpty(),
                        4,
                        () -> statement("if (#0) " + draw.of(at.jumps()), value(at, "boolean")))
                .addIf(
                        at.mayReturn(),
                        2,
                        () -> statement("if (#0 && t.rare()) {\n#1\n}", value(at, "boolean"), returned(at)))
                .addIf(nested, 3, () -> choice(at, depth))
                .addIf(nested, 5, () -> loops.any(at, depth))
                .addIf(nested && at.tries(), 7, () -> tries.any(at, depth))
                .addIf(nested, 4, () -> expressions.generators().consumer(at, depth))
                .addIf(at.form() == Form.GENERATOR, 9, () -> statement("emit(#0);", value(at, at.result())))
                .addIf(
                        nested && at.form() == Form.GENERATOR && at.tries(),
                        6,
                        () -> expressions.generators().cleaningUp(at, depth))
                .addIf(nested, 3, () -> expressions.switches().statement(at, depth))
                .addIf(nested, 2, () -> statement("{\n#0\n}", block(at.block(), depth - 1)))
                .addIf(nested, 1, () -> labelled(at, depth))
                .addIf(nested, 2, () -> declarations.lambda(at, depth))
                .addIf(nested, 1, () -> declarations.localClass(at, depth))
                .addIf(nested, 1, () -> declarations.anonymousClass(at, depth))
                .addIf(nested && dialect.hasLocalRecords(), 1, () -> declarations.localRecord(at, depth))
                .addIf(nested && dialect.hasLocalRecords(), 1, () -> declarations.localEnum(at, depth))
                .addIf(nested && draw.percent(4), 20, () -> many(at))
                .add(2, () -> statement("t.add(#0);", expressions.construction(at)))
                .addIf(!tasks.isEmpty(), 2, () -> declarations.laterAwait(at, draw.of(tasks)))
                .addIf(
                        at.tries(),
                        1,
                        () -> statement("synchronized (p) {\np.ia[0] += #0;\n}", expressions.leaf(at, "int")))
                .pick();
    }

    private Node value(Place at, String type) {
        return expressions.of(at, type, 1 + draw.below(DEPTH));
    }

    private Node choice(Place at, int depth) {
        Node condition = value(at, "boolean");
        Node then = block(at.block(), depth - 1);
        return draw.percent(50)
                ? statement("if (#0) {\n#1\n}", condition, then)
                : statement("if (#0) {\n#1\n} else {\n#2\n}", condition, then, block(at.block(), depth - 1));
    }

    private Node labelled(Place at, int depth) {
        String label = draw.name("b");
        return statement(label + ": {\n#0\n}", block(at.labelledBlock(label), depth - 1));
    }

    /** An await whose result nobody wants. */
    private Node dropped(Place at) {
        String type = draw.of(Types.PRIMITIVES);
        return expressions.callees(at, type).isEmpty()
                ? statement("#0;", expressions.plainAwait(at, type, DEPTH))
                : statement("await(#0);", expressions.call(at, type, DEPTH));
    }

    private Node assignment(Place at) {
        List<Variable> variables = at.scope().assignable(dialect.references());
        if (draw.percent(25) && !variables.isEmpty()) {
            Variable variable = draw.of(variables);
            return statement(variable.name() + " = #0;", value(at, variable.type()));
        }
        List<Variable> others = at.scope().assignable(draw.percent(20) ? List.of("String") : Types.PRIMITIVES);
        if (others.isEmpty()) {
            return statement("p.ia[#0 & 1] = #1;", value(at, "int"), value(at, "int"));
        }
        Variable variable = draw.of(others);
        String name = variable.name();
        if (variable.type().equals("String")) {
            return statement(name + " += #0;\n" + name + " = t.cut(" + name + ");", expressions.printable(at, DEPTH));
        }
        if (variable.type().equals("boolean")) {
            return statement(name + draw.of(" = ", " ^= ", " &= ", " |= ") + "#0;", value(at, "boolean"));
        }
        return draw.percent(20)
                ? statement("p.ia[#0 & 1] " + draw.of("+=", "=", "^=") + " #1;", value(at, "int"), value(at, "int"))
                : statement(name + draw.of(" += ", " -= ", " *= ") + "#0;", value(at, draw.of(Types.NUMERIC)));
    }

    /** The end of a body. */
    Node ending(Place at, int depth) {
        boolean nested = depth > 0;
        return draw.options()
                .add(8, () -> returned(at))
                .addIf(
                        nested && at.form() == Form.GENERATOR && at.room() > 0,
                        3,
                        () -> statement("return #0;", expressions.generators().made(at, at.result(), depth)))
                .add(1, () -> statement("throw #0;", tries.exception(at)))
                .addIf(
                        nested,
                        1,
                        () -> statement(
                                "if (#0) {\n#1\n} else {\n#2\n}",
                                value(at, "boolean"),
                                body(at.block(), depth - 1),
                                body(at.block(), depth - 1)))
                .addIf(nested, 3, () -> tries.ending(at, depth))
                .addIf(nested, 1, () -> loops.ending(at, depth))
                .pick();
    }

    /** {@code return}, in all forms: a value, another task, a choice of both. */
    Node returned(Place at) {
        if (at.form() == Form.GENERATOR) {
            return expressions.generators().returned(at);
        }
        Node value = expression("", at.form().completed, value(at, at.result()));
        List<Callee> tails = expressions.callees(at, at.result()).stream()
                .filter(callee -> fits(callee.form(), at.form()))
                .toList();
        Draw.Options options = draw.options().add(4, () -> statement("return #0;", value));
        if (!tails.isEmpty()) {
            options.add(3, () -> statement("return #0;", expressions.call(at, draw.of(tails), DEPTH)))
                    .add(
                            1,
                            () -> statement(
                                    "return #0 ? #1 : #2;",
                                    value(at, "boolean"),
                                    value,
                                    expressions.call(at, draw.of(tails), DEPTH)))
                    .addIf(dialect.hasSwitchExpressions(), 1, () -> switched(at, value, draw.of(tails)));
        }
        return options.pick();
    }

    private Node switched(Place at, Node value, Callee tail) {
        return statement(
                "return switch (#0) {\ncase 1 -> #1;\ncase 2 -> {\n#2\nyield t == null ? null : #3;\n}\ndefault -> #4;\n};",
                value(at, "int"),
                value,
                block(at.switchExpression().withTries(), 1),
                expressions.call(at, tail, DEPTH),
                expressions.call(at, tail, DEPTH));
    }

    private static boolean fits(Form callee, Form caller) {
        return callee == caller || (callee == Form.FUTURE && caller == Form.STAGE);
    }
}
