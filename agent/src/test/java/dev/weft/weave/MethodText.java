// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import dev.weft.weave.analysis.AsyncMethod;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.util.Printer;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceMethodVisitor;

/**
 * A method as text, one instruction in a line, written and read as ASM's Textifier has them, but for two short forms: {@code
 * AWAIT} calls {@code Weft.await(Awaitable)}, and a stack map is {@code FRAME [types of locals] [types of stack]}. In its types I, F, J and D
 * are the primitive ones, T is unusable, N is null, U is {@code this} before its constructor has run, and a label is the object that
 * the NEW behind it makes.
 */
public final class MethodText {
    /** The locals that a method from text has: those of code that the weaver adds come after them. */
    public static final int LOCALS = 8;

    private static final String AWAIT = "INVOKESTATIC dev/weft/Weft.await (Ldev/weft/Awaitable;)Ljava/lang/Object;";
    private static final List<String> OPCODES = Arrays.asList(Printer.OPCODES);
    private static final Map<String, Object> TYPES = Map.of(
            "T", Opcodes.TOP,
            "I", Opcodes.INTEGER,
            "F", Opcodes.FLOAT,
            "J", Opcodes.LONG,
            "D", Opcodes.DOUBLE,
            "N", Opcodes.NULL,
            "U", Opcodes.UNINITIALIZED_THIS);

    private final Map<String, LabelNode> labels = new HashMap<>();
    private final MethodNode method;

    private MethodText(int access, String descriptor) {
        method = new MethodNode(Opcodes.ASM9, access, "foo", descriptor, null, null);
        method.maxLocals = LOCALS;
        method.maxStack = LOCALS;
    }

    /** Reads a static method {@code foo}. */
    public static MethodNode ofStatic(String descriptor, String code) {
        return new MethodText(Opcodes.ACC_STATIC, descriptor).read(code);
    }

    /** Reads an instance method {@code foo}. */
    public static MethodNode ofInstance(String descriptor, String code) {
        return new MethodText(0, descriptor).read(code);
    }

    /** Makes a method of class {@code p.A} out of one that was read. */
    public static AsyncMethod async(MethodNode method) {
        ClassNode owner = new ClassNode();
        owner.name = "p/A";
        return new AsyncMethod(owner, method, "p/A$weft$foo");
    }

    /** Writes a method's instructions. */
    public static String of(MethodNode method) {
        Textifier text = new Textifier();
        method.instructions.accept(new TraceMethodVisitor(text));
        StringBuilder lines = new StringBuilder();
        for (Object line : text.getText()) {
            lines.append(shortened(line)).append('\n');
        }
        return lines.toString();
    }

    /** Writes an instruction that names no label. */
    public static String of(AbstractInsnNode insn) {
        Textifier text = new Textifier();
        insn.accept(new TraceMethodVisitor(text));
        return shortened(text.getText().get(0));
    }

    private static String shortened(Object line) {
        return line.toString().strip().replace(AWAIT, "AWAIT").replace("FRAME FULL ", "FRAME ");
    }

    /** Finds the first instruction that is written like this. */
    public static AbstractInsnNode find(MethodNode method, String text) {
        return method.instructions.get(indexOf(method, text));
    }

    /** Finds the index of the first instruction that is written like this. */
    public static int indexOf(MethodNode method, String text) {
        int index = of(method).lines().toList().indexOf(text);
        if (index < 0) {
            throw new IllegalArgumentException(text + " is not in\n" + of(method));
        }
        return index;
    }

    private MethodNode read(String code) {
        code.lines().map(String::strip).forEach(line -> readLine(line.equals("AWAIT") ? AWAIT : line));
        return method;
    }

    private void readLine(String line) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("TRYCATCHBLOCK")) {
            String type = words[4].equals("null") ? null : words[4];
            method.tryCatchBlocks.add(new TryCatchBlockNode(label(words[1]), label(words[2]), label(words[3]), type));
        } else {
            method.instructions.add(instruction(line, words));
        }
    }

    private AbstractInsnNode instruction(String line, String[] words) {
        int opcode = OPCODES.indexOf(words[0]);
        return switch (words[0]) {
            case "LINENUMBER" -> new LineNumberNode(Integer.parseInt(words[1]), label(words[2]));
            case "FRAME" -> map(line);
            case "LDC" -> new LdcInsnNode(constant(line.substring(4)));
            case "IINC" -> new IincInsnNode(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            case "BIPUSH", "SIPUSH" -> new IntInsnNode(opcode, Integer.parseInt(words[1]));
            case "NEW", "ANEWARRAY", "CHECKCAST", "INSTANCEOF" -> new TypeInsnNode(opcode, words[1]);
            default -> opcode < 0 ? label(line) : instruction(opcode, words);
        };
    }

    private AbstractInsnNode instruction(int opcode, String[] words) {
        if (words.length == 1) {
            return new InsnNode(opcode);
        }
        if (words.length == 2) {
            boolean local = Character.isDigit(words[1].charAt(0));
            return local
                    ? new VarInsnNode(opcode, Integer.parseInt(words[1]))
                    : new JumpInsnNode(opcode, label(words[1]));
        }
        int dot = words[1].lastIndexOf('.');
        String owner = words[1].substring(0, dot);
        String name = words[1].substring(dot + 1);
        return words[2].equals(":")
                ? new FieldInsnNode(opcode, owner, name, words[3])
                : new MethodInsnNode(opcode, owner, name, words[2], words.length > 3);
    }

    private LabelNode label(String name) {
        if (!name.matches("L\\d+")) {
            throw new IllegalArgumentException("neither an instruction nor a label: " + name);
        }
        return labels.computeIfAbsent(name, added -> new LabelNode());
    }

    private static Object constant(String text) {
        if (text.startsWith("\"")) {
            return text.substring(1, text.length() - 1);
        }
        return text.endsWith("L") ? (Object) Long.valueOf(text.substring(0, text.length() - 1)) : Double.valueOf(text);
    }

    private FrameNode map(String line) {
        int middle = line.indexOf("] [");
        Object[] locals = types(line.substring(line.indexOf('[') + 1, middle));
        Object[] stack = types(line.substring(middle + 3, line.length() - 1));
        return new FrameNode(Opcodes.F_NEW, locals.length, locals, stack.length, stack);
    }

    private Object[] types(String text) {
        return text.lines()
                .flatMap(line -> Arrays.stream(line.split(" ", -1)))
                .map(type -> TYPES.getOrDefault(type, type.matches("L\\d+") ? label(type) : type))
                .toArray();
    }
}
