// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.AnalysedMethod;
import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.CallCounting;
import dev.weft.weave.analysis.FrameLayout;
import dev.weft.weave.analysis.FrameLayout.PointLayout;
import dev.weft.weave.analysis.FrameLayout.Slot;
import dev.weft.weave.analysis.ReturnKind;
import dev.weft.weave.analysis.RuntimeSymbols;
import dev.weft.weave.analysis.StackDepth;
import dev.weft.weave.analysis.SuspensionPoint;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Turns a copy of the user's method into the body:
 *
 * <pre>
 *           int left = 1023;                       // if the body counts calls that it makes in loops (CallWriter)
 *           Frame passed = null;                   // if it counts turns of loops (TurnWriter)
 *           if (frame != null) goto dispatch;
 *           if (co.enter()) goto defer;
 * begin:    …the user's code, with each await replaced (PointWriter) and co.leave() in front of each return…
 *           …spill and restore of each point…
 * dispatch: switch (frame.state) { case 0: goto defer; case 1: goto restore1; … default: goto begin; }
 * defer:    return new FrameClass(this, arguments…).defer(co);
 * </pre>
 *
 * <p>That of a generator runs by its frame alone, which the caller has entered: it neither enters nor can be deferred. A body that {@link
 * StackDepth} knows to be shallow neither enters nor leaves. State 0 is that of no frame of this method which runs:
 * the caller says with it that the call is to be deferred.
 */
public final class BodyWriter {
    private final AsyncMethod method;
    private final MethodNode body;
    private final FrameLayout layout;
    private final CallCounting counting;
    private final StackMaps maps;
    private final TurnWriter turns;
    private final boolean isShallow;

    /**
     * The line of our own instructions. It is no statement's, so no breakpoint stops in them. A debugger's step does, once, when it enters
     * the body and when an await suspends.
     */
    private final int headerLine;

    private final List<PointWriter> points = new ArrayList<>();

    private BodyWriter(AnalysedMethod analysed, Set<String> shallow, int headerLine) {
        this.method = analysed.method();
        this.body = analysed.body();
        this.layout = analysed.layout();
        this.headerLine = headerLine;
        this.isShallow = shallow.contains(analysed.signature());
        this.counting = CallCounting.of(analysed, shallow);
        this.maps = new StackMaps(method.argumentSlots(), counting);
        this.turns = new TurnWriter(maps, counting.loops());
        int temporary = maps.shift(body.maxLocals);
        for (SuspensionPoint point : analysed.points()) {
            PointLayout kept = layout.points().get(point.state() - 1);
            CallWriter calls = new CallWriter(maps, point, counting);
            points.add(new PointWriter(method, maps, point, kept, calls, temporary));
        }
    }

    /**
     * Writes the body of a method.
     *
     * @param analysed a method, whose copy of the code becomes the body
     * @param shallow name and descriptor of the methods of the class whose bodies do not count the calls of them
     * @param headerLine the line for what the weaver adds, 0 if unknown
     * @return the body
     */
    public static MethodNode write(AnalysedMethod analysed, Set<String> shallow, int headerLine) {
        new BodyWriter(analysed, shallow, headerLine).write();
        EntryWriter.makeBodyHeader(analysed.method(), analysed.body());
        return analysed.body();
    }

    private void write() {
        maps.makeRoom(body);
        turns.writeInline(body.instructions);
        for (PointWriter point : points) {
            point.writeInline(body.instructions);
        }
        new RuntimeCalls(method, maps).replace(body.instructions);
        LabelNode begin = new LabelNode();
        LabelNode dispatch = new LabelNode();
        LabelNode defer = new LabelNode();
        InsnList tail = points();
        writeDispatch(tail, dispatch, begin, defer);
        if (!isGenerator()) {
            writeDefer(tail, defer);
        }
        body.instructions.insert(prologue(begin, dispatch));
        if (isGenerator() ? !counting.isEmpty() : !isShallow) {
            leaveBeforeReturns();
        }
        if (!isGenerator() && !isShallow) {
            enterBefore(begin, defer);
        }
        body.instructions.add(tail);
        StackMaps.dropDoubles(body.instructions);
        for (Iterator<TryCatchBlockNode> blocks = body.tryCatchBlocks.iterator(); blocks.hasNext(); ) {
            if (guardsNothing(blocks.next())) {
                blocks.remove();
            }
        }
    }

