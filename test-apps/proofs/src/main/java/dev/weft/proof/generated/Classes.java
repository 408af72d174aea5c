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

    /** What a method of such a class returns. */
    private Form form() {
        return draw.percent(40) ? Form.GENERATOR : Form.TASK;
    }

    private static String header(String modifiers, Form form, String result, String name, String parameter) {
        return modifiers + form.of(result) + " " + name + "(GeneratedTrail t, P p, " + parameter + ") throws Exception";
    }

    private static Callee callee(Form form, String text, String result, String... parameters) {
        return new Callee(text, List.of(parameters), result, form);
    }

    /** {@code return value;}, or of a generator the end. */
    private static String returned(Form form, String value) {
        return "return " + form.completed.replace("#0", value) + ";";
    }

    private String used(Form form, String result, String call) {
        return statements.expressions().generators().used(form, result, call);
    }

    /** An overridable method, overrides that call it, an override that is not async, and a call of it that is virtual. */
    private void hierarchy() {
        Form over = form();
        Form fixed = form();
        Form hidden = form();
        Form shared = form();
        callees.add(callee(over, "#0.over(t, p, #1)", "String", "Base", "int"));
        callees.add(callee(over, "new Leaf(#0).over(t, p, #1)", "String", "int", "int"));
        callees.add(callee(fixed, "#0.fixed(t, p, #1)", "int", "Base", "long"));
        callees.add(callee(hidden, "new Leaf(#0).hidden(t, p, #1)", "double", "int", "byte"));
        callees.add(callee(shared, "Mid.shared(t, p, #0)", "long", "char"));
        Variable n = new Variable("int", "this.n", true, false);
        members.add(() -> base(over, fixed, n));
        members.add(() -> mid(over, shared, n));
        members.add(() -> leaf(over, hidden, n));
    }

    private Node base(Form over, Form fixed, Variable n) {
        return statement(
                "abstract static class Root {\nint n;\nRoot(int n) {\nthis.n = n;\n}\n"
                        + header("abstract ", over, "String", "over", "int a")
                        + ";\n}\nstatic class Base extends Root {\nBase(int n) {\nsuper(n);\n}\n@Async\n@Override\n"
                        + header("", over, "String", "over", "int a") + " {\n#0\n}\n@Async\n"
                        + header("final ", fixed, "int", "fixed", "long b") + " {\nif (!t.more()) "
                        + returned(fixed, "0") + "\n" + used(over, "String", "over(t, p, n)") + "\n#1\n}\n"
                        + "@Override public String toString() {\nreturn \"base\" + n;\n}\n}",
                bodies.of(over, "String", List.of(n, new Variable("int", "a", true, false))),
                bodies.of(
                        fixed,
                        "int",
                        List.of(n, new Variable("long", "b", true, false)),
                        callee(over, "over(t, p, #0)", "String", "int")));
    }

    private Node mid(Form over, Form shared, Variable n) {
        return statement(
                "static class Mid extends Base {\nMid(int n) {\nsuper(n + 1);\n}\n@Async\n@Override\n"
                        + header("", over, "String", "over", "int a") + " {\n#0\n}\n@Async\n"
                        + header("static ", shared, "long", "shared", "char b") + " {\n#1\n}\n}",
                bodies.of(
                        over,
                        "String",
                        List.of(n, new Variable("int", "a", true, false)),
                        callee(over, "super.over(t, p, #0)", "String", "int")),
                bodies.of(shared, "long", "char", "b"));
    }

    private Node leaf(Form over, Form hidden, Variable n) {
        String header = header("", over, "String", "over", "int a");
        return statement(
                "static class Leaf extends Mid {\nLeaf(int n) {\nsuper(n * 2);\n}\n"
                        + draw.of(
                                "",
                                "@Async\n@Override\n" + header + " {\nreturn super.over(t, p, a + 1);\n}\n",
                                "@Override\n" + header + " {\nt.add(\"plain\");\n" + returned(over, "\"leaf\"")
                                        + "\n}\n")
                        + "@Async\n" + header("private ", hidden, "double", "hidden", "byte b") + " {\n#0\n}\n}",
                bodies.of(hidden, "double", List.of(n, new Variable("byte", "b", true, false))));
    }

    private void enumeration() {
        Form paint = form();
        String header = header("", paint, "int", "paint", "String a");
        callees.add(callee(paint, "#0.paint(t, p, #1)", "int", "Color", "String"));
        members.add(() -> statement(
                "enum Color {\nRED,\nGREEN {\n@Async\n@Override\n" + header + " {\n#0\n}\n};\n@Async\n" + header
                        + " {\n#1\n}\n}",
                bodies.of(paint, "int", "String", "a", callee(paint, "super.paint(t, p, #0)", "int", "String")),
                bodies.of(paint, "int", "String", "a")));
    }

    private void shapes() {
        Form area = form();
        Form grow = form();
        callees.add(callee(area, "#0.area(t, p, #1)", "long", "Shape", "boolean"));
        callees.add(callee(grow, "new Box(#0, #1).grow(t, p, #2)", "float", "int", "long", "short"));
        members.add(() -> statement(
                "sealed interface Shape permits Circle, Box, Group {\n@Async\n"
                        + header("default ", area, "long", "area", "boolean b") + " {\n#0\n}\n}\n"
                        + "record Circle(int radius) implements Shape {}\n"
                        + "record Group(Shape first, Shape second) implements Shape {}",
                bodies.of(area, "long", "boolean", "b")));
        members.add(() -> statement(
                "record Box(int width, long height) implements Shape {\n@Async\n"
                        + header("", grow, "float", "grow", "short a") + " {\n#0\n}\n}",
                bodies.of(
                        grow,
                        "float",
                        List.of(
                                new Variable("short", "a", true, false),
                                new Variable("int", "width", false, true),
                                new Variable("long", "height()", false, true)))));
    }

    /** Bridge methods, default, static, private and generic methods of interfaces. */
    private void generic() {
        Form gen = form();
        Form loud = form();
        Form own = form();
        callees.add(callee(gen, "((Gen<Integer>) new OfInteger()).gen(t, p, #0)", "Integer", "Integer"));
        callees.add(callee(gen, "new OfInteger().gen(t, p, #0)", "Integer", "Integer"));
        callees.add(callee(gen, "new OfString(#0).twice(t, p, #1)", "String", "String", "String"));
        callees.add(callee(loud, "Gen.loud(t, p, #0)", "boolean", "float"));
        callees.add(callee(Form.GENERATOR, "Gen.<Integer>pass(t, p, #0, #1)", "Integer", "Integer", "double"));
        members.add(() -> gen(gen, loud, own));
        members.add(() -> statement(
                "static final class OfInteger implements Gen<Integer> {\n@Async\n@Override\n"
                        + header("public ", gen, "Integer", "gen", "Integer a") + " {\n#0\n}\n}",
                bodies.of(
                        gen,
                        "Integer",
                        "Integer",
                        "a",
                        callee(gen, "Gen.super.twice(t, p, #0)", "Integer", "Integer"))));
        members.add(() -> statement(
                "static class OfString implements Gen<String> {\nfinal String own;\nOfString(String own) {\nthis.own = own;\n}\n"
                        + "@Async\n@Override\n" + header("public ", gen, "String", "gen", "String a") + " {\n#0\n}\n}",
                bodies.of(
                        gen,
                        "String",
                        List.of(
                                new Variable("String", "a", true, false),
                                new Variable("String", "own", false, true)))));
    }

    private Node gen(Form gen, Form loud, Form own) {
        String access = dialect.release() >= 9 ? "private " : "default ";
        String end = gen == Form.GENERATOR
                ? "emit(a);\nreturn gen(t, p, a);"
                : "return " + draw.of("gen(t, p, a);", "Task.of(await(gen(t, p, a)));");
        return statement(
                "interface Gen<A> {\n" + header("", gen, "A", "gen", "A a") + ";\n@Async\n"
                        + header("default ", gen, "A", "twice", "A a") + " {\nif (!t.more()) " + returned(gen, "a")
                        + "\n"
                        + used(gen, "A", "gen(t, p, a)") + "\n#0\n#1\n}\n@Async\n"
                        + header("static ", loud, "boolean", "loud", "float b") + " {\n#2\n}\n@Async\n"
                        + header(access, own, "short", "own", "double b") + " {\n#3\n}\n@Async\n"
                        + header("static <X> ", Form.GENERATOR, "X", "pass", "X a, double b") + " {\n#4\n}\n}",
                statements.block(
                        Bodies.place("Object", Form.TASK, List.of(callee(own, "own(t, p, #0)", "short", "double")))
                                .switchExpression(),
                        1),
                statement(end),
                bodies.of(loud, "boolean", "float", "b"),
                bodies.of(own, "short", "double", "b"),
                bodies.of(
                        Form.GENERATOR,
                        "X",
                        List.of(new Variable("X", "a", true, false), new Variable("double", "b", true, false))));
    }

    private void inner() {
        Form deep = form();
        Form op = form();
        boolean emits = op == Form.GENERATOR;
        callees.add(callee(deep, "p.new Inner(#0).deep(t, p, #1)", "char", "int", "Object"));
        callees.add(callee(op, emits ? "p.op.each(t, p, #0)" : "p.op.run(t, p, #0)", "byte", "String"));
        members.add(() -> statement(
                "class Inner {\nint n;\nInner(int n) {\nthis.n = n;\n}\n@Async\n"
                        + header("private ", deep, "char", "deep", "Object a") + " {\n#0\n}\n}",
                bodies.of(
                        deep,
                        "char",
                        List.of(
                                new Variable("Object", "a", true, false),
                                new Variable("int", "n", true, true),
                                new Variable("int", "P.this.i", true, true)))));
        members.add(() -> {
            Place place = Bodies.place("byte", op, List.of()).lambda("byte", op);
            place.scope().add(new Variable("String", "a", true, false));
            return statement(
                    "final " + (emits ? "Source" : "Op") + "<String, Byte> op = (t, p, a) -> {\nif (!t.more()) "
                            + returned(op, "(byte) 1") + "\n" + (emits ? "emit((byte) 2);\n" : "") + "#0\n};",
                    statements.body(place, 1));
        });
    }
}
