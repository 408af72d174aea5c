// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import static dev.weft.proof.generated.Node.expression;

import java.util.ArrayList;
import java.util.List;

/** What is particular to the expressions of one type: its operators, constructors, and calls that are not async. */
final class Operators {
    private static final List<String> TESTED = List.of("String", "Integer", "Pair", "int[]", "Comparable<?>");

    static final String PAIRS = "t.pairs(#0, #1, #2, #3, #4, #5, #6, #7, #8, #9)";
    static final List<String> PAIRS_OF =
            List.of("int", "int", "long", "long", "float", "float", "double", "double", "Object", "String");

    private final Draw draw;
    private final Dialect dialect;
    private final Expressions expressions;

    Operators(Draw draw, Dialect dialect, Expressions expressions) {
        this.draw = draw;
        this.dialect = dialect;
        this.expressions = expressions;
    }

    void addTo(Draw.Options options, Place at, String type, int depth) {
        if (type.equals("boolean")) {
            addBoolean(options, at, depth);
        } else if (Types.SMALL.contains(type)) {
            options.add(
                    3,
                    () -> make(
                            at,
                            depth,
                            type,
                            "((" + type + ") (#0 " + draw.of("+", "^", "*") + " #1))",
                            draw.of(Types.SMALL),
                            "int"));
        } else if (Types.NUMBERS.contains(type)) {
            addNumber(options, at, type, depth);
        } else if (type.equals("String")) {
            addString(options, at, depth);
        } else {
            addReference(options, at, type, depth);
        }
    }

    private Node make(Place at, int depth, String type, String text, String... types) {
        Node[] parts = new Node[types.length];
        for (int i = 0; i < types.length; i++) {
            parts[i] = expressions.of(at, types[i], depth - 1);
        }
        return expression(type, text, parts);
    }

    private void addBoolean(Draw.Options options, Place at, int depth) {
        options.add(3, () -> make(at, depth, "boolean", "(#0 " + draw.of("&&", "||") + " #1)", "boolean", "boolean"))
                .add(
                        1,
                        () -> make(
                                at, depth, "boolean", "(#0 " + draw.of("^", "&", "|") + " #1)", "boolean", "boolean"))
                .add(1, () -> make(at, depth, "boolean", "(!#0)", "boolean"))
                .add(
                        3,
                        () -> make(
                                at,
                                depth,
                                "boolean",
                                "(#0 " + draw.of("<", ">=", "==", "!=") + " #1)",
                                draw.of(Types.NUMERIC),
                                draw.of(Types.NUMERIC)))
                .add(
                        1,
                        () -> make(
                                at,
                                depth,
                                "boolean",
                                "(#0 " + draw.of("==", "!=") + " null)",
                                draw.of(dialect.references())))
                .add(1, () -> make(at, depth, "boolean", "(#0 instanceof " + draw.of(TESTED) + ")", "Object"))
                .add(1, () -> make(at, depth, "boolean", "\"a\".equals(#0)", "String"))
                .add(1, () -> make(at, depth, "boolean", "#0[#1 & 1]", "boolean[]", "int"))
                .addIf(dialect.hasInstanceOfPatterns(), 3, () -> instanceOfPattern(at, depth))
                .addIf(dialect.hasShapePatterns(), 2, () -> recordPattern(at, depth));
    }

    private Node instanceOfPattern(Place at, int depth) {
        String type = draw.of("String", "Integer", "Pair", "int[]");
        String name = draw.name("o");
        Place inside = at.block();
        inside.scope().add(new Scope.Variable(type, name, false, true));
        return expression(
                "boolean",
                "(#0 instanceof " + type + " " + name + " && #1)",
                expressions.of(at, "Object", depth - 1),
                expressions.of(inside, "boolean", depth - 1));
    }

