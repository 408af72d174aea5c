// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import static dev.weft.proof.generated.Node.expression;

import dev.weft.proof.generated.Place.Form;
import dev.weft.proof.generated.Scope.Variable;

/** Makes lambdas that await. They are an {@code Op}, which every program declares: a function that returns a task. */
final class Lambdas {
    private final Draw draw;
    private final Expressions expressions;
    private final Statements statements;

    Lambdas(Draw draw, Expressions expressions, Statements statements) {
        this.draw = draw;
        this.expressions = expressions;
        this.statements = statements;
    }

    /** Makes one and calls it at once. */
    Node call(Place at, String result, int depth) {
        String argument = draw.of(Types.PRIMITIVES);
        String op = type(argument, result);
        return expression(
                result,
                "((" + result + ") await(((" + op + ") #0).run(t, p, #1)))",
                lambda(at, argument, result, depth),
                expressions.of(at, argument, depth - 1));
    }

    static String type(String argument, String result) {
        return "Op<" + Types.boxed(argument) + ", " + Types.boxed(result) + ">";
    }

    Node lambda(Place at, String argument, String result, int depth) {
        String name = draw.name("a");
        String parameters = "(GeneratedTrail " + draw.name("t") + ", P " + draw.name("p") + ", " + Types.boxed(argument)
                + " " + name + ") -> ";
        Place inside = at.lambda(result, Form.TASK);
        inside.scope().add(new Variable(Types.boxed(argument), name, false, true));
        if (Types.isPrimitive(argument)) {
            inside.scope().add(new Variable(argument, "((" + argument + ") " + name + ")", false, true));
        }
        String type = type(argument, result);
        return draw.percent(40)
                ? expression(type, parameters + "Task.of(#0)", expressions.of(inside, result, depth - 1))
                : expression(type, parameters + "{\n#0\n}", statements.body(inside, Math.min(depth - 1, 1)));
    }
}
