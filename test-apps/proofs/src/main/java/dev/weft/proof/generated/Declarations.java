// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import static dev.weft.proof.generated.Node.statement;

import dev.weft.proof.generated.Place.Callee;
import dev.weft.proof.generated.Place.Form;
import dev.weft.proof.generated.Scope.Variable;
import java.util.ArrayList;
import java.util.List;

/** Makes declarations in methods: of variables, of lambdas, of classes. */
final class Declarations {
    /** So many longs take all slots that an instruction reaches without {@code wide}, and more than a call may pass. */
    private static final int MANY = 130;

    private final Draw draw;
    private final Dialect dialect;
    private final Expressions expressions;
    private final Statements statements;

    Declarations(Draw draw, Dialect dialect, Expressions expressions, Statements statements) {
        this.draw = draw;
        this.dialect = dialect;
        this.expressions = expressions;
        this.statements = statements;
    }

    Node variable(Place at) {
        String type = draw.percent(60) ? draw.of(Types.PRIMITIVES) : draw.of(dialect.references());
        String name = draw.name("v");
        boolean isFinal = draw.percent(40);
        if (dialect.hasVar() && draw.percent(15)) {
            Node value = expressions.of(at, type, 3);
            at.scope().add(new Variable(type, name, true, false));
            return statement("var " + name + " = (" + type + ") #0;", value);
        }
        Node value = draw.percent(40) ? expressions.plainAwait(at, type, 2) : expressions.of(at, type, 3);
        at.scope().add(new Variable(type, name, !isFinal, isFinal));
        return statement((isFinal ? "final " : "") + type + " " + name + " = #0;", value);
    }

    /** A variable that is null, or of one of two types, as far as the verifier can tell. */
    Node merged(Place at) {
        String name = draw.name("v");
        Node merged = draw.options()
                .add(
                        2,
                        () -> statement(
                                "Object " + name + ";\nif (#0) {\n" + name + " = #1;\n} else {\n" + name + " = #2;\n}",
                                expressions.of(at, "boolean", 2),
                                expressions.of(at, draw.of(dialect.references()), 2),
                                expressions.of(at, draw.of(dialect.references()), 2)))
                .add(
                        1,
                        () -> statement(
                                "Object " + name + " = null;\nif (#0) " + name + " = #1;",
                                expressions.of(at, "boolean", 2),
                                expressions.of(at, draw.of(dialect.references()), 2)))
                .add(
                        1,
                        () -> statement(
                                "Object " + name + " = null;\n#0;\nif (#1) " + name + " = \"n\";",
                                expressions.plainAwait(at, "int", 2),
                                expressions.of(at, "boolean", 2)))
                .add(
                        1,
                        () -> statement(
                                "Object " + name + " = #0 ? (Comparable<?>) #1 : (Comparable<?>) #2;",
                                expressions.of(at, "boolean", 2),
                                expressions.of(at, "String", 2),
                                expressions.of(at, "Integer", 2)))
                .pick();
        at.scope().add(new Variable("Object", name, true, false));
        return merged;
    }

    private Form form() {
        return draw.percent(30) ? Form.GENERATOR : Form.TASK;
    }

    Node lambda(Place at, int depth) {
        String argument = draw.of(Types.PRIMITIVES);
        String result = draw.percent(50) ? draw.of(Types.PRIMITIVES) : "String";
        String name = draw.name("f");
        Form form = form();
        boolean emits = form == Form.GENERATOR;
        String type = emits ? Generators.type(argument, result) : Lambdas.type(argument, result);
        Node lambda = emits
                ? expressions.generators().lambda(at, argument, result, depth)
                : expressions.lambdas().lambda(at, argument, result, depth);
        return scoped(
                at,
                depth,
                "final " + type + " " + name + " = #0;",
                List.of(lambda),
                new Callee(name + (emits ? ".each" : ".run") + "(t, p, #0)", List.of(argument), result, form));
    }

    Node localClass(Place at, int depth) {
        String result = draw.of(Types.PRIMITIVES);
        String name = draw.name("Local");
        Form form = form();
        Place inside = at.localClass(result, form);
        inside.scope().add(new Variable("int", "n", true, true));
        Node body = statements.body(inside, depth - 1);
        String text =
                "class " + name + " {\nint n;\n" + name + "(int n) {\nthis.n = n;\n}\n" + method(form, result) + "}";
        String call = draw.of("new " + name + "(#0).of(t, p)");
        return scoped(at, depth, text, List.of(body), new Callee(call, List.of("int"), result, form));
    }

