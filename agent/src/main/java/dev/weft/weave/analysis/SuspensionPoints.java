// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import dev.weft.weave.analysis.SuspensionPoint.DirectCall;
import java.util.ArrayList;
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
    private final ClassNode owner;
    private final MethodNode method;
    private final int locals;
    private final Set<String> ownDirect;

    private SuspensionPoints(ClassNode owner, MethodNode method, int locals, Set<String> ownDirect) {
        this.owner = owner;
        this.method = method;
        this.locals = locals;
        this.ownDirect = ownDirect;
    }

    /**
     * Analyses a method.
     *
     * @param method the method as it was compiled
     * @param body its copy, in which no object is under construction at an await
     * @param locals how many slots may live across one; what the copy has beyond them never does
     * @param direct name and descriptor of the async methods of the class that may be called directly
     * @return its suspension points, in the order of the code
     */
    public static List<SuspensionPoint> of(AsyncMethod method, MethodNode body, int locals, Set<String> direct) {
        return new SuspensionPoints(method.owner(), body, locals, direct).find();
    }

    private List<SuspensionPoint> find() {
        List<SuspensionPoint> points = new ArrayList<>();
        VerifierTypes types = new VerifierTypes(owner.name, method, insn -> insn instanceof MethodInsnNode);
        Liveness liveness = new Liveness(method);
        int line = 0;
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof LineNumberNode number) {
                line = number.line;
            } else if (Awaits.isAwait(insn)) {
                MethodInsnNode await = (MethodInsnNode) insn;
                DirectCall call = directCall(await, types);
                VerifierTypes.State state = types.before(call == null ? await : call.insn());
                if (state != null) { // else it cannot be reached
                    int operands = call == null ? 1 : call.operands().size();
                    points.add(new SuspensionPoint(
                            points.size() + 1,
                            await,
                            call,
                            line,
                            state.locals()
                                    .subList(0, Math.min(locals, state.locals().size())),
                            state.stack().subList(0, state.stack().size() - operands),
                            liveness.after(method.instructions.indexOf(await))));
                }
            }
        }
        return points;
    }

    /**
     * Decides whether a call may go to the body. In this class we know. In another one the class decides when the call is
     * linked; calls that an override could answer never qualify.
     */
    private @Nullable DirectCall directCall(MethodInsnNode await, VerifierTypes types) {
        MethodInsnNode call = Awaits.awaitedCall(await);
        VerifierTypes.State state = call == null ? null : types.before(call);
        if (call == null || state == null || !returnsTask(call)) {
            return null;
        }
        boolean own = call.owner.equals(owner.name);
        boolean proven = own && ownDirect.contains(call.name + call.desc);
        boolean asked = !own && mayBeDirect(call);
        if (!proven && !asked) {
            return null;
        }
        int count = Type.getArgumentTypes(call.desc).length + (call.getOpcode() == Opcodes.INVOKESTATIC ? 0 : 1);
        List<Object> stack = state.stack();
        return new DirectCall(call, stack.subList(stack.size() - count, stack.size()), proven);
    }

    private static boolean returnsTask(MethodInsnNode call) {
        Type result = Type.getReturnType(call.desc);
        return result.getSort() == Type.OBJECT
                && (result.getInternalName().equals(RuntimeSymbols.TASK)
                        || result.getInternalName().equals(RuntimeSymbols.COMPLETABLE_FUTURE)
                        || result.getInternalName().equals(RuntimeSymbols.COMPLETION_STAGE));
    }

    /** Interfaces have no final methods, and neither the JDK nor the runtime has async ones. */
    private static boolean mayBeDirect(MethodInsnNode call) {
        boolean fixed = call.getOpcode() == Opcodes.INVOKESTATIC || call.getOpcode() == Opcodes.INVOKEVIRTUAL;
        return fixed
                && !call.owner.startsWith("[")
                && !call.owner.startsWith("java/")
                && !RuntimeSymbols.PACKAGES.contains(call.owner.substring(0, call.owner.lastIndexOf('/') + 1));
    }
}
