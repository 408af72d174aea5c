// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import dev.weft.abi.Woven;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import dev.weft.diagnostic.GeneratorDetails;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Which methods of a class are woven, and which cannot be.
 *
 * @param woven the methods to weave, in the order of the class file
 * @param refused the others that await or are marked, with the reason
 */
public record AsyncMethods(List<AsyncMethod> woven, Map<MethodNode, Finding> refused) {
    /** Since Java 25 (JLS 12.1.4) a program can start with either. */
    private static final Set<String> MAIN = Set.of("([Ljava/lang/String;)V", "()V");

    /**
     * Finds and checks.
     *
     * @param owner a class
     * @return its methods
     */
    public static AsyncMethods find(ClassNode owner) {
        List<AsyncMethod> woven = new ArrayList<>();
        Map<MethodNode, Finding> refused = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        for (MethodNode method : owner.methods) {
            boolean marked = TestMethods.isMarked(method);
            Diagnostic reference = reference(method);
            boolean concernsUs = marked
                    || Awaits.awaits(method)
                    || Awaits.emits(method)
                    || reference != null
                    || isClosingLambda(method);
            if (!concernsUs || (method.access & Opcodes.ACC_BRIDGE) != 0) { // a bridge calls what it bridges to
                continue;
            }
            Diagnostic refusal = refusal(method, marked, reference);
            if (refusal == null) {
                woven.add(new AsyncMethod(owner, method, frameClass(owner, method, names)));
            } else {
                refused.put(
                        method,
                        Findings.of(
                                refusal, owner, method, Lines.ofFirstAwait(method), detail(refusal, method, marked)));
            }
        }
        return new AsyncMethods(woven, refused);
    }

    /**
     * Returns whether there is nothing to do.
     *
     * @return true if the class has no method that awaits or is marked
     */
    public boolean isEmpty() {
        return woven.isEmpty() && refused.isEmpty();
    }

    /** A lambda that closes a generator is async if it returns what async methods return; any other closes as plain code does. */
    private static boolean isClosingLambda(MethodNode method) {
        return isLambda(method) && ReturnKind.of(method.desc) != null && Awaits.closes(method);
    }

    private static @Nullable Diagnostic reference(MethodNode method) {
        for (AbstractInsnNode insn = method.instructions.getFirst(); insn != null; insn = insn.getNext()) {
            if (Awaits.isAwaitReference(insn)) {
                return Diagnostic.AWAIT_METHOD_REFERENCE;
            }
            if (Awaits.isEmitReference(insn)) {
                return Diagnostic.EMIT_METHOD_REFERENCE;
            }
        }
        return null;
    }

    /** The reason why a method cannot be woven; null if it can. */
    private static @Nullable Diagnostic refusal(MethodNode method, boolean marked, @Nullable Diagnostic reference) {
        if (reference != null) {
            return reference;
        }
        if (Awaits.emits(method) && !isGenerator(method, marked)) {
            return Diagnostic.EMIT_OUTSIDE_GENERATOR;
        }
        if (method.name.equals("<init>")) {
            return Diagnostic.AWAIT_IN_CONSTRUCTOR;
        }
        if (method.name.equals("<clinit>")) {
            return Diagnostic.AWAIT_IN_STATIC_INITIALIZER;
        }
        if (!marked && !isLambda(method)) {
            return Diagnostic.AWAIT_OUTSIDE_ASYNC;
        }
        if (ReturnKind.of(method) == null) {
            return marked ? Diagnostic.ASYNC_RETURN_TYPE : Diagnostic.AWAIT_IN_NON_ASYNC_LAMBDA;
        }
        if ((method.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) {
            return Diagnostic.ASYNC_ON_ABSTRACT_OR_NATIVE;
        }
        return (method.access & Opcodes.ACC_SYNCHRONIZED) != 0 ? Diagnostic.ASYNC_SYNCHRONIZED_METHOD : null;
    }

    private static boolean isGenerator(MethodNode method, boolean marked) {
        return (marked || isLambda(method)) && ReturnKind.of(method.desc) == ReturnKind.GENERATOR;
    }

    private static String detail(Diagnostic refusal, MethodNode method, boolean marked) {
        if (refusal == Diagnostic.EMIT_OUTSIDE_GENERATOR && !marked && isGenerator(method, true)) {
            return GeneratorDetails.NOT_MARKED;
        }
        if (refusal != Diagnostic.AWAIT_OUTSIDE_ASYNC) {
            boolean isTest = refusal == Diagnostic.ASYNC_RETURN_TYPE && TestMethods.isPrivateVoidTest(method);
            return isTest ? Diagnostic.PRIVATE_TEST : "";
        }
        boolean isMain = method.name.equals("main") && MAIN.contains(method.desc);
        return isMain ? Diagnostic.IN_MAIN : TestMethods.isTest(method) ? Diagnostic.IN_TEST : "";
    }

    /** The method that javac, or ecj, makes of the body of a lambda: an annotation cannot be put on it. */
    private static boolean isLambda(MethodNode method) {
        return (method.access & Opcodes.ACC_SYNTHETIC) != 0 && method.name.startsWith("lambda$");
    }

    private static String frameClass(ClassNode owner, MethodNode method, Set<String> taken) {
        String base = owner.name + Woven.MARK + "$" + method.name;
        String name = base;
        for (int overload = 2; !taken.add(name); overload++) {
            name = base + "$" + overload;
        }
        return name;
    }
}