    private boolean isGenerator() {
        return method.returnKind() == ReturnKind.GENERATOR;
    }

    /** What stands behind the user's code for the points: all ends of blocks, then all spills, then all restores. */
    private InsnList points() {
        InsnList code = new InsnList();
        Code.addLine(code, headerLine);
        turns.writeBlocksOver(code);
        for (PointWriter point : points) {
            point.writeBlockOver(code);
        }
        for (PointWriter point : points) {
            point.writeSpill(code);
        }
        for (PointWriter point : points) {
            point.writeRestore(code, initialLocals());
        }
        return code;
    }

    /** {@code int left = 1023; Frame passed = null; if (frame != null) goto dispatch; begin:}. */
    private InsnList prologue(LabelNode begin, LabelNode dispatch) {
        InsnList code = new InsnList();
        Code.addLine(code, headerLine);
        if (!counting.isEmpty()) {
            Countdown.start(code, maps);
        }
        if (!counting.loops().isEmpty()) {
            code.add(Code.op(Opcodes.ACONST_NULL));
            code.add(new VarInsnNode(Opcodes.ASTORE, maps.passed()));
        }
        code.add(Code.load(maps.frame()));
        code.add(new JumpInsnNode(Opcodes.IFNONNULL, dispatch));
        code.add(begin);
        code.add(maps.map(initialLocals(), List.of()));
        return code;
    }

    /** {@code dispatch: switch (frame.state) { case 0: goto defer; case 1: goto restore1; … default: goto begin; }}. */
    private void writeDispatch(InsnList code, LabelNode dispatch, LabelNode begin, LabelNode defer) {
        code.add(dispatch);
        code.add(maps.map(initialLocals(), List.of()));
        code.add(Code.load(maps.frame()));
        code.add(Code.get(RuntimeSymbols.STATE));
        if (points.isEmpty()) { // a switch is long
            code.add(new JumpInsnNode(Opcodes.IFNE, begin));
            if (isGenerator()) {
                code.add(new JumpInsnNode(Opcodes.GOTO, begin));
            }
            return;
        }
        List<LabelNode> targets = new ArrayList<>(List.of(isGenerator() ? begin : defer));
        for (PointWriter point : points) {
            targets.add(point.restoreLabel());
        }
        code.add(new TableSwitchInsnNode(0, points.size(), begin, targets.toArray(new LabelNode[0])));
    }

    /** {@code return result;} becomes {@code co.leave(); return result;}, with the result on the stack meanwhile. */
    private void leaveBeforeReturns() {
        for (AbstractInsnNode insn : body.instructions.toArray()) {
            if (insn.getOpcode() == Opcodes.ARETURN) {
                InsnList leave = new InsnList();
                Countdown.leave(leave, maps, counting);
                body.instructions.insertBefore(insn, leave);
            }
        }
    }

    /** Counts this call in front of the user's code: {@code if (co.enter()) goto defer;}. */
    private void enterBefore(LabelNode begin, LabelNode defer) {
        InsnList enter = new InsnList();
        enter.add(Code.load(maps.coroutine()));
        enter.add(Code.call(RuntimeSymbols.ENTER));
        enter.add(new JumpInsnNode(Opcodes.IFNE, defer));
        body.instructions.insertBefore(begin, enter);
    }

    /** {@code defer: return new FrameClass(this, arguments…).defer(co);}. The dispatch comes here from above if it has one way only. */
    private void writeDefer(InsnList code, LabelNode defer) {
        code.add(defer);
        code.add(maps.map(initialLocals(), List.of()));
        EntryWriter.newFrame(method, layout, code);
        code.add(Code.load(maps.coroutine())); // frame, co
        code.add(EntryWriter.onFrame(method, RuntimeSymbols.DEFER));
        code.add(Code.op(Opcodes.ARETURN));
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

    /** Whether a handler is left with no instruction: what it guarded was a call that is not made any more, such as {@code Task.of}. */
    private static boolean guardsNothing(TryCatchBlockNode block) {
        AbstractInsnNode insn = block.start;
        while (insn != block.end && insn != null && insn.getOpcode() < 0) {
            insn = insn.getNext();
        }
        return insn == block.end;
    }
}
