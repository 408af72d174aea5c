// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.AwaitingLoop;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Puts the check {@code if (state != 0) goto inside;} in front of a loop's header. A breakpoint on the header's line must not
 * stop a resume, and a step must not stop in the check. So the check has the line of the header, but where a line begins with the
 * header, the check stands behind that beginning, and the turns of the loop go by it:
 *
 * <pre>
 *         goto check;               // where control came in from above
 * begins: goto header;              // a breakpoint on the line is here
 * check:  if (state != 0) goto inside;
 *         goto begins;
 * header: …                         // the user's code
 * </pre>
 */
final class LoopHeader {
    private final AwaitingLoop loop;
    private final StackMaps maps;
    private final LabelNode check = new LabelNode();
    private final LabelNode inside = new LabelNode();

    LoopHeader(AwaitingLoop loop, StackMaps maps) {
        this.loop = loop;
        this.maps = maps;
    }

    /** Where control comes into the loop. */
    LabelNode label() {
        return check;
    }

    /** Where a resume goes on. */
    LabelNode inside() {
        return inside;
    }

    void write(MethodNode body) {
        AbstractInsnNode header = loop.header();
        Set<LabelNode> labels = new LinkedHashSet<>();
        boolean lineBegins = false;
        AbstractInsnNode before = header.getPrevious();
        while (before != null && before.getOpcode() < 0) {
            if (before instanceof LabelNode label) {
                labels.add(label);
            }
            lineBegins |= before instanceof LineNumberNode;
            before = before.getPrevious();
        }
        if (lineBegins) {
            writeBehindBeginning(body, before, labels);
        } else {
            InsnList code = new InsnList();
            code.add(check);
            addCheck(code);
            body.instructions.insertBefore(header, code);
        }
    }

    private void writeBehindBeginning(MethodNode method, @Nullable AbstractInsnNode before, Set<LabelNode> labels) {
        InsnList body = method.instructions;
        for (AbstractInsnNode insn : body) {
            redirect(insn, labels);
        }
        method.tryCatchBlocks.forEach(block -> block.handler = redirected(block.handler, labels));
        if (before == null) {
            body.insert(new JumpInsnNode(Opcodes.GOTO, check));
        } else if (fallsThrough(before)) {
            body.insert(before, new JumpInsnNode(Opcodes.GOTO, check));
        }
        LabelNode begins = new LabelNode();
        LabelNode header = new LabelNode();
        InsnList code = new InsnList();
        code.add(begins);
        code.add(map());
        code.add(new JumpInsnNode(Opcodes.GOTO, header));
        code.add(check);
        code.add(map());
        addCheck(code);
        code.add(new JumpInsnNode(Opcodes.GOTO, begins));
        code.add(header);
        code.add(map());
        body.insertBefore(loop.header(), code);
    }

    private void addCheck(InsnList code) {
        code.add(new VarInsnNode(Opcodes.ILOAD, maps.state()));
        code.add(new JumpInsnNode(Opcodes.IFNE, inside));
    }

    private AbstractInsnNode map() {
        return maps.map(loop.types().locals(), loop.types().stack());
    }

    private void redirect(AbstractInsnNode insn, Set<LabelNode> labels) {
        if (insn instanceof JumpInsnNode jump) {
            jump.label = redirected(jump.label, labels);
        } else if (insn instanceof TableSwitchInsnNode table) {
            table.labels.replaceAll(label -> redirected(label, labels));
            table.dflt = redirected(table.dflt, labels);
        } else if (insn instanceof LookupSwitchInsnNode lookup) {
            lookup.labels.replaceAll(label -> redirected(label, labels));
            lookup.dflt = redirected(lookup.dflt, labels);
        }
    }

    private LabelNode redirected(LabelNode target, Set<LabelNode> labels) {
        return labels.contains(target) ? check : target;
    }

    private static boolean fallsThrough(AbstractInsnNode insn) {
        int opcode = insn.getOpcode();
        return opcode != Opcodes.GOTO
                && opcode != Opcodes.ATHROW
                && opcode != Opcodes.TABLESWITCH
                && opcode != Opcodes.LOOKUPSWITCH
                && (opcode < Opcodes.IRETURN || opcode > Opcodes.RETURN);
    }
}
