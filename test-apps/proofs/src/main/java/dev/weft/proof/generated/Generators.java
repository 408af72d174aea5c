// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import static dev.weft.proof.generated.Node.expression;
import static dev.weft.proof.generated.Node.statement;

import dev.weft.proof.generated.Place.Callee;
import dev.weft.proof.generated.Place.Form;
import dev.weft.proof.generated.Scope.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Makes generators that are lambdas, each a {@code Source}, which every program declares; and what consumes generators. */
final class Generators {
    private final Draw draw;
    private final Expressions expressions;
    private final Statements statements;

    Generators(Draw draw, Expressions expressions, Statements statements) {
        this.draw = draw;
        this.expressions = expressions;
        this.statements = statements;
    }

    /** The type of a lambda that returns a generator. */
    static String type(String argument, String element) {
        return "Source<" + Types.boxed(argument) + ", " + Types.boxed(element) + ">";
    }

    Node lambda(Place at, String argument, String element, int depth) {
        String name = draw.name("a");
        Place inside = at.lambda(element, Form.GENERATOR);
        inside.scope().add(new Variable(Types.boxed(argument), name, false, true));
        String first = draw.of(
                "if (t.more()) emit(#0);",
                "if (t.more()) emit(#0);",
                "t.add(t.show(await(t.<" + Types.boxed(element) + ">later(#0))));");
        return expression(
                type(argument, element),
                "(GeneratedTrail " + draw.name("t") + ", P " + draw.name("p") + ", " + Types.boxed(argument) + " "
                        + name + ") -> {\n" + first + "\n#1\n}",
                expressions.of(inside, element, 2),
                statements.body(inside, depth - 1));
    }

    /** A generator of elements of a type: one that is made in place, or that a method returns. */
    private Node of(Place at, String element, int depth) {
        List<Callee> methods = expressions.generators(at, element);
        return methods.isEmpty() || (at.room() > 0 && draw.percent(35))
                ? made(at, element, depth)
                : expressions.call(at, draw.of(methods), 2);
    }

    /** A lambda that is called at once. */
    Node made(Place at, String element, int depth) {
        String argument = draw.of(Types.PRIMITIVES);
        return expression(
                Form.GENERATOR.of(element),
                "((" + type(argument, element) + ") #0).each(t, p, #1)",
                lambda(at, argument, element, depth),
                expressions.of(at, argument, 1));
    }

    private String element(Place at) {
        List<Callee> methods = expressions.generators(at);
        return methods.isEmpty() || draw.percent(30)
                ? draw.percent(80) ? draw.of(Types.PRIMITIVES) : "String"
                : draw.of(methods).result();
    }

    /** A loop over a generator, mostly to its end, and the close of it. Without a try an exception leaves it open. */
    Node consumer(Place at, int depth) {
        String element = element(at);
        String name = draw.name("g");
        String label = draw.name("loop");
        String declared = Form.GENERATOR.of(element) + " " + name + " = #0";
        if (!at.tries() || draw.percent(15)) {
            return statement(
                    "{\nfinal " + declared + ";\n" + loop(label, name, "") + name + ".close();\nt.add(await(" + name
                            + ".next()));\n}",
                    of(at, element, depth),
                    inside(at, label, element, name, depth));
        }
        if (draw.percent(20)) {
            return statement(
                    "{\nfinal " + declared + ";\ntry {\n" + loop(label, name, "") + "} finally {\n" + name
                            + ".close();\n}\n}",
                    of(at, element, depth),
                    inside(at, label, element, name, depth));
        }
        return draw.percent(20)
                ? two(at, element, declared, label, name, depth)
                : statement(
                        "try (" + declared + ") {\n" + loop(label, name, "") + "}",
                        of(at, element, depth),
                        inside(at, label, element, name, depth));
    }

    /** Two that are consumed in turn, each of which may be the first to end. */
    private Node two(Place at, String element, String declared, String label, String name, int depth) {
        String otherElement = element(at);
        String other = draw.name("g");
        return statement(
                "try (" + declared + ";\n" + Form.GENERATOR.of(otherElement) + " " + other + " = #2) {\n"
                        + loop(label, name, " && await(" + other + ".next())") + "}",
                of(at, element, depth),
                inside(at, label, otherElement, other, depth),
                of(at, otherElement, depth - 1));
    }

    private static String loop(String label, String generator, String more) {
        return label + ": while (t.more() && await(" + generator + ".next())" + more + ") {\nt.add(\"got \" + t.show("
                + generator + ".current()));\n#1\n}\n";
    }

    private Node inside(Place at, String label, String element, String generator, int depth) {
        Place inside = at.loop(label);
        inside.scope().add(new Variable(element, "((" + element + ") " + generator + ".current())", false, false));
        return statements.block(inside, depth - 1);
    }

    /** An emit that cleans up, in ways that await and emit, where the generator is closed. */
    Node cleaningUp(Place at, int depth) {
        return statement(
                "try {\nif (t.more()) emit(#0);\n#1\n} finally {\nt.add(\"cleans up\");\n#2\n}",
                expressions.of(at, at.result(), 2),
                statements.block(at.block(), depth - 1),
                statements.block(at.block(), depth - 1));
    }

    /** What calls a method for its result, or for some of its elements. */
    Node use(Place at, Callee callee) {
        return statement(used(callee.form(), callee.result(), "#0"), expressions.call(at, callee, 2));
    }

    /** The same for a call that is known. */
    String used(Form form, String result, String call) {
        if (form != Form.GENERATOR) {
            return "t.add(t.show(await(" + call + ")));";
        }
        String name = draw.name("g");
        String most = draw.of("", "", name + "n++ < 1 && ", name + "n++ < 2 && ");
        return "try (" + form.of(result) + " " + name + " = " + call + ") {\n"
                + (most.isEmpty() ? "" : "int " + name + "n = 0;\n")
                + "while (" + most + "t.more() && await(" + name + ".next())) t.add(\"got \" + t.show(" + name
                + ".current()));\n}";
    }

    /** How the body of a generator ends: with its own elements, or with those of another one. */
    Node returned(Place at) {
        Node done = expression("", Form.GENERATOR.completed);
        List<Callee> others = expressions.generators(at, at.result());
        Draw.Options options = draw.options().add(5, () -> statement("return #0;", done));
        if (!others.isEmpty()) {
            options.add(4, () -> statement("return #0;", expressions.call(at, draw.of(others), 2)))
                    .add(
                            1,
                            () -> statement(
                                    "return #0 ? #1 : #2;",
                                    expressions.of(at, "boolean", 2),
                                    expressions.call(at, draw.of(others), 2),
                                    done));
        }
        return options.pick();
    }

    /** All methods that return a generator. */
    static List<Callee> among(List<Callee> first, List<Callee> more) {
        return new ArrayList<>(Stream.concat(first.stream(), more.stream())
                .filter(callee -> callee.form() == Form.GENERATOR)
                .toList());
    }
}
