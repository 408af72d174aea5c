// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.FrameLayout;
import dev.weft.weave.analysis.FrameLayout.Slot;
import dev.weft.weave.analysis.ReturnKind;
import dev.weft.weave.analysis.RuntimeMember;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.ParameterNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The methods around a body: the entry, which keeps all that others see of the method, and the door. */
public final class EntryWriter {
    /** A class file counts the names of parameters in one byte (JVMS 4.7.24). */
    private static final int MOST_PARAMETERS = 255;

    private EntryWriter() {}

    /**
     * Turns the original method into the entry: {@code return new FrameClass(this, arguments…).cold()}, or for a stage {@code
     * return new FrameClass(this, arguments…).start()}; a generator is the new frame, and for nothing it is
     * {@code new FrameClass(this, arguments…).runByTest()}.
     *
     * @param method the method, whose code is replaced
     * @param layout the fields of its frame
     * @param line the line of this code, 0 if unknown
     */
    public static void makeEntry(AsyncMethod method, FrameLayout layout, int line) {
        MethodNode entry = method.method();
        InsnList code = new InsnList();
        LabelNode start = new LabelNode();
        LabelNode end = new LabelNode();
        code.add(start);
        writeEntry(method, layout, line, method.returnKind(), code);
        code.add(end);
        List<LocalVariableNode> parameters = parameters(method, start, end);
        replaceCode(entry, code);
        entry.localVariables = parameters;
    }

    /** {@code return new FrameClass(this, arguments…).handOut()}, as it is for what the entry is to return. */
    static void writeEntry(AsyncMethod method, FrameLayout layout, int line, ReturnKind returns, InsnList code) {
        Code.addLine(code, line);
        newFrame(method, layout, code); // frame
        RuntimeMember handOut = returns.handOut();
        if (handOut != null) {
            code.add(onFrame(method, handOut));
        }
        code.add(new InsnNode(returns == ReturnKind.NOTHING ? Opcodes.RETURN : Opcodes.ARETURN));
    }

    /** Who finds no MethodParameters in a class reads the names of parameters here, as Spring does. */
    private static @Nullable List<LocalVariableNode> parameters(AsyncMethod method, LabelNode start, LabelNode end) {
        List<LocalVariableNode> variables = method.method().localVariables;
        if (variables == null) {
            return null;
        }
        Map<Integer, LocalVariableNode> bySlot = new TreeMap<>();
        for (LocalVariableNode variable : variables) {
            if (variable.index < method.argumentSlots() && beginsWithMethod(variable)) {
                bySlot.putIfAbsent(
                        variable.index,
                        new LocalVariableNode(
                                variable.name, variable.desc, variable.signature, start, end, variable.index));
            }
        }
        return new ArrayList<>(bySlot.values());
    }

    /** Whether a variable is there from the first instruction on: only a parameter is. Its slot may hold another one later. */
    private static boolean beginsWithMethod(LocalVariableNode variable) {
        AbstractInsnNode before = variable.start.getPrevious();
        while (before != null && before.getOpcode() < 0) {
            before = before.getPrevious();
        }
        return before == null;
    }

    /**
     * A call of a method of {@code Frame} on a new frame. By the name of the frame class: to see that this is a {@code Frame}, the
     * verifier would have to load it, and a program has many async methods of which no frame is ever made.
     */
    static AbstractInsnNode onFrame(AsyncMethod method, RuntimeMember called) {
        return Code.callOf(method.frameClass(), called);
    }

    /** {@code new FrameClass(this, arguments…)}, pushed. */
    static void newFrame(AsyncMethod method, FrameLayout layout, InsnList code) {
        code.add(new TypeInsnNode(Opcodes.NEW, method.frameClass()));
        code.add(new InsnNode(Opcodes.DUP));
        if (!method.isStatic()) {
            code.add(Code.load(0));
        }
        for (Slot argument : layout.arguments()) {
            code.add(new VarInsnNode(argument.kind().load(), argument.local())); // frame, frame, this, arguments…
        }
        code.add(new MethodInsnNode(
                Opcodes.INVOKESPECIAL, method.frameClass(), "<init>", FrameClassWriter.constructor(method), false));
    }

    /** Gives a method other code, and drops what belonged to the old. */
    static void replaceCode(MethodNode method, InsnList code) {
        method.instructions = code;
        method.tryCatchBlocks = new ArrayList<>();
        method.localVariables = null;
        method.visibleLocalVariableAnnotations = null;
        method.invisibleLocalVariableAnnotations = null;
    }

    /**
     * Makes the body's header out of the copy's: synthetic, and reached without asking for an override. A static body keeps
     * its method's access, so that whoever may call the entry may call it; private widens to the package, for the frame class.
     */
    static void makeBodyHeader(AsyncMethod method, MethodNode body) {
        int strict = body.access & Opcodes.ACC_STRICT;
        body.access = strict | Opcodes.ACC_SYNTHETIC | (method.isStatic() ? staticAccess(method) : Opcodes.ACC_PRIVATE);
        body.desc = method.bodyDescriptor();
        body.signature = null;
        body.visibleAnnotations = null;
        body.invisibleAnnotations = null;
        body.visibleTypeAnnotations = null;
        body.invisibleTypeAnnotations = null;
        body.visibleParameterAnnotations = null;
        body.invisibleParameterAnnotations = null;
        if (body.parameters != null && body.parameters.size() > MOST_PARAMETERS - StackMaps.HIDDEN) {
            body.parameters = null; // more names than there are parameters
        } else if (body.parameters != null) {
            body.parameters.add(new ParameterNode("co", Opcodes.ACC_SYNTHETIC));
            body.parameters.add(new ParameterNode("frame", Opcodes.ACC_SYNTHETIC));
        }
    }

    /** The access of a static method that whoever may call the entry, and the frame class, may call. */
    private static int staticAccess(AsyncMethod method) {
        int visible = method.method().access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED);
        return Opcodes.ACC_STATIC | (method.inInterface() ? Opcodes.ACC_PUBLIC : visible);
    }

    /**
     * Makes the door of an instance method: {@code static Object foo$weft(C self, arguments…, co, frame) { return self.foo(arguments…,
     * co, frame); }}. The body is private so that no subclass's body takes its place (decision 2), and the frame class is another class.
     *
     * @param method the original
     * @param layout the fields of its frame
     * @return the door
     */
    public static MethodNode door(AsyncMethod method, FrameLayout layout) {
        MethodNode original = method.method();
        String owner = method.owner().name;
        MethodNode door = new MethodNode(
                Opcodes.ASM9,
                Opcodes.ACC_SYNTHETIC | staticAccess(method),
                AsyncMethod.doorName(original.name),
                AsyncMethod.doorDescriptor(owner, original.desc),
                null,
                null);
        InsnList code = door.instructions;
        code.add(Code.load(0));
        for (Slot slot : layout.arguments()) {
            code.add(new VarInsnNode(slot.kind().load(), slot.local()));
        }
        code.add(Code.load(method.argumentSlots()));
        code.add(Code.load(method.argumentSlots() + 1)); // self, arguments…, co, frame
        code.add(new MethodInsnNode(
                Opcodes.INVOKESPECIAL, owner, original.name, method.bodyDescriptor(), method.inInterface()));
        code.add(new InsnNode(Opcodes.ARETURN));
        return door;
    }
}
