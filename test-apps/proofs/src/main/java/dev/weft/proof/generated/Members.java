// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import static dev.weft.proof.generated.Node.statement;

import dev.weft.proof.generated.Place.Callee;
import dev.weft.proof.generated.Place.Form;
import dev.weft.proof.generated.Scope.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Makes the members of a program's class: first what can be called is known, then the bodies are written. */
final class Members {
    private static final List<Variable> FIELDS = List.of(
            new Variable("boolean", "p.z", true, true),
            new Variable("byte", "p.b", true, true),
            new Variable("short", "p.s", true, true),
            new Variable("char", "p.c", true, true),
            new Variable("int", "p.i", true, true),
            new Variable("long", "p.l", true, true),
            new Variable("float", "p.f", true, true),
            new Variable("double", "p.d", true, true),
            new Variable("String", "p.text", true, true),
            new Variable("Object", "p.any", true, true),
            new Variable("int[]", "p.ia", false, true),
            new Variable("int", "p.ia[1]", true, true),
            new Variable("long", "shared", true, true));

    private final Draw draw;
    private final Dialect dialect;
    private final List<Callee> callees = new ArrayList<>();
    private final List<Supplier<Node>> members = new ArrayList<>();
    private final Statements statements;

    Members(Draw draw, Dialect dialect) {
        this.draw = draw;
        this.dialect = dialect;
        this.statements = new Statements(draw, dialect, callees, 10 + draw.below(15));
    }

    Node block() {
        for (int i = 0, count = 1 + draw.below(4); i < count; i++) {
            method();
        }
        classes();
        members.add(this::main);
        return Node.block(members.stream().map(Supplier::get).toList());
    }

    private void classes() {
        if (dialect.has(Dialect.Feature.HIERARCHY)) {
            hierarchy();
        }
        if (dialect.has(Dialect.Feature.ENUM)) {
            enumeration();
        }
        if (dialect.has(Dialect.Feature.SHAPES)) {
            shapes();
        }
        if (dialect.has(Dialect.Feature.GENERIC)) {
            generic();
        }
        if (dialect.has(Dialect.Feature.INNER)) {
            inner();
        }
    }

    /** Calls everything, and goes on after an exception. */
    private Node main() {
        Place place = method("String", Form.TASK);
        List<Node> calls = new ArrayList<>();
        for (Callee callee : callees) {
            calls.add(statement(
                    "try {\nt.add(t.show(await(#0)));\n} catch (Throwable x) {\nt.caught(x);\n}",
                    statements.expressions().call(place, callee, 2)));
        }
        calls.addAll(statements.block(place, 2).parts());
        return statement(
                "@Async\npublic static Task<String> main(GeneratedTrail t) throws Exception {\nshared = 0;\nP p = new P();\n"
                        + "#0\nreturn Task.of(p.state());\n}",
                Node.block(calls));
    }

    private Place method(String result, Form form, Callee... more) {
        return Place.ofMethod(Scope.ofFields(FIELDS), result, form, List.of(more));
    }

    /** A body with the given parameters in scope; without fuel it ends at once. */
    private Node body(String result, Form form, List<Variable> parameters, Callee... more) {
        Place place = method(result, form, more);
        parameters.forEach(place.scope()::add);
        Node atOnce = Node.expression("", form.completed, Node.expression(result, Types.simplest(result)));
        return statement("if (!t.more()) return #0;\n#1", atOnce, statements.body(place, 2));
    }

    /** A method of the program's class: of any return type, static or not, with any parameters. */
    private void method() {
        String name = draw.name("m");
        String result = draw.percent(70) ? draw.of(Types.PRIMITIVES) : draw.of("String", "Object", "Pair", "int[]");
        Form form = draw.percent(75) ? Form.TASK : draw.of(Form.FUTURE, Form.STAGE);
        boolean isStatic = draw.percent(50);
        List<Variable> parameters = parameters();
        boolean varargs = draw.percent(15);
        String modifiers =
                draw.of("", "private ", "public ", "protected ") + (isStatic ? "static " : draw.of("", "final "));
        StringBuilder header = new StringBuilder("@Async\n" + modifiers + form.type + "<" + Types.boxed(result) + "> "
                + name + "(GeneratedTrail t, P p");
        StringBuilder call = new StringBuilder((isStatic ? draw.of("", "P.") : "p.") + name + "(t, p");
        List<String> types = new ArrayList<>();
        for (Variable parameter : parameters) {
            header.append(", ").append(parameter.type()).append(' ').append(parameter.name());
            call.append(", #").append(types.size());
            types.add(parameter.type());
        }
        if (varargs) {
            String rest = draw.name("rest");
            header.append(", int... ").append(rest);
            parameters.add(new Variable("int[]", rest, true, false));
            for (int i = draw.below(3); i > 0; i--) {
                call.append(", #").append(types.size());
                types.add("int");
            }
        }
        header.append(") throws Exception {\n#0\n}");
        callees.add(new Callee(call + ")", types, result, form));
        addReference(name, result, form, types, isStatic, varargs);
        members.add(() -> statement(header.toString(), body(result, form, parameters)));
    }

