// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import static dev.weft.proof.generated.Node.expression;

import dev.weft.proof.generated.Place.Callee;
import dev.weft.proof.generated.Place.Form;
import dev.weft.proof.generated.Scope.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Makes expressions of a type. An await is a choice wherever an expression is. */
final class Expressions {
    private final Draw draw;
    private final Dialect dialect;
    private final List<Callee> callees;
    private final Operators operators;
    private final Switches switches;
    private final Lambdas lambdas;
    private final Generators generators;

    /** How many expressions the program may still have that are not the simplest. */
    private int budget = 180;

    Expressions(Draw draw, Dialect dialect, List<Callee> callees, Statements statements) {
        this.draw = draw;
        this.dialect = dialect;
        this.callees = callees;
        this.operators = new Operators(draw, dialect, this);
        this.switches = new Switches(draw, dialect, this, statements);
        this.lambdas = new Lambdas(draw, this, statements);
        this.generators = new Generators(draw, this, statements);
    }

    Switches switches() {
        return switches;
    }

    Lambdas lambdas() {
        return lambdas;
    }

    Generators generators() {
        return generators;
    }

    Node of(Place at, String type, int most) {
        int depth = Math.min(most, at.room());
        if (depth <= 0 || --budget < 0) {
            return leaf(at, type);
        }
        Draw.Options options = draw.options()
                .add(3, () -> leaf(at, type))
                .add(5, () -> awaitValue(at, type, depth, "later"))
                .add(1, () -> awaitValue(at, type, depth, "stage"))
                .add(
                        2,
                        () -> expression(
                                type,
                                depth > 1 ? "((" + type + ") (#0 ? #1 : #2))" : "(#0 ? #1 : #2)",
                                of(at, "boolean", depth - 1),
                                of(at, type, depth - 1),
                                of(at, type, depth - 1)))
                .addIf(!callees(at, type).isEmpty(), 4, () -> awaitCall(at, type, depth))
                .addIf(!at.scope().assignable(type).isEmpty(), 2, () -> assignment(at, type, depth))
                .addIf(dialect.hasSwitchExpressions(), 2, () -> switches.expression(at, type, depth))
                .addIf(depth > 1, 1, () -> lambdas.call(at, type, depth));
        operators.addTo(options, at, type, depth);
        return options.pick();
    }

    Node leaf(Place at, String type) {
        List<Variable> variables = at.scope().of(type);
        return variables.isEmpty() || draw.percent(30)
                ? Types.constant(draw, type)
                : expression(type, draw.of(variables).name());
    }

    /** Something whose text does not depend on where it is in memory. */
    Node printable(Place at, int depth) {
        if (draw.percent(20)) {
            return expression("String", "t.show(#0)", of(at, draw.of(dialect.references()), depth));
        }
        return of(at, draw.percent(30) ? "String" : draw.of(Types.PRIMITIVES), depth);
    }

    /** An await with nothing around it, for where the context says the type. */
    Node plainAwait(Place at, String type, int depth) {
        return expression(type, "await(" + made(type, "later") + ")", of(at, type, depth - 1));
    }

    private Node awaitValue(Place at, String type, int depth, String maker) {
        return cast(type, "await(" + made(type, maker) + ")", of(at, type, depth - 1));
    }

    /** An awaitable of a value. It says its type: javac attributes generic calls in generic calls again for each one around. */
    private static String made(String type, String maker) {
        return "t.<" + Types.boxed(type) + ">" + maker + "(#0)";
    }

    /** Says its type for the same reason. */
    private static Node cast(String type, String text, Node... parts) {
        return expression(type, "((" + type + ") " + text + ")", parts);
    }

    private Node awaitCall(Place at, String type, int depth) {
        Node call = call(at, type, depth);
        List<Callee> tasks = tasks(at, type);
        if (!tasks.isEmpty() && draw.percent(10)) {
            Node other = call(at, draw.of(tasks), depth);
            Node another = call(at, draw.of(tasks), depth);
            return cast(
                    type,
                    "await((Task<" + Types.boxed(type) + ">) (#0 ? #1 : #2))",
                    of(at, "boolean", depth - 1),
                    other,
                    another);
        }
        return cast(type, "await(#0)", call);
    }

    /** A call of an async method, not awaited yet. */
    Node call(Place at, String result, int depth) {
        Callee callee = draw.of(callees(at, result));
        Node call = call(at, callee, depth);
        return callee.form() == Form.TASK && draw.percent(10)
                ? expression(call.type(), made(result, "same"), call)
                : call;
    }

    Node call(Place at, Callee callee, int depth) {
        Node[] arguments = callee.parameters().stream()
                .map(parameter -> of(at, parameter, depth - 1))
                .toArray(Node[]::new);
        return expression(callee.form().of(callee.result()), callee.text(), arguments);
    }

    /** All async methods whose result is awaited. */
    List<Callee> callees(Place at, String result) {
        List<Callee> all = new ArrayList<>(callees);
        all.addAll(at.callees());
        all.removeIf(
                callee -> callee.form() == Form.GENERATOR || !callee.result().equals(result));
        return all;
    }

    /** All methods that return a generator of elements of a type. */
    List<Callee> generators(Place at, String element) {
        List<Callee> all = generators(at);
        all.removeIf(callee -> !callee.result().equals(element));
        return all;
    }

    List<Callee> generators(Place at) {
        return Generators.among(callees, at.callees());
    }

    private List<Callee> tasks(Place at, String result) {
        return callees(at, result).stream()
                .filter(callee -> callee.form() == Form.TASK)
                .toList();
    }

    /** All async methods that return a task. */
    List<Callee> tasks(Place at) {
        return Stream.concat(callees.stream(), at.callees().stream())
                .filter(callee -> callee.form() == Form.TASK)
                .toList();
    }

    /** The construction of an object that shows its arguments, with an await among them. */
    Node construction(Place at) {
        return withAwait(
                at, "String", "new Pair(#0, #1, #2, #3, #4).toString()", "int", "int", "String", "long", "long");
    }

    /** A call with two values of each kind, and an await among them. */
    Node pairs(Place at) {
        return withAwait(at, "int", Operators.PAIRS, Operators.PAIRS_OF.toArray(String[]::new));
    }

    private Node withAwait(Place at, String type, String text, String... types) {
        int awaited = types.length / 2 + draw.below(types.length - types.length / 2);
        Node[] parts = new Node[types.length];
        for (int i = 0; i < types.length; i++) {
            parts[i] = i == awaited ? awaitValue(at, types[i], 2, "later") : of(at, types[i], 1);
        }
        return expression(type, text, parts);
    }

    private Node assignment(Place at, String type, int depth) {
        String name = draw.of(at.scope().assignable(type)).name();
        if (Types.NUMERIC.contains(type) && draw.percent(60)) {
            return draw.percent(40)
                    ? expression(type, draw.of("(" + name + "++)", "(--" + name + ")"))
                    : expression(
                            type,
                            "(" + name + draw.of(" += ", " -= ", " *= ") + "#0)",
                            of(at, draw.of(Types.NUMERIC), depth - 1));
        }
        return expression(type, "(" + name + " = #0)", of(at, type, depth - 1));
    }
}
