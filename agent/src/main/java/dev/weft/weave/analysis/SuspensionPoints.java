// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import dev.weft.weave.analysis.SuspensionPoint.Binding;
import dev.weft.weave.analysis.SuspensionPoint.DirectCall;
import dev.weft.weave.analysis.Variables.Variable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Finds the suspension points of a method and what each has to keep. Reads only. */
public final class SuspensionPoints {
    private static final int MOST_SLOTS_OF_HANDLE = 240;

    private final ClassNode owner;
    private final MethodNode method;
    private final int locals;
    private final Set<String> ownDirect;
    private final boolean keepsDead;

    private SuspensionPoints(ClassNode owner, MethodNode method, int locals, Set<String> ownDirect, boolean keepsDead) {
        this.owner = owner;
        this.method = method;
        this.locals = locals;
        this.ownDirect = ownDirect;
        this.keepsDead = keepsDead;
    }

    /**
     * Analyses a method.
     *
     * @param method the method as it was compiled
     * @param body its copy, in which no object is under construction at an await
     * @param locals how many slots may live across one; what the copy has beyond them never does
     * @param direct name and descriptor of the async methods of the class that may be called directly
     * @param keepsDead whether a variable in scope is kept though nothing reads it any more, for debuggers
     * @return its suspension points, in the order of the code
     */
    public static List<SuspensionPoint> of(
            AsyncMethod method, MethodNode body, int locals, Set<String> direct, boolean keepsDead) {
        return new SuspensionPoints(method.owner(), body, locals, direct, keepsDead).find();
    }

    private List<SuspensionPoint> find() {
        List<SuspensionPoint> points = new ArrayList<>();
        VerifierTypes types = VerifierTypes.atAwaits(owner.name, method);
        Flow flow = new Flow(method);
        Liveness liveness = new Liveness(method, flow);
        BitSet loops = flow.loops();
        Scopes scopes = new Scopes(method);
        int line = 0;
        for (AbstractInsnNode insn = method.instructions.getFirst(); insn != null; insn = insn.getNext()) {
            scopes.comeTo(insn);
            if (insn instanceof LineNumberNode number) {
                line = number.line;
            } else if (Awaits.suspends(insn)) {
                MethodInsnNode await = (MethodInsnNode) insn;
                DirectCall call = Awaits.isAwait(await) ? directCall(await, types) : null;
                VerifierTypes.State state = types.before(call == null ? await : call.insn());
                if (state != null) { // else it cannot be reached
                    int index = method.instructions.indexOf(await);
                    int operands = call == null ? 1 : call.operands().size();
                    List<Variable> variables = scopes.variables();
                    points.add(new SuspensionPoint(
                            points.size() + 1,
                            await,
                            call,
                            line,
                            state.locals()
                                    .subList(0, Math.min(locals, state.locals().size())),
                            state.stack().subList(0, state.stack().size() - operands),
                            variables,
                            kept(liveness.after(index), variables),
                            loops.get(index),
                            scopes.isInTry()));
                }
            }
        }
        return points;
    }

    private BitSet kept(BitSet live, List<Variable> variables) {
        if (keepsDead) {
            for (Variable each : variables) {
                live.set(each.local());
            }
        }
        return live;
    }

    /** Decides whether a call may go to a body, and who is to say to which. */
    private @Nullable DirectCall directCall(MethodInsnNode await, VerifierTypes types) {
        MethodInsnNode call = Awaits.awaitedCall(await);
        VerifierTypes.State state = call == null ? null : types.before(call);
        if (call == null || state == null) {
            return null;
        }
        Binding binding = binding(call);
        if (binding == null) {
            return null;
        }
        int count = Type.getArgumentTypes(call.desc).length + (call.getOpcode() == Opcodes.INVOKESTATIC ? 0 : 1);
        List<Object> stack = state.stack();
        return new DirectCall(call, stack.subList(stack.size() - count, stack.size()), binding);
    }

    private @Nullable Binding binding(MethodInsnNode call) {
        ReturnKind kind = ReturnKind.of(call.desc);
        if (kind == null || kind == ReturnKind.GENERATOR) {
            return null;
        }
        boolean own = call.owner.equals(owner.name);
        if (own && ownDirect.contains(call.name + call.desc)) {
            return Binding.PROVEN;
        }
        if (!mayHaveAsyncMethods(call.owner)) {
            return null;
        }
        int opcode = call.getOpcode();
        boolean mayBeOverridden = opcode == Opcodes.INVOKEVIRTUAL || opcode == Opcodes.INVOKEINTERFACE;
        if (mayBeOverridden && kind == ReturnKind.TASK && fitsIntoHandle(call)) {
            return Binding.DISPATCHED;
        }
        boolean fixed = opcode == Opcodes.INVOKESTATIC || opcode == Opcodes.INVOKEVIRTUAL;
        return fixed && !own ? Binding.ASKED : null;
    }

    /** Neither arrays nor the JDK nor the runtime have async methods. */
    private static boolean mayHaveAsyncMethods(String owner) {
        return !owner.startsWith("[")
                && !owner.startsWith("java/")
                && !RuntimeTypes.PACKAGES.contains(owner.substring(0, owner.lastIndexOf('/') + 1));
    }

    /** A method handle takes at most 255 slots, itself among them, and a call site needs some more, also for its padding. */
    private static boolean fitsIntoHandle(MethodInsnNode call) {
        return Type.getArgumentsAndReturnSizes(call.desc) >> 2 <= MOST_SLOTS_OF_HANDLE;
    }
}