    private void addReference(
            String name, String result, Form form, List<String> types, boolean isStatic, boolean varargs) {
        if (isStatic && form == Form.TASK && types.size() == 1 && !varargs) {
            String op = Lambdas.type(types.get(0), result);
            callees.add(new Callee("((" + op + ") P::" + name + ").run(t, p, #0)", types, result, form));
        }
    }

    private List<Variable> parameters() {
        List<Variable> parameters = new ArrayList<>();
        for (int i = draw.below(4); i > 0; i--) {
            String type = draw.percent(65) ? draw.of(Types.PRIMITIVES) : draw.of(dialect.references());
            parameters.add(new Variable(type, draw.name("a"), true, false));
        }
        return parameters;
    }

    private static String header(String modifiers, String result, String name, String parameter) {
        return modifiers + "Task<" + result + "> " + name + "(GeneratedTrail t, P p, " + parameter
                + ") throws Exception";
    }

    private static Callee task(String text, String result, String... parameters) {
        return new Callee(text, List.of(parameters), result, Form.TASK);
    }

    private Node bodyOf(String result, String parameterType, String parameter, Callee... more) {
        return body(result, Form.TASK, List.of(new Variable(parameterType, parameter, true, false)), more);
    }

    /** An overridable method, overrides that call it, an override that is not async, and a call of it that is virtual. */
    private void hierarchy() {
        callees.add(task("#0.over(t, p, #1)", "String", "Base", "int"));
        callees.add(task("new Leaf(#0).over(t, p, #1)", "String", "int", "int"));
        callees.add(task("#0.fixed(t, p, #1)", "int", "Base", "long"));
        callees.add(task("new Leaf(#0).hidden(t, p, #1)", "double", "int", "byte"));
        callees.add(task("Mid.shared(t, p, #0)", "long", "char"));
        Variable n = new Variable("int", "this.n", true, false);
        members.add(() -> statement(
                "abstract static class Root {\nint n;\nRoot(int n) {\nthis.n = n;\n}\n"
                        + "abstract Task<String> over(GeneratedTrail t, P p, int a) throws Exception;\n}\n"
                        + "static class Base extends Root {\nBase(int n) {\nsuper(n);\n}\n@Async\n@Override\n"
                        + header("", "String", "over", "int a") + " {\n#0\n}\n@Async\n"
                        + header("final ", "Integer", "fixed", "long b")
                        + " {\nif (!t.more()) return Task.of(0);\nt.add(await(over(t, p, n)));\n#1\n}\n"
                        + "@Override public String toString() {\nreturn \"base\" + n;\n}\n}",
                body("String", Form.TASK, List.of(n, new Variable("int", "a", true, false))),
                body(
                        "int",
                        Form.TASK,
                        List.of(n, new Variable("long", "b", true, false)),
                        task("over(t, p, #0)", "String", "int"))));
        members.add(() -> statement(
                "static class Mid extends Base {\nMid(int n) {\nsuper(n + 1);\n}\n@Async\n@Override\n"
                        + header("", "String", "over", "int a") + " {\n#0\n}\n@Async\n"
                        + header("static ", "Long", "shared", "char b") + " {\n#1\n}\n}",
                body(
                        "String",
                        Form.TASK,
                        List.of(n, new Variable("int", "a", true, false)),
                        task("super.over(t, p, #0)", "String", "int")),
                bodyOf("long", "char", "b")));
        members.add(() -> statement(
                "static class Leaf extends Mid {\nLeaf(int n) {\nsuper(n * 2);\n}\n"
                        + draw.of(
                                "",
                                "@Async\n@Override\n" + header("", "String", "over", "int a")
                                        + " {\nreturn super.over(t, p, a + 1);\n}\n",
                                "@Override\n" + header("", "String", "over", "int a")
                                        + " {\nt.add(\"plain\");\nreturn Task.of(\"leaf\");\n}\n")
                        + "@Async\n" + header("private ", "Double", "hidden", "byte b") + " {\n#0\n}\n}",
                body("double", Form.TASK, List.of(n, new Variable("byte", "b", true, false)))));
    }