    private Node recordPattern(Place at, int depth) {
        String width = draw.name("w");
        String height = draw.name("h");
        Place inside = at.block();
        inside.scope().add(new Scope.Variable("int", width, false, true));
        inside.scope().add(new Scope.Variable("long", height, false, true));
        return expression(
                "boolean",
                "((Shape) #0 instanceof Box(int " + width + ", " + draw.of("var ", "long ") + height + ") && #1)",
                expressions.of(at, "Shape", depth - 1),
                expressions.of(inside, "boolean", depth - 1));
    }

    private void addNumber(Draw.Options options, Place at, String type, int depth) {
        String smaller = draw.of(Types.NUMERIC.subList(0, Types.NUMERIC.indexOf(type) + 1));
        options.add(5, () -> make(at, depth, type, "(#0 " + draw.of("+", "-", "*", "+") + " #1)", type, smaller))
                .add(1, () -> make(at, depth, type, "(-#0)", type))
                .add(2, () -> make(at, depth, type, "((" + type + ") #0)", draw.of(Types.NUMERIC)))
                .add(1, () -> make(at, depth, type, "(#0 % 7)", type));
        if (type.equals("int") || type.equals("long")) {
            options.add(1, () -> make(at, depth, type, "(#0 / (#1 | 1))", type, type))
                    .add(1, () -> make(at, depth, type, "(#0 / (t.rare() ? #1 : 2))", type, "int"))
                    .add(2, () -> make(at, depth, type, "(#0 " + draw.of("<<", ">>>") + " (#1 & 3))", type, "int"))
                    .add(1, () -> make(at, depth, type, "(#0 " + draw.of("&", "|", "^") + " #1)", type, type));
        }
        if (type.equals("int")) {
            options.add(
                            2,
                            () -> make(
                                    at,
                                    depth,
                                    type,
                                    "t.mix(#0, #1, #2, #3, #4)",
                                    "int",
                                    "Object",
                                    "long",
                                    "double",
                                    "boolean"))
                    .add(1, () -> make(at, depth, type, PAIRS, PAIRS_OF.toArray(String[]::new)))
                    .add(1, () -> make(at, depth, type, "#0.length()", "String"))
                    .add(1, () -> make(at, depth, type, "#0[#1 & 1]", "int[]", "int"))
                    .add(1, () -> make(at, depth, type, "(#0[#1 & 1] += #2)", "int[]", "int", draw.of(Types.NUMERIC)))
                    .add(1, () -> make(at, depth, type, "#0.length", draw.of("int[]", "Object[]", "byte[]")))
                    .add(1, () -> make(at, depth, type, "#0.a", "Pair"))
                    .add(1, () -> make(at, depth, type, "((int) #0)", "Integer"))
                    .add(1, () -> make(at, depth, type, "#0.get(#1 & 1)", "List<Integer>", "int"));
        }
    }

    private void addString(Draw.Options options, Place at, int depth) {
        options.add(6, () -> concatenation(at, depth))
                .add(
                        2,
                        () -> make(
                                at,
                                depth,
                                "String",
                                "t.small(#0, #1, #2, #3, #4)",
                                "byte",
                                "char",
                                "short",
                                "boolean",
                                "float"))
                .add(1, () -> make(at, depth, "String", "t.join(#0, #1)", "Object", draw.of(Types.PRIMITIVES)))
                .add(1, () -> make(at, depth, "String", "t.join()"))
                .add(1, () -> make(at, depth, "String", "new Pair(#0, #1, #2).toString()", "int", "String", "long"))
                .add(
                        1,
                        () -> make(
                                at,
                                depth,
                                "String",
                                "t.cut(new StringBuilder(#0).append(#1).append(#2).toString())",
                                "int",
                                "char",
                                "double"))
                .add(1, () -> make(at, depth, "String", "new String(#0 == null ? \"n\" : #1 + \"\")", "Object", "int"))
                .add(1, () -> make(at, depth, "String", "#0[#1 & 1]", "String[]", "int"));
    }

