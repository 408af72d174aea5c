// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import static dev.weft.proof.generated.Node.statement;

import dev.weft.proof.generated.Place.Callee;
import dev.weft.proof.generated.Place.Form;
import dev.weft.proof.generated.Scope.Variable;
import java.util.List;
import java.util.function.Supplier;

/** Makes the classes that a program declares beside its own: what can be called there, and members to be written later. */
final class Classes {
    private final Draw draw;
    private final Dialect dialect;
    private final List<Callee> callees;
    private final List<Supplier<Node>> members;
    private final Statements statements;
    private final Bodies bodies;

    Classes(
            Draw draw,
            Dialect dialect,
            List<Callee> callees,
            List<Supplier<Node>> members,
            Statements statements,
            Bodies bodies) {
        this.draw = draw;
        this.dialect = dialect;
        this.callees = callees;
        this.members = members;
        this.statements = statements;
        this.bodies = bodies;
    }

    void add() {
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

    private static String header(String modifiers, String result, String name, String parameter) {
        return modifiers + "Task<" + result + "> " + name + "(GeneratedTrail t, P p, " + parameter
                + ") throws Exception";
    }

    private static Callee task(String text, String result, String... parameters) {
        return new Callee(text, List.of(parameters), result, Form.TASK);
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
                bodies.ofTask("String", List.of(n, new Variable("int", "a", true, false))),
                bodies.ofTask(
                        "int",
                        List.of(n, new Variable("long", "b", true, false)),
                        task("over(t, p, #0)", "String", "int"))));
        members.add(() -> statement(
                "static class Mid extends Base {\nMid(int n) {\nsuper(n + 1);\n}\n@Async\n@Override\n"
                        + header("", "String", "over", "int a") + " {\n#0\n}\n@Async\n"
                        + header("static ", "Long", "shared", "char b") + " {\n#1\n}\n}",
                bodies.ofTask(
                        "String",
                        List.of(n, new Variable("int", "a", true, false)),
                        task("super.over(t, p, #0)", "String", "int")),
                bodies.ofTask("long", "char", "b")));
        members.add(() -> statement(
                "static class Leaf extends Mid {\nLeaf(int n) {\nsuper(n * 2);\n}\n"
                        + draw.of(
                                "",
                                "@Async\n@Override\n" + header("", "String", "over", "int a")
                                        + " {\nreturn super.over(t, p, a + 1);\n}\n",
                                "@Override\n" + header("", "String", "over", "int a")
                                        + " {\nt.add(\"plain\");\nreturn Task.of(\"leaf\");\n}\n")
                        + "@Async\n" + header("private ", "Double", "hidden", "byte b") + " {\n#0\n}\n}",
                bodies.ofTask("double", List.of(n, new Variable("byte", "b", true, false)))));
    }

    private void enumeration() {
        callees.add(task("#0.paint(t, p, #1)", "int", "Color", "String"));
        members.add(() -> statement(
                "enum Color {\nRED,\nGREEN {\n@Async\n@Override\n" + header("", "Integer", "paint", "String a")
                        + " {\n#0\n}\n};\n@Async\n" + header("", "Integer", "paint", "String a") + " {\n#1\n}\n}",
                bodies.ofTask("int", "String", "a", task("super.paint(t, p, #0)", "int", "String")),
                bodies.ofTask("int", "String", "a")));
    }

    private void shapes() {
        callees.add(task("#0.area(t, p, #1)", "long", "Shape", "boolean"));
        callees.add(task("new Box(#0, #1).grow(t, p, #2)", "float", "int", "long", "short"));
        members.add(() -> statement(
                "sealed interface Shape permits Circle, Box, Group {\n@Async\n"
                        + header("default ", "Long", "area", "boolean b") + " {\n#0\n}\n}\n"
                        + "record Circle(int radius) implements Shape {}\n"
                        + "record Group(Shape first, Shape second) implements Shape {}",
                bodies.ofTask("long", "boolean", "b")));
        members.add(() -> statement(
                "record Box(int width, long height) implements Shape {\n@Async\n"
                        + header("", "Float", "grow", "short a") + " {\n#0\n}\n}",
                bodies.ofTask(
                        "float",
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
                        Bodies.place("Object", Form.TASK, List.of(task("own(t, p, #0)", "short", "double")))
                                .switchExpression(),
                        1),
                statement("return " + draw.of("gen(t, p, a);", "Task.of(await(gen(t, p, a)));")),
                bodies.ofTask("boolean", "float", "b"),
                bodies.ofTask("short", "double", "b")));
        members.add(() -> statement(
                "static final class OfInteger implements Gen<Integer> {\n@Async\n@Override\n"
                        + header("public ", "Integer", "gen", "Integer a") + " {\n#0\n}\n}",
                bodies.ofTask("Integer", "Integer", "a", task("Gen.super.twice(t, p, #0)", "Integer", "Integer"))));
        members.add(() -> statement(
                "static class OfString implements Gen<String> {\nfinal String own;\nOfString(String own) {\nthis.own = own;\n}\n"
                        + "@Async\n@Override\n" + header("public ", "String", "gen", "String a") + " {\n#0\n}\n}",
                bodies.ofTask(
                        "String",
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
                bodies.ofTask(
                        "char",
                        List.of(
                                new Variable("Object", "a", true, false),
                                new Variable("int", "n", true, true),
                                new Variable("int", "P.this.i", true, true)))));
        members.add(() -> {
            Place place = Bodies.place("byte", Form.TASK, List.of()).lambda("byte");
            place.scope().add(new Variable("String", "a", true, false));
            return statement(
                    "final Op<String, Byte> op = (t, p, a) -> {\nif (!t.more()) return Task.of((byte) 1);\n#0\n};",
                    statements.body(place, 1));
        });
    }
}
