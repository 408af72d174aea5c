// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.FrameLayout.Blank;
import dev.weft.weave.analysis.FrameLayout.PointLayout;
import dev.weft.weave.analysis.FrameLayout.Slot;
import dev.weft.weave.analysis.RuntimeSymbols;
import dev.weft.weave.analysis.SuspensionPoint;
import dev.weft.weave.analysis.SuspensionPoint.DirectCall;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The code of one suspension point. In line, where the call of await was, so that exactly the user's handlers cover it:
 *
 * <pre>
 *         Object result = …;                     // the call: CallWriter
 *         if (result != SUSPENDED) goto join;
 *         goto spill;
 * resume: result = co.resumed();                 // or throws what the awaited operation threw
 * join:   …                                      // the user's code, with the result on the stack
 * </pre>
 *
 * <p>Behind the user's code, covered by no handler:
 *
 * <pre>
 * spill:   frame = FrameClass.spill(stack…, locals…, this, frame);
 *          co.suspend(frame, state);
 *          return SUSPENDED;
 * restore: locals… = ((FrameClass) frame).l0…; stack… = …;
 *          Linkage.firstResume();                // if resume is in a loop: nothing, see there
 *          goto resume;
 * </pre>
 *
 * <p>An emit has no result and does not suspend the coroutine, but returns; and its code goes on when the next element is asked for:
 *
 * <pre>
 *         GeneratorFrame.emit(element, frame);   // in line
 *         goto spill;
 * resume: GeneratorFrame.goOn(frame);            // or throws, if the generator is being closed
 *         …
 * spill:  return GeneratorFrame.emitted(FrameClass.spill(stack…, locals…, this, frame), state);
 * </pre>
 *
 * <p>The close of a generator is an await of {@code co.close(generator)}, without a result.
 */
final class PointWriter {
    private static final Handle FIRST_RESUME = Code.bootstrap(RuntimeSymbols.FIRST_RESUME);

    private final AsyncMethod method;
    private final StackMaps maps;
    private final SuspensionPoint point;
    private final PointLayout layout;
    private final CallWriter calls;

    /** The first local that neither the user's code nor the hidden parameters use: it holds the typed frame. */
    private final int temporary;

    private final LabelNode spill = new LabelNode();
    private final LabelNode restore = new LabelNode();
    private final LabelNode resume = new LabelNode();
    private final LabelNode join = new LabelNode();

    PointWriter(
            AsyncMethod method,
            StackMaps maps,
            SuspensionPoint point,
            PointLayout layout,
            CallWriter calls,
            int temporary) {
        this.method = method;
        this.maps = maps;
        this.point = point;
        this.layout = layout;
        this.calls = calls;
        this.temporary = temporary;
    }

    /** Where the dispatch goes for this point. */
    LabelNode restoreLabel() {
        return restore;
    }

    /** Replaces the call of await, and the call in front of it where that goes to the body. */
    void writeInline(InsnList body) {
        InsnList code = new InsnList();
        AbstractInsnNode replaced = point.await();
        DirectCall call = point.call();
        if (point.emits()) {
            emit(code);
            body.insert(replaced, code);
            body.remove(replaced);
            return;
        }
        if (call == null) {
            calls.awaitTopOfStack(code);
        } else {
            replaced = call.insn();
            calls.call(code, call, takeLineOfAwait(body, call));
            body.remove(point.await());
        }
        branch(code);
        if (point.closes()) {
            code.add(Code.op(Opcodes.POP)); // no result
        }
        body.insert(replaced, code);
        body.remove(replaced);
    }

    /** {@code GeneratorFrame.emit(element, frame); goto spill; resume: GeneratorFrame.goOn(frame);}, with the element on the stack. */
    private void emit(InsnList code) {
        code.add(Code.load(maps.frame()));
        code.add(Code.call(RuntimeSymbols.TAKE_ELEMENT)); // stack…
        code.add(new JumpInsnNode(Opcodes.GOTO, spill));
        code.add(resume);
        code.add(maps.at(point)); // stack…
        code.add(Code.load(maps.frame()));
        code.add(Code.call(RuntimeSymbols.GO_ON));
    }

    /**
     * {@code if (result != SUSPENDED) goto join; goto spill; resume: result = co.resumed(); join:}. The values of the stack lie below the
     * result all the time. The code of the spill is not in line, so that the user's code stays together.
     */
    private void branch(InsnList code) {
        code.add(Code.op(Opcodes.DUP));
        code.add(Code.get(RuntimeSymbols.SUSPENDED)); // stack…, result, result, SUSPENDED
        code.add(new JumpInsnNode(Opcodes.IF_ACMPNE, join));
        code.add(new JumpInsnNode(Opcodes.GOTO, spill));
        code.add(resume);
        code.add(maps.at(point)); // stack…
        code.add(Code.load(maps.coroutine()));
        code.add(Code.call(RuntimeSymbols.RESUMED));
        code.add(join);
        code.add(maps.at(point, "java/lang/Object")); // stack…, result
    }

    /**
     * Removes the line that begins between the call and its await, if one does: the call itself will stand on it, as the
     * frame will. Nothing else moves, so that each line is entered as often as in the user's code.
     */
    private boolean takeLineOfAwait(InsnList body, DirectCall call) {
        boolean found = false;
        AbstractInsnNode insn = call.insn().getNext();
        while (insn != point.await()) {
            AbstractInsnNode next = insn.getNext();
            if (insn instanceof LineNumberNode) {
                body.remove(insn);
                found = true;
            }
            insn = next;
        }
        return found;
    }

