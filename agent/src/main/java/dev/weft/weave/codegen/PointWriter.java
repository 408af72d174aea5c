// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.FrameLayout;
import dev.weft.weave.analysis.FrameLayout.Blank;
import dev.weft.weave.analysis.FrameLayout.Kind;
import dev.weft.weave.analysis.FrameLayout.PointLayout;
import dev.weft.weave.analysis.FrameLayout.Slot;
import dev.weft.weave.analysis.RuntimeSymbols;
import dev.weft.weave.analysis.RuntimeTypes;
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
 *         Object result = …;                     // the call, see below
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
 */
final class PointWriter {
    private static final String SPILL = "spill";

    private static final Handle FIRST_RESUME = Code.bootstrap(RuntimeSymbols.FIRST_RESUME);

    /** A method takes at most 255 slots (JVMS 4.3.3); two are for {@code this} and the frame. */
    private static final int MOST_SPILLED_BY_CALL = 250;

    private final AsyncMethod method;
    private final StackMaps maps;
    private final SuspensionPoint point;
    private final PointLayout layout;
    private final int temporary;
    private final LabelNode spill = new LabelNode();
    private final LabelNode restore = new LabelNode();
    private final LabelNode resume = new LabelNode();
    private final LabelNode join = new LabelNode();

    PointWriter(AsyncMethod method, StackMaps maps, SuspensionPoint point, PointLayout layout, int temporary) {
        this.method = method;
        this.maps = maps;
        this.point = point;
        this.layout = layout;
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
        CallWriter writer = new CallWriter(maps, point);
        if (call == null) {
            writer.awaitTopOfStack(code);
        } else {
            replaced = call.insn();
            writer.call(code, call, takeLineOfAwait(body, call));
            body.remove(point.await());
        }
        code.add(Code.op(Opcodes.DUP));
        code.add(Code.get(RuntimeSymbols.SUSPENDED));
        code.add(new JumpInsnNode(Opcodes.IF_ACMPNE, join));
        code.add(new JumpInsnNode(Opcodes.GOTO, spill));
        code.add(resume);
        code.add(maps.at(point));
        code.add(Code.load(maps.coroutine()));
        code.add(Code.call(RuntimeSymbols.RESUMED));
        code.add(join);
        code.add(maps.at(point, "java/lang/Object"));
        body.insert(replaced, code);
        body.remove(replaced);
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

    /** Writes the spill. This is where a value leaves a local for the frame. */
    void writeSpill(InsnList code) {
        code.add(spill);
        code.add(maps.at(point, "java/lang/Object"));
        code.add(Code.op(Opcodes.POP)); // the marker
        if (isSpilledByCall(layout)) {
            spillByCall(code, layout.locals(), spillDescriptor(method, layout.spilled()));
        } else {
            spillOneByOne(code);
        }
        code.add(Code.load(maps.coroutine()));
        code.add(Code.op(Opcodes.SWAP));
        code.add(Code.number(point.state()));
        code.add(Code.call(RuntimeSymbols.SUSPEND));
        code.add(Code.get(RuntimeSymbols.SUSPENDED));
        code.add(Code.op(Opcodes.ARETURN));
    }

    /** The values of the stack are in place already: the locals follow them, then {@code this} and the frame. */
    private void spillByCall(InsnList code, List<Slot> locals, String descriptor) {
        for (Slot slot : locals) {
            code.add(new VarInsnNode(slot.kind().load(), maps.shift(slot.local())));
        }
        if (!method.isStatic()) {
            code.add(Code.load(0));
        }
        code.add(Code.load(maps.frame()));
        code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, method.frameClass(), SPILL, descriptor, false));
    }

    /** For the rare point with more values than a call can take: the stack goes through locals. */
    private void spillOneByOne(InsnList code) {
        int next = temporary + 1;
        List<Slot> sources = new ArrayList<>(layout.locals());
        List<Integer> from = new ArrayList<>();
        for (Slot slot : layout.locals()) {
            from.add(maps.shift(slot.local()));
        }
        for (int i = layout.stack().size() - 1; i >= 0; i--) {
            Slot slot = layout.stack().get(i);
            code.add(new VarInsnNode(slot.kind().store(), next));
            sources.add(slot);
            from.add(next);
            next += slot.kind().size();
        }
        spillByCall(code, List.of(), spillDescriptor(method, List.of()));
        code.add(new VarInsnNode(Opcodes.ASTORE, temporary));
        for (int i = 0; i < sources.size(); i++) {
            Slot slot = sources.get(i);
            loadTypedFrame(code);
            code.add(new VarInsnNode(slot.kind().load(), from.get(i)));
            code.add(field(Opcodes.PUTFIELD, slot));
        }
        code.add(Code.load(temporary));
    }

    private void loadTypedFrame(InsnList code) {
        code.add(Code.load(temporary));
        code.add(new TypeInsnNode(Opcodes.CHECKCAST, method.frameClass()));
    }

    /** Writes the restore. This is where a value comes back from the frame into its local. */
    void writeRestore(InsnList code, List<Object> initialLocals) {
        code.add(restore);
        code.add(maps.map(initialLocals, List.of()));
        if (!layout.spilled().isEmpty()) {
            code.add(Code.load(maps.frame()));
            code.add(new TypeInsnNode(Opcodes.CHECKCAST, method.frameClass()));
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
            restore(code, slot);
        }
        if (point.inLoop()) {
            code.add(new InvokeDynamicInsnNode(FIRST_RESUME.getName(), "()V", FIRST_RESUME));
        }
        code.add(new JumpInsnNode(Opcodes.GOTO, resume));
    }

    private void restore(InsnList code, Slot slot) {
        if (slot.type().equals(Opcodes.NULL)) {
            code.add(Code.op(Opcodes.ACONST_NULL));
            return;
        }
        code.add(Code.load(temporary));
        code.add(field(Opcodes.GETFIELD, slot));
        cast(code, slot);
    }

    /** The verifier knows a field of type Object; the code that follows needs what the local was. */
    static void cast(InsnList code, Slot slot) {
        boolean known = slot.field().descriptor().equals(Kind.REFERENCE.descriptor());
        if (slot.kind() == Kind.REFERENCE && known && !slot.type().equals("java/lang/Object")) {
            code.add(new TypeInsnNode(Opcodes.CHECKCAST, (String) slot.type()));
        }
    }

    private FieldInsnNode field(int opcode, Slot slot) {
        return new FieldInsnNode(
                opcode, method.frameClass(), slot.field().name(), slot.field().descriptor());
    }

    private static boolean isSpilledByCall(PointLayout layout) {
        return FrameLayout.size(layout.spilled()) <= MOST_SPILLED_BY_CALL;
    }

    /** What the spill method that a point calls is given. */
    static List<Slot> passed(PointLayout layout) {
        return isSpilledByCall(layout) ? layout.spilled() : List.of();
    }

    /** {@code Frame spill(Object, int, …, C self, Frame)}: the types of the fields, in the order of the values. */
    static String spillDescriptor(AsyncMethod method, List<Slot> spilled) {
        StringBuilder descriptor = new StringBuilder("(");
        for (Slot slot : spilled) {
            descriptor.append(slot.field().descriptor());
        }
        if (!method.isStatic()) {
            descriptor.append('L').append(method.owner().name).append(';');
        }
        return descriptor
                .append('L')
                .append(RuntimeTypes.FRAME)
                .append(";)L")
                .append(RuntimeTypes.FRAME)
                .append(';')
                .toString();
    }
}
