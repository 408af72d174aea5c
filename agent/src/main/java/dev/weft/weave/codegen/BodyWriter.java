// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.AnalysedMethod;
import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.FrameLayout;
import dev.weft.weave.analysis.FrameLayout.PointLayout;
import dev.weft.weave.analysis.FrameLayout.Slot;
import dev.weft.weave.analysis.RuntimeSymbols;
import dev.weft.weave.analysis.StackDepth;
import dev.weft.weave.analysis.SuspensionPoint;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/**
 * Turns a copy of the user's method into the body:
 *
 * <pre>
 *           if (frame != null) goto dispatch;
 *           if (co.enter()) goto defer;
 * begin:    …the user's code, with each await replaced (PointWriter) and co.leave() in front of each return…
 *           …spill and restore of each point…
 * dispatch: switch (frame.state) { case 1: goto restore1; … default: goto begin; }
 * defer:    new FrameClass(this, arguments…).defer(co);
 *           return SUSPENDED;
 * </pre>
 *
 * <p>A body under which the Java stack does not grow much, as {@link StackDepth} knows, neither enters nor leaves.
 */
public final class BodyWriter {
    private final AsyncMethod method;
    private final MethodNode body;
    private final FrameLayout layout;
    private final StackMaps maps;
    private final boolean countsDepth;

    /**
     * The line of our own instructions. It is no statement's, so no breakpoint stops in them. A debugger's step does, once, when it enters
     * the body and when an await suspends.
     */
    private final int headerLine;

    private final List<PointWriter> points = new ArrayList<>();

    private BodyWriter(AnalysedMethod analysed, boolean countsDepth, int headerLine) {
        this.method = analysed.method();
        this.body = analysed.body();
        this.layout = analysed.layout();
        this.maps = new StackMaps(method.argumentSlots());
        this.headerLine = headerLine;
        this.countsDepth = countsDepth;
        int temporary = body.maxLocals + StackMaps.HIDDEN;
        for (SuspensionPoint point : analysed.points()) {
            PointLayout kept = layout.points().get(point.state() - 1);
            points.add(new PointWriter(method, maps, point, kept, temporary));
        }
    }

    /**
     * Writes the body of a method.
     *
     * @param analysed a method, whose copy of the code becomes the body
     * @param countsDepth whether the body counts how deep it stands on the Java stack
     * @param headerLine the line for what the weaver adds, 0 if unknown
     * @return the body
     */
    public static MethodNode write(AnalysedMethod analysed, boolean countsDepth, int headerLine) {
        new BodyWriter(analysed, countsDepth, headerLine).write();
        EntryWriter.makeBodyHeader(analysed.method(), analysed.body());
        return analysed.body();
    }

    private void write() {
        maps.makeRoom(body);
        for (PointWriter point : points) {
            point.writeInline(body.instructions);
        }
        new RuntimeCalls(method, maps).replace(body.instructions);
        LabelNode begin = new LabelNode();
        LabelNode dispatch = new LabelNode();
        InsnList tail = points();
        writeDispatch(tail, dispatch, begin);
        body.instructions.insert(prologue(begin, dispatch));
        if (countsDepth) {
            leaveBeforeReturns();
            enterBefore(begin, tail);
        }
        body.instructions.add(tail);
        StackMaps.dropDoubles(body.instructions);
    }

    /** What stands behind the user's code for the points: all spills, then all restores. */
    private InsnList points() {
        InsnList code = new InsnList();
        Code.addLine(code, headerLine);
        for (PointWriter point : points) {
            point.writeSpill(code);
        }
        for (PointWriter point : points) {
            point.writeRestore(code, initialLocals());
        }
        return code;
    }

    /** {@code if (frame != null) goto dispatch; begin:}. */
    private InsnList prologue(LabelNode begin, LabelNode dispatch) {
        InsnList code = new InsnList();
        Code.addLine(code, headerLine);
        code.add(Code.load(maps.frame()));
        code.add(new JumpInsnNode(Opcodes.IFNONNULL, dispatch));
        code.add(begin);
        code.add(maps.map(initialLocals(), List.of()));
        return code;
    }

    /** {@code dispatch: switch (frame.state) { case 1: goto restore1; … default: goto begin; }}. A method without points only begins. */
    private void writeDispatch(InsnList code, LabelNode dispatch, LabelNode begin) {
        code.add(dispatch);
        code.add(maps.map(initialLocals(), List.of()));
        if (points.isEmpty()) {
            code.add(new JumpInsnNode(Opcodes.GOTO, begin));
            return;
        }
        code.add(Code.load(maps.frame()));
        code.add(Code.get(RuntimeSymbols.STATE));
        LabelNode[] restores = new LabelNode[points.size()];
        for (int i = 0; i < restores.length; i++) {
            restores[i] = points.get(i).restoreLabel();
        }
        code.add(new TableSwitchInsnNode(1, restores.length, begin, restores));
    }

    /** {@code return result;} becomes {@code co.leave(); return result;}, with the result on the stack meanwhile. */
    private void leaveBeforeReturns() {
        for (AbstractInsnNode insn : body.instructions.toArray()) {
            if (insn.getOpcode() == Opcodes.ARETURN) {
                InsnList leave = new InsnList();
                leave.add(Code.load(maps.coroutine())); // result, co
                leave.add(Code.call(RuntimeSymbols.LEAVE));
                body.instructions.insertBefore(insn, leave);
            }
        }
    }

    /**
     * Counts this call in front of the user's code, {@code if (co.enter()) goto defer;}, and writes what happens if there are too many:
     * {@code defer: new FrameClass(this, arguments…).defer(co); return SUSPENDED;}.
     */
    private void enterBefore(LabelNode begin, InsnList tail) {
        LabelNode defer = new LabelNode();
        InsnList enter = new InsnList();
        enter.add(Code.load(maps.coroutine()));
        enter.add(Code.call(RuntimeSymbols.ENTER));
        enter.add(new JumpInsnNode(Opcodes.IFNE, defer));
        body.instructions.insertBefore(begin, enter);
        tail.add(defer);
        tail.add(maps.map(initialLocals(), List.of()));
        EntryWriter.newFrame(method, layout, tail);
        tail.add(Code.load(maps.coroutine())); // frame, co
        tail.add(EntryWriter.onFrame(method, RuntimeSymbols.DEFER));
        tail.add(Code.get(RuntimeSymbols.SUSPENDED));
        tail.add(Code.op(Opcodes.ARETURN));
    }

    /** The verifier's types of {@code this} and the arguments, by slot. */
    private List<Object> initialLocals() {
        List<Object> locals = new ArrayList<>();
        if (!method.isStatic()) {
            locals.add(method.owner().name);
        }
        for (Slot slot : layout.arguments()) {
            locals.add(slot.type());
            if (slot.kind().size() == 2) {
                locals.add(Opcodes.TOP);
            }
        }
        return locals;
    }
}
