// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import dev.weft.proof.generated.Place.Form;
import java.util.List;
import java.util.Map;

/** The Java types that generated programs compute with. */
final class Types {
    static final List<String> PRIMITIVES =
            List.of("boolean", "byte", "short", "char", "int", "long", "float", "double");
    static final List<String> NUMBERS = List.of("int", "long", "float", "double");
    static final List<String> NUMERIC = List.of("byte", "short", "char", "int", "long", "float", "double");
    static final List<String> SMALL = List.of("byte", "short", "char");
    static final List<String> REFERENCES = List.of(
            "String",
            "Object",
            "Integer",
            "int[]",
            "String[]",
            "Object[]",
            "byte[]",
            "boolean[]",
            "Pair",
            "List<Integer>");

    private static final Map<String, String> BOXES = Map.of(
            "int",
            "Integer",
            "char",
            "Character",
            "byte",
            "Byte",
            "short",
            "Short",
            "long",
            "Long",
            "float",
            "Float",
            "double",
            "Double",
            "boolean",
            "Boolean");

    private static final Map<String, String> SIMPLEST = Map.of(
            "boolean",
            "false",
            "byte",
            "((byte) 0)",
            "short",
            "((short) 0)",
            "char",
            "'a'",
            "int",
            "0",
            "long",
            "0L",
            "float",
            "0f",
            "double",
            "0.0",
            "String",
            "\"\"");

    private Types() {}

    static String boxed(String type) {
        return BOXES.getOrDefault(type, type);
    }

    static boolean isPrimitive(String type) {
        return BOXES.containsKey(type);
    }

    /** The constant that a shrinker may put in place of any expression of the type. */
    static String simplest(String type) {
        return type.startsWith("AsyncGenerator<")
                ? Form.GENERATOR.completed
                : SIMPLEST.getOrDefault(type, "((" + type + ") null)");
    }

    static Node constant(Draw draw, String type) {
        return Node.expression(
                type,
                switch (type) {
                    case "boolean" -> draw.of("true", "false");
                    case "byte" -> "((byte) " + draw.of("1", "-7", "127", "200") + ")";
                    case "short" -> "((short) " + draw.of("2", "-300", "32767", "70000") + ")";
                    case "char" -> draw.of("'a'", "'z'", "'0'", "'\\uffff'");
                    case "int" -> draw.of("0", "1", "2", "3", "(-1)", "100", "70000", "0x7fffffff");
                    case "long" -> draw.of("0L", "1L", "3L", "(-5L)", "0x7fffffff12345678L");
                    case "float" -> draw.of("0f", "1f", "1.5f", "(-2.25f)", "1e30f");
                    case "double" -> draw.of("0.0", "1.0", "2.5", "(-0.125)", "1e100");
                    case "String" ->
                        draw.of("\"\"", "\"a\"", "\"bc\"", "\"def\"", "\"Aa\"", "\"a\"", "((String) null)");
                    case "Integer" -> draw.of("Integer.valueOf(1)", "Integer.valueOf(500)", "((Integer) null)");
                    case "Object" -> draw.of("((Object) \"o\")", "((Object) 7)", "((Object) 'c')", "((Object) null)");
                    case "int[]" -> draw.of("(new int[] {1, 2})", "(new int[2])", "(new int[] {5})", "(new int[0])");
                    case "byte[]" -> "(new byte[] {1, 2})";
                    case "boolean[]" -> "(new boolean[] {true, false})";
                    case "String[]" -> draw.of("(new String[] {\"s\", null})", "(new String[] {\"x\"})");
                    case "Object[]" -> draw.of("(new Object[] {1, \"m\"})", "((Object[]) new Integer[] {4})");
                    case "Pair" -> "new Pair(1, \"p\", 2L)";
                    case "List<Integer>" -> "Arrays.<Integer>asList(3, 4)";
                    case "Base" -> draw.of("new Base(1)", "new Mid(2)", "new Leaf(3)", "new Leaf(4)", "((Base) null)");
                    case "Color" -> draw.of("Color.RED", "Color.GREEN", "Color.GREEN", "((Color) null)");
                    case "Shape" -> draw.of("new Circle(1)", "new Box(2, 3L)", "((Shape) null)");
                    default -> simplest(type);
                });
    }
}