    Node anonymousClass(Place at, int depth) {
        String result = draw.of(Types.PRIMITIVES);
        String name = draw.name("f");
        Form form = form();
        boolean emits = form == Form.GENERATOR;
        Place inside = at.localClass(result, form);
        inside.scope().add(new Variable("int", "n", true, true));
        inside.scope().add(new Variable("Integer", "a", true, false));
        String type = emits ? Generators.type("int", result) : Lambdas.type("int", result);
        String method = emits ? "each" : "run";
        String text = "final " + type + " " + name + " = new " + type + "() {\nint n;\n@Async\n@Override\npublic "
                + form.of(result) + " " + method
                + "(GeneratedTrail t, P p, Integer a) throws Exception {\n#0\n}\n};";
        Node body = statements.body(inside, depth - 1);
        Callee callee = new Callee(name + "." + method + "(t, p, #0)", List.of("int"), result, form);
        return scoped(at, depth, text, List.of(body), callee);
    }

    /** It can be printed, so that arguments which change places are seen. */
    Node localRecord(Place at, int depth) {
        String result = draw.of(Types.PRIMITIVES);
        String name = draw.name("Local");
        Form form = form();
        Place inside = at.localRecord(result, form);
        List.of("n", "m").forEach(each -> inside.scope().add(new Variable("int", each, false, true)));
        return scoped(
                at,
                depth,
                "record " + name + "(int n, int m) {\n" + method(form, result) + "}",
                List.of(statement("t.add(this);\n#0", statements.body(inside, depth - 1))),
                new Callee("new " + name + "(#0, #1).of(t, p)", List.of("int", "int"), result, form));
    }

    Node localEnum(Place at, int depth) {
        String result = draw.of(Types.PRIMITIVES);
        String name = draw.name("Local");
        Form form = form();
        String method = method(form, result);
        return scoped(
                at,
                depth,
                "enum " + name + " {\nA,\nB {\n@Override\n" + method + "};\n" + method.replace("#0", "#1") + "}",
                List.of(
                        statements.body(at.localRecord(result, form), 0),
                        statements.body(at.localRecord(result, form), depth - 1)),
                new Callee(name + ".values()[#0 & 1].of(t, p)", List.of("int"), result, form));
    }

    private static String method(Form form, String result) {
        return "@Async\n" + form.of(result) + " of(GeneratedTrail t, P p) throws Exception {\n#0\n}\n";
    }

    /** The declaration, and a block in which it can be called. */
    private Node scoped(Place at, int depth, String text, List<Node> parts, Callee callee) {
        Place inside = at.after(callee);
        Node declaration = statement(text, parts.toArray(Node[]::new));
        Node use = expressions.generators().use(inside, callee);
        List<Node> all = new ArrayList<>(List.of(declaration, use));
        all.addAll(statements.block(inside, depth - 1).parts());
        return statement("{\n#0\n}", Node.block(all));
    }

    /**
     * A task that is awaited after it was made. In between there is nothing that leaves an event or reads what the task changes:
     * a blocking program has run it by then, a woven one has not begun.
     */
    Node laterAwait(Place at, Callee callee) {
        String name = draw.name("task");
        String between = draw.name("v");
        String result = Types.boxed(callee.result());
        Node constant = Types.constant(draw, "long");
        return statement(
                "{\nfinal Task<" + result + "> " + name + " = #0;\nlong " + between + " = "
                        + draw.of("#1", "await(t.<Long>later(#1))") + ";\nt.add(" + between + " + t.show(await("
                        + draw.of(name, between + " == 1L ? t.same(" + name + ") : " + name) + ")));\n}",
                expressions.call(at, callee, 2),
                constant);
    }

    /** More than a call may pass, with values below the await on the operand stack too. */
    Node many(Place at) {
        String name = draw.name("w");
        Place inside = at.shallow();
        StringBuilder text = new StringBuilder("{\nlong " + name + "_0 = #0");
        StringBuilder sum = new StringBuilder(name + "_0");
        for (int i = 1; i < MANY; i++) {
            String each = name + "_" + i;
            text.append(",\n").append(each + " = " + name + "_" + (i - 1) + " + " + i);
            sum.append(" ^ ").append(each);
            inside.scope().add(new Variable("long", each, true, false));
        }
        return statement(
                text + ";\nt.add(#1);\n#2\nt.add(" + sum + ");\n}",
                expressions.of(at, "long", 2),
                expressions.pairs(inside),
                statements.block(inside, 0));
    }
}
