// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.mutated;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Damage done to the instructions, handlers and stack maps of a method. Each says whether it found something to do. */
final class CodeDamage {
    private CodeDamage() {}

    static boolean delete(MethodNode method, Random random) {
        AbstractInsnNode insn = Pick.code(method, random);
        if (insn != null) {
            method.instructions.remove(insn);
        }
        return insn != null;
    }

    static boolean duplicate(MethodNode method, Random random) {
        AbstractInsnNode insn = Pick.code(method, random);
        if (insn == null
                || insn instanceof JumpInsnNode
                || !insn.getClass().getSimpleName().matches("(Var|Method|Field|)InsnNode")) {
            return false;
        }
        method.instructions.insert(insn, insn.clone(Map.of()));
        return true;
    }

    static boolean swap(MethodNode method, Random random) {
        AbstractInsnNode insn = Pick.code(method, random);
        AbstractInsnNode next = insn == null ? null : insn.getNext();
        if (next == null) {
            return false;
        }
        method.instructions.remove(insn);
        method.instructions.insert(next, insn);
        return true;
    }

    static boolean jumpElsewhere(MethodNode method, Random random) {
        AbstractInsnNode insn = Pick.insn(
                method,
                random,
                i -> i instanceof JumpInsnNode
                        || i instanceof TableSwitchInsnNode
                        || i instanceof LookupSwitchInsnNode);
        LabelNode target = Pick.label(method, random);
        if (insn instanceof JumpInsnNode jump) {
            jump.label = target;
        } else if (insn instanceof TableSwitchInsnNode table) {
            table.dflt = target;
        } else if (insn instanceof LookupSwitchInsnNode lookup) {
            lookup.dflt = target;
        }
        return insn != null;
    }

    static boolean otherVariable(MethodNode method, Random random) {
        AbstractInsnNode insn = Pick.insn(method, random, i -> i instanceof VarInsnNode);
        if (insn instanceof VarInsnNode variable) {
            variable.var = random.nextInt(8) == 0 ? 300 : random.nextInt(method.maxLocals + 1);
        }
        return insn != null;
    }

    /** Code that nothing reaches, with or without the stack map that it needs. */
    static boolean deadCode(MethodNode method, Random random) {
        AbstractInsnNode end = Pick.insn(
                method,
                random,
                insn -> insn.getOpcode() == Opcodes.ARETURN
                        || insn.getOpcode() == Opcodes.ATHROW
                        || insn.getOpcode() == Opcodes.GOTO);
        if (end == null) {
            return false;
        }
        method.instructions.insert(end, new InsnNode(Opcodes.ATHROW));
        method.instructions.insert(end, new InsnNode(Opcodes.ACONST_NULL));
        if (random.nextInt(4) > 0) {
            method.instructions.insert(end, new FrameNode(Opcodes.F_NEW, 0, new Object[0], 0, new Object[0]));
        }
        return true;
    }

    static boolean handlerElsewhere(MethodNode method, Random random) {
        TryCatchBlockNode block = Pick.one(method.tryCatchBlocks, random);
        if (block != null) {
            switch (random.nextInt(3)) {
                case 0 -> block.start = Pick.label(method, random);
                case 1 -> block.end = Pick.label(method, random);
                default -> block.handler = Pick.label(method, random);
            }
        }
        return block != null;
    }

    /** So small a range that it holds one instruction. */
    static boolean narrowHandler(MethodNode method, Random random) {
        TryCatchBlockNode block = Pick.one(method.tryCatchBlocks, random);
        AbstractInsnNode insn = Pick.code(method, random);
        if (block == null || insn == null) {
            return false;
        }
        block.start = new LabelNode();
        block.end = new LabelNode();
        method.instructions.insertBefore(insn, block.start);
        method.instructions.insert(insn, block.end);
        return true;
    }

    static boolean moreHandlers(MethodNode method, Random random) {
        TryCatchBlockNode block = Pick.one(method.tryCatchBlocks, random);
        if (block == null) {
            return false;
        }
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            method.tryCatchBlocks.add(
                    random.nextInt(method.tryCatchBlocks.size()),
                    new TryCatchBlockNode(
                            random.nextBoolean() ? block.start : Pick.label(method, random),
                            random.nextBoolean() ? block.end : Pick.label(method, random),
                            block.handler,
                            random.nextBoolean() ? block.type : null));
        }
        return true;
    }

    static boolean dropMap(MethodNode method, Random random) {
        AbstractInsnNode map = Pick.insn(method, random, insn -> insn instanceof FrameNode);
        if (map != null) {
            method.instructions.remove(map);
        }
        return map != null;
    }

    static boolean alterMap(MethodNode method, Random random) {
        FrameNode map = (FrameNode) Pick.insn(method, random, insn -> insn instanceof FrameNode);
        List<Object> types = map == null ? null : random.nextInt(3) == 0 ? map.stack : map.local;
        if (types == null || types.isEmpty()) {
            return false;
        }
        int at = random.nextInt(types.size());
        switch (random.nextInt(4)) {
            case 0 -> types.remove(types.size() - 1);
            case 1 -> types.set(at, "java/lang/Object");
            case 2 -> types.set(at, Opcodes.TOP);
            default ->
                types.set(
                        at,
                        List.of(Opcodes.INTEGER, Opcodes.NULL, Opcodes.LONG, "no/such/Type")
                                .get(random.nextInt(4)));
        }
        return true;
    }

    /** A stack map where the code needs none. */
    static boolean moreMaps(MethodNode method, Random random) {
        AbstractInsnNode map = Pick.insn(method, random, insn -> insn instanceof FrameNode);
        AbstractInsnNode insn = Pick.code(method, random);
        if (map == null || insn == null) {
            return false;
        }
        method.instructions.insertBefore(insn, map.clone(Map.of()));
        return true;
    }
}