    /** Writes what happens when the body has counted a block of calls here. */
    void writeBlockOver(InsnList code) {
        calls.writeBlockOver(code);
    }

    /**
     * {@code spill: co.suspend(FrameClass.spill(stack…, locals…, this, frame), state); return SUSPENDED;}. This is where a value leaves a
     * local for the frame.
     */
    void writeSpill(InsnList code) {
        code.add(spill);
        if (point.emits()) {
            code.add(maps.at(point)); // stack…
            spillValues(code);
            code.add(Code.number(point.state())); // frame, state
            code.add(Code.call(point.inTry() ? RuntimeSymbols.EMITTED_IN_TRY : RuntimeSymbols.EMITTED));
            calls.leave(code);
            code.add(Code.op(Opcodes.ARETURN));
            return;
        }
        code.add(maps.at(point, "java/lang/Object")); // stack…, SUSPENDED
        code.add(Code.op(Opcodes.POP)); // stack…
        spillValues(code);
        code.add(Code.load(maps.coroutine())); // frame, co
        code.add(Code.op(Opcodes.SWAP));
        code.add(Code.number(point.state())); // co, frame, state
        code.add(Code.call(RuntimeSymbols.SUSPEND));
        code.add(Code.get(RuntimeSymbols.SUSPENDED));
        code.add(Code.op(Opcodes.ARETURN));
    }

    private void spillValues(InsnList code) {
        if (SpillCall.takesAll(layout)) {
            spillByCall(code, layout.locals());
        } else {
            spillOneByOne(code);
        }
    }

    /** {@code FrameClass.spill(stack…, locals…, this, frame)}, pushed. The values of the stack are in place already. */
    private void spillByCall(InsnList code, List<Slot> locals) {
        for (Slot slot : locals) {
            code.add(new VarInsnNode(slot.kind().load(), maps.shift(slot.local())));
        }
        if (!method.isStatic()) {
            code.add(Code.load(0));
        }
        code.add(Code.load(maps.frame())); // stack…, locals…, this, frame
        String descriptor = SpillCall.descriptor(method, SpillCall.passed(layout));
        code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, method.frameClass(), SpillCall.NAME, descriptor, false));
    }

    /**
     * {@code f = FrameClass.spill(this, frame); ((FrameClass) f).l0 = …; … f}, pushed, for the rare point with more values than a call can
     * take. The values of the stack go through locals, the topmost first, because {@code f} has to
     * lie below each value that is stored in it.
     */
    private void spillOneByOne(InsnList code) {
        int next = temporary + 1;
        List<Slot> values = new ArrayList<>(layout.locals());
        List<Integer> from = new ArrayList<>();
        for (Slot slot : layout.locals()) {
            from.add(maps.shift(slot.local()));
        }
        for (int i = layout.stack().size() - 1; i >= 0; i--) {
            Slot slot = layout.stack().get(i);
            code.add(new VarInsnNode(slot.kind().store(), next));
            values.add(slot);
            from.add(next);
            next += slot.kind().size();
        }
        spillByCall(code, List.of());
        code.add(new VarInsnNode(Opcodes.ASTORE, temporary));
        for (int i = 0; i < values.size(); i++) {
            Slot slot = values.get(i);
            loadFrame(code, temporary);
            code.add(new VarInsnNode(slot.kind().load(), from.get(i))); // f, value
            code.add(field(Opcodes.PUTFIELD, slot));
        }
        code.add(Code.load(temporary));
    }

    /** {@code (FrameClass) local}, pushed. */
    private void loadFrame(InsnList code, int local) {
        code.add(Code.load(local));
        code.add(new TypeInsnNode(Opcodes.CHECKCAST, method.frameClass()));
    }

    /**
     * {@code restore: f = (FrameClass) frame; local = f.l0; … blank = 0; … push f.l1; … goto resume;}. This is where a value comes back
     * from the frame into its local.
     */
    void writeRestore(InsnList code, List<Object> initialLocals) {
        code.add(restore);
        code.add(maps.map(initialLocals, List.of()));
        if (!layout.spilled().isEmpty()) {
            loadFrame(code, maps.frame());
            code.add(new VarInsnNode(Opcodes.ASTORE, temporary));
        }
        for (Slot slot : layout.locals()) {
            restore(code, slot);
            code.add(new VarInsnNode(slot.kind().store(), maps.shift(slot.local())));
        }
        for (Blank blank : layout.blank()) {
            code.add(Code.zero(blank.kind()));
            code.add(new VarInsnNode(blank.kind().store(), maps.shift(blank.local())));
        }
        for (Slot slot : layout.stack()) {
            restore(code, slot); // stack… up to this value
        }
        if (point.inLoop()) {
            code.add(new InvokeDynamicInsnNode(FIRST_RESUME.getName(), "()V", FIRST_RESUME));
        }
        code.add(new JumpInsnNode(Opcodes.GOTO, resume));
    }

    /** {@code (X) f.l0}, pushed. A value that is null for sure is not read from its field. */
    private void restore(InsnList code, Slot slot) {
        if (slot.type().equals(Opcodes.NULL)) {
            code.add(Code.op(Opcodes.ACONST_NULL));
            return;
        }
        code.add(Code.load(temporary));
        code.add(field(Opcodes.GETFIELD, slot));
        if (slot.needsCast()) {
            code.add(Code.cast(slot));
        }
    }

    private FieldInsnNode field(int opcode, Slot slot) {
        return new FieldInsnNode(
                opcode, method.frameClass(), slot.field().name(), slot.field().descriptor());
    }
}
