// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import static dev.weft.proof.generated.Node.statement;

import dev.weft.proof.generated.Place.Callee;
import dev.weft.proof.generated.Place.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Makes the members of a program's class: first what can be called is known, then the bodies are written. */
final class Members {
    private final Draw draw;
    private final Dialect dialect;
    private final List<Callee> callees = new ArrayList<>();
    private final List<Method> methods = new ArrayList<>();
    private final List<Supplier<Node>> members = new ArrayList<>();
    private final Statements statements;
    private final Bodies bodies;

    Members(Draw draw, Dialect dialect) {
        this.draw = draw;
        this.dialect = dialect;
        this.statements = new Statements(draw, dialect, callees, 10 + draw.below(15));
        this.bodies = new Bodies(statements);
    }

    Node block() {
        for (int i = 0, count = 1 + draw.below(4); i < count; i++) {
            method(Method.of(draw, dialect));
        }
        if (dialect.has(Dialect.Feature.SUBCLASS)) {
            members.add(this::subclass);
        }
        new Classes(draw, dialect, callees, members, statements, bodies).add();
        members.add(this::main);
        return Node.block(members.stream().map(Supplier::get).toList());
    }

    private void method(Method method) {
        methods.add(method);
        callees.add(method.calledOn(method.isStatic() ? draw.of("", "P.") : "p."));
        if (method.isFunction()) {
            String parameter = method.parameters().get(0).type();
            boolean emits = method.form() == Form.GENERATOR;
            String type =
                    emits ? Generators.type(parameter, method.result()) : Lambdas.type(parameter, method.result());
            callees.add(new Callee(
                    "((" + type + ") P::" + method.name() + ")." + (emits ? "each" : "run") + "(t, p, #0)",
                    List.of(parameter),
                    method.result(),
                    method.form()));
        }
        members.add(() -> statement(
                "@Async\n" + method.header(method.modifiers()) + " {\n#0\n}",
                bodies.of(
                        method.result(),
                        method.form(),
                        method.parameters(),
                        method.isStatic() ? List.of() : onThis(methods))));
    }

    /** Calls that name no object, or this one: they go to what its class makes of the method. */
    private List<Callee> onThis(List<Method> all) {
        return all.stream()
                .filter(method -> !method.isStatic())
                .map(method -> method.calledOn(draw.of("", "this.")))
                .toList();
    }

    /** The class of the object that all methods of the program are called on. */
    private Node subclass() {
        List<Node> overrides = new ArrayList<>();
        for (Method method : methods) {
            if (method.isOverridable() && draw.percent(75)) {
                overrides.add(override(method));
            }
        }
        return statement("static class Sub extends P {\n#0\n}", Node.block(overrides));
    }

    /** An override, which need not be async. One of a private method is none, and no call goes there. */
    private Node override(Method method) {
        String header = method.header(method.isPrivate() ? "" : "@Override\npublic ");
        if (draw.percent(20)) {
            return statement(
                    header + " {\nt.add(\"plain\");\nreturn #0;\n}",
                    Node.expression("", method.form().completed, Types.constant(draw, method.result())));
        }
        List<Callee> more = new ArrayList<>(
                onThis(methods.stream().filter(each -> !each.isPrivate()).toList()));
        more.add(method.calledOn("super."));
        return statement(
                "@Async\n" + header + " {\n#0\n}",
                bodies.of(method.result(), method.form(), method.parameters(), more));
    }

    /** Calls everything, and goes on after an exception. */
    private Node main() {
        Place place = Bodies.place("String", Form.TASK, List.of());
        List<Node> calls = new ArrayList<>();
        for (Callee callee : callees) {
            calls.add(statement(
                    "try {\n#0\n} catch (Throwable x) {\nt.caught(x);\n}",
                    statements.expressions().generators().use(place, callee)));
        }
        if (draw.percent(10)) {
            calls.add(statements.many(place));
        }
        calls.addAll(statements.block(place, 2).parts());
        return statement(
                "@Async\npublic static Task<String> main(GeneratedTrail t) throws Exception {\nshared = 0;\nP p = new "
                        + (dialect.has(Dialect.Feature.SUBCLASS) ? "Sub" : "P")
                        + "();\n#0\nreturn Task.of(p.state());\n}",
                Node.block(calls));
    }
}