    private void enumeration() {
        callees.add(task("#0.paint(t, p, #1)", "int", "Color", "String"));
        members.add(() -> statement(
                "enum Color {\nRED,\nGREEN {\n@Async\n@Override\n" + header("", "Integer", "paint", "String a")
                        + " {\n#0\n}\n};\n@Async\n" + header("", "Integer", "paint", "String a") + " {\n#1\n}\n}",
                bodyOf("int", "String", "a", task("super.paint(t, p, #0)", "int", "String")),
                bodyOf("int", "String", "a")));
    }

    private void shapes() {
        callees.add(task("#0.area(t, p, #1)", "long", "Shape", "boolean"));
        callees.add(task("new Box(#0, #1).grow(t, p, #2)", "float", "int", "long", "short"));
        members.add(() -> statement(
                "sealed interface Shape permits Circle, Box, Group {\n@Async\n"
                        + header("default ", "Long", "area", "boolean b") + " {\n#0\n}\n}\n"
                        + "record Circle(int radius) implements Shape {}\n"
                        + "record Group(Shape first, Shape second) implements Shape {}",
                bodyOf("long", "boolean", "b")));
        members.add(() -> statement(
                "record Box(int width, long height) implements Shape {\n@Async\n"
                        + header("", "Float", "grow", "short a") + " {\n#0\n}\n}",
                body(
                        "float",
                        Form.TASK,
                        List.of(
                                new Variable("short", "a", true, false),
                                new Variable("int", "width", false, true),
                                new Variable("long", "height()", false, true)))));
    }

    /** Bridge methods, default, static and private methods of interfaces. */
    private void generic() {
        callees.add(task("((Gen<Integer>) new OfInteger()).gen(t, p, #0)", "Integer", "Integer"));
        callees.add(task("new OfInteger().gen(t, p, #0)", "Integer", "Integer"));
        callees.add(task("new OfString(#0).twice(t, p, #1)", "String", "String", "String"));
        callees.add(task("Gen.loud(t, p, #0)", "boolean", "float"));
        String access = dialect.release() >= 9 ? "private " : "default ";
        members.add(() -> statement(
                "interface Gen<A> {\n" + header("", "A", "gen", "A a") + ";\n@Async\n"
                        + header("default ", "A", "twice", "A a")
                        + " {\nif (!t.more()) return Task.of(a);\nt.add(await(gen(t, p, a)));\n#0\n#1\n}\n@Async\n"
                        + header("static ", "Boolean", "loud", "float b") + " {\n#2\n}\n@Async\n"
                        + header(access, "Short", "own", "double b") + " {\n#3\n}\n}",
                statements.block(
                        method("Object", Form.TASK, task("own(t, p, #0)", "short", "double"))
                                .switchExpression(),
                        1),
                statement("return " + draw.of("gen(t, p, a);", "Task.of(await(gen(t, p, a)));")),
                bodyOf("boolean", "float", "b"),
                bodyOf("short", "double", "b")));
        members.add(() -> statement(
                "static final class OfInteger implements Gen<Integer> {\n@Async\n@Override\n"
                        + header("public ", "Integer", "gen", "Integer a") + " {\n#0\n}\n}",
                bodyOf("Integer", "Integer", "a", task("Gen.super.twice(t, p, #0)", "Integer", "Integer"))));
        members.add(() -> statement(
                "static class OfString implements Gen<String> {\nfinal String own;\nOfString(String own) {\nthis.own = own;\n}\n"
                        + "@Async\n@Override\n" + header("public ", "String", "gen", "String a") + " {\n#0\n}\n}",
                body(
                        "String",
                        Form.TASK,
                        List.of(
                                new Variable("String", "a", true, false),
                                new Variable("String", "own", false, true)))));
    }

    private void inner() {
        callees.add(task("p.new Inner(#0).deep(t, p, #1)", "char", "int", "Object"));
        callees.add(task("p.op.run(t, p, #0)", "byte", "String"));
        members.add(() -> statement(
                "class Inner {\nint n;\nInner(int n) {\nthis.n = n;\n}\n@Async\n"
                        + header("private ", "Character", "deep", "Object a") + " {\n#0\n}\n}",
                body(
                        "char",
                        Form.TASK,
                        List.of(
                                new Variable("Object", "a", true, false),
                                new Variable("int", "n", true, true),
                                new Variable("int", "P.this.i", true, true)))));
        members.add(() -> {
            Place place = method("byte", Form.TASK).lambda("byte");
            place.scope().add(new Variable("String", "a", true, false));
            return statement(
                    "final Op<String, Byte> op = (t, p, a) -> {\nif (!t.more()) return Task.of((byte) 1);\n#0\n};",
                    statements.body(place, 1));
        });
    }
}
