// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.AnalysedMethod;
import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.Awaits;
import dev.weft.weave.analysis.FrameLayout;
import dev.weft.weave.analysis.FrameLayout.PointLayout;
import dev.weft.weave.analysis.FrameLayout.Slot;
import dev.weft.weave.analysis.RuntimeSymbols;
import dev.weft.weave.analysis.Sources;
import dev.weft.weave.analysis.StackDepth;
import dev.weft.weave.analysis.SuspensionPoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableAnnotationNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

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
    private final int headerLine;
    private final boolean countsDepth;
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
            this.points.add(new PointWriter(method, maps, point, kept, temporary));
        }
    }

    /**
     * Writes.
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
        makeRoomForHiddenParameters();
        List<PointWriter> writers = List.copyOf(points);
        for (PointWriter point : writers) {
            point.writeInline(body.instructions);
        }
        replaceOtherCalls();
        LabelNode begin = new LabelNode();
        LabelNode dispatch = new LabelNode();
        InsnList tail = new InsnList();
        addLine(tail);
        for (PointWriter point : writers) {
            point.writeSpill(tail);
        }
        for (PointWriter point : writers) {
            point.writeRestore(tail, initialLocals());
        }
        writeDispatch(tail, dispatch, begin);
        body.instructions.insert(prologue(begin, dispatch));
        if (countsDepth) {
            writeDepth(begin, tail);
        }
        body.instructions.add(tail);
        dropDoubleMaps();
    }

    /** Moves the locals behind the arguments up by two: instructions, stack maps, and what debuggers read. */
    private void makeRoomForHiddenParameters() {
        for (AbstractInsnNode insn : body.instructions.toArray()) {
            if (insn instanceof VarInsnNode variable) {
                variable.var = maps.shift(variable.var);
            } else if (insn instanceof IincInsnNode increment) {
                increment.var = maps.shift(increment.var);
            } else if (insn instanceof FrameNode map) {
                body.instructions.set(map, maps.shifted(map));
            }
        }
        if (body.localVariables != null) {
            for (LocalVariableNode variable : body.localVariables) {
                variable.index = maps.shift(variable.index);
            }
        }
        shift(body.visibleLocalVariableAnnotations);
        shift(body.invisibleLocalVariableAnnotations);
    }

    private void shift(@Nullable List<LocalVariableAnnotationNode> annotations) {
        if (annotations != null) {
            annotations.forEach(annotation -> annotation.index.replaceAll(maps::shift));
        }
    }

    private void replaceOtherCalls() {
        int line = 0;
        for (AbstractInsnNode insn : body.instructions.toArray()) {
            if (insn instanceof LineNumberNode number) {
                line = number.line;
            } else if (insn.getOpcode() == Opcodes.ARETURN && countsDepth) {
                InsnList leave = new InsnList();
                leave.add(Code.load(maps.coroutine()));
                leave.add(Code.call(RuntimeSymbols.LEAVE));
                body.instructions.insertBefore(insn, leave);
            } else if (Awaits.isSpawn(insn)) {
                replaceSpawn(insn, line);
            } else if (Awaits.dropsTask(insn)) {
                replaceDrop(insn, line);
            }
        }
    }

    /** {@code Weft.spawn([name,] task)} becomes {@code co.spawn(task, name, "where")}. */
    private void replaceSpawn(AbstractInsnNode spawn, int line) {
        InsnList code = new InsnList();
        if (RuntimeSymbols.SPAWN_NAMED.isCalledBy(spawn)) {
            code.add(Code.op(Opcodes.SWAP)); // task, name
            code.add(Code.load(maps.coroutine())); // task, name, co
            code.add(Code.op(Opcodes.DUP_X2)); // co, task, name, co
            code.add(Code.op(Opcodes.POP)); // co, task, name
        } else {
            code.add(Code.load(maps.coroutine()));
            code.add(Code.op(Opcodes.SWAP)); // co, task
            code.add(Code.op(Opcodes.ACONST_NULL));
        }
        code.add(new LdcInsnNode(Sources.constant(method, List.of(line))));
        code.add(Code.call(RuntimeSymbols.CO_SPAWN));
        body.instructions.insert(spawn, code);
        body.instructions.remove(spawn);
    }

    /** The statement {@code foo();} of an async method becomes {@code ColdFrames.dropped(foo(), "where")}. */
    private void replaceDrop(AbstractInsnNode drop, int line) {
        InsnList code = new InsnList();
        code.add(new LdcInsnNode(Sources.constant(method, List.of(line))));
        code.add(Code.call(RuntimeSymbols.DROPPED));
        body.instructions.insert(drop, code);
        body.instructions.remove(drop);
    }

    private InsnList prologue(LabelNode begin, LabelNode dispatch) {
        InsnList code = new InsnList();
        addLine(code);
        code.add(Code.load(maps.frame()));
        code.add(new JumpInsnNode(Opcodes.IFNONNULL, dispatch));
        code.add(begin);
        code.add(maps.map(initialLocals(), List.of()));
        return code;
    }

    private void writeDispatch(InsnList code, LabelNode dispatch, LabelNode begin) {
        code.add(dispatch);
        code.add(maps.map(initialLocals(), List.of()));
        if (!points.isEmpty()) {
            code.add(Code.load(maps.frame()));
            code.add(Code.get(RuntimeSymbols.STATE));
            LabelNode[] restores = new LabelNode[points.size()];
            for (int i = 0; i < restores.length; i++) {
                restores[i] = points.get(i).restoreLabel();
            }
            code.add(new TableSwitchInsnNode(1, restores.length, begin, restores));
        } else {
            code.add(new JumpInsnNode(Opcodes.GOTO, begin));
        }
    }

    /** Counts this call in front of the user's code, and writes what happens if there are too many. */
    private void writeDepth(LabelNode begin, InsnList code) {
        LabelNode defer = new LabelNode();
        InsnList enter = new InsnList();
        enter.add(Code.load(maps.coroutine()));
        enter.add(Code.call(RuntimeSymbols.ENTER));
        enter.add(new JumpInsnNode(Opcodes.IFNE, defer));
        body.instructions.insertBefore(begin, enter);
        code.add(defer);
        code.add(maps.map(initialLocals(), List.of()));
        EntryWriter.newFrame(method, layout, code);
        code.add(Code.load(maps.coroutine()));
        code.add(EntryWriter.onFrame(method, RuntimeSymbols.DEFER));
        code.add(Code.get(RuntimeSymbols.SUSPENDED));
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

    /**
     * Our own instructions stand on a line that is no statement's, so no breakpoint stops in them. A debugger's step does,
     * once, when it enters the body and when an await suspends.
     */
    private void addLine(InsnList code) {
        if (headerLine > 0) {
            LabelNode label = new LabelNode();
            code.add(label);
            code.add(new LineNumberNode(headerLine, label));
        }
    }

    /** Two maps for one place are one too many; the user's, which comes later, says what the code behind it needs. */
    private void dropDoubleMaps() {
        AbstractInsnNode map = null;
        for (AbstractInsnNode insn : body.instructions.toArray()) {
            if (insn instanceof FrameNode) {
                if (map != null) {
                    body.instructions.remove(map);
                }
                map = insn;
            } else if (insn.getOpcode() >= 0) {
                map = null;
            }
        }
    }
}