    private Node concatenation(Place at, int depth) {
        List<Node> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder("t.cut(\"k\"");
        for (int i = 0, count = 1 + draw.below(4); i < count; i++) {
            text.append(" + #").append(i);
            parts.add(expressions.printable(at, depth - 1));
        }
        return expression("String", text.append(")").toString(), parts.toArray(Node[]::new));
    }

    private void addReference(Draw.Options options, Place at, String type, int depth) {
        switch (type) {
            case "Object" -> options.add(4, () -> make(at, depth, type, "((Object) #0)", anyType()));
            case "Integer" -> options.add(2, () -> make(at, depth, type, "Integer.valueOf(#0)", "int"));
            case "Pair" ->
                options.add(3, () -> make(at, depth, type, "new Pair(#0, #1, #2)", "int", "String", "long"))
                        .add(
                                2,
                                () -> make(
                                        at,
                                        depth,
                                        type,
                                        "new Pair(#0, #1, #2, #3, #4)",
                                        "int",
                                        "int",
                                        "String",
                                        "long",
                                        "long"))
                        .add(
                                2,
                                () -> make(
                                        at,
                                        depth,
                                        type,
                                        "new Pair(#0.a, new Pair(#1, #2, 3L).b, #3)",
                                        "Pair",
                                        "int",
                                        "String",
                                        "long"));
            case "int[]" ->
                options.add(2, () -> make(at, depth, type, "(new int[] {#0, #1})", "int", "int"))
                        .add(1, () -> make(at, depth, type, "(new int[2 + (#0 & 3)])", "int"))
                        .add(2, () -> make(at, depth, type, "t.ints(#0, #1)", "int", "int"));
            case "byte[]" -> options.add(2, () -> make(at, depth, type, "(new byte[] {#0, #1, 3})", "byte", "byte"));
            case "boolean[]" ->
                options.add(2, () -> make(at, depth, type, "(new boolean[] {#0, #1})", "boolean", "boolean"));
            case "String[]" ->
                options.add(2, () -> make(at, depth, type, "(new String[] {#0, #1})", "String", "String"));
            case "Object[]" ->
                options.add(2, () -> make(at, depth, type, "(new Object[] {#0, #1})", "Object", "int"))
                        .add(1, () -> make(at, depth, type, "((Object[]) #0)", "String[]"))
                        .add(
                                1,
                                () -> make(
                                        at,
                                        depth,
                                        type,
                                        "(#0 ? new String[] {#1} : new Integer[] {#2})",
                                        "boolean",
                                        "String",
                                        "Integer"));
            case "List<Integer>" ->
                options.add(3, () -> make(at, depth, type, "Arrays.<Integer>asList(#0, #1)", "Integer", "int"));
            default -> addOwn(options, at, type, depth);
        }
    }

    /** The types that the program declares itself. */
    private void addOwn(Draw.Options options, Place at, String type, int depth) {
        switch (type) {
            case "Base" ->
                options.add(4, () -> make(at, depth, type, "new " + draw.of("Base", "Mid", "Leaf") + "(#0)", "int"))
                        .add(1, () -> make(at, depth, type, "new Leaf(#0) {}", "int"));
            case "Color" -> options.add(3, () -> make(at, depth, type, "Color.values()[#0 & 1]", "int"));
            case "Shape" ->
                options.add(3, () -> make(at, depth, type, "new Box(#0, #1)", "int", "long"))
                        .add(2, () -> make(at, depth, type, "new Circle(#0)", "int"))
                        .add(depth > 1 ? 3 : 1, () -> make(at, depth, type, "new Group(#0, #1)", "Shape", "Shape"));
            case "X" -> {} // nobody knows what that is
            default -> throw new IllegalArgumentException(type);
        }
    }

    private String anyType() {
        return draw.of(draw.percent(40) ? Types.PRIMITIVES : dialect.references());
    }
}
