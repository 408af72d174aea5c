// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.AsyncMethods;
import dev.weft.weave.analysis.Monitors;
import dev.weft.weave.analysis.RuntimeSymbols;
import dev.weft.weave.codegen.MethodWeaver;
import dev.weft.weave.codegen.MethodWeaver.WovenMethod;
import dev.weft.weave.codegen.RefusedMethod;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** The pipeline for one class: read, find and check, weave each method, put together, write. */
final class ClassWeaver {
    /** A method takes at most 255 slots (JVMS 4.3.3), and a body has two hidden parameters. */
    private static final int MOST_ARGUMENT_SLOTS = 253;

    private ClassWeaver() {}

    /**
     * Weaves. A method that turns out too large is refused, and the class woven again without it.
     *
     * @param directly whether bodies may call the bodies of this class
     */
    static WeaveResult weave(byte[] classFile, boolean directly, Set<String> tooLarge) {
        if (!Weaver.mayNeedWeaving(classFile)) {
            return WeaveResult.UNTOUCHED;
        }
        ClassNode owner = new ClassNode();
        if (!Classes.read(classFile, owner)) {
            return refused(Diagnostic.CLASS_FILE_UNREADABLE, owner);
        }
        AsyncMethods methods = AsyncMethods.find(owner);
        if (methods.woven().isEmpty() && methods.refused().isEmpty()) {
            return WeaveResult.UNTOUCHED;
        }
        if ((owner.version & 0xFFFF) < Opcodes.V1_7) {
            return refused(Diagnostic.CLASS_FILE_TOO_OLD, owner);
        }
        if (Classes.hasLongNames(owner)) {
            return refused(Diagnostic.CLASS_TOO_LARGE, owner);
        }
        Map<MethodNode, Finding> refused = new LinkedHashMap<>(methods.refused());
        List<AsyncMethod> accepted = accept(methods.woven(), tooLarge, refused);
        List<Finding> findings = new ArrayList<>(refused.values());
        List<AsyncMethod> callees = directly ? accepted : List.of();
        try {
            Map<String, byte[]> frameClasses = weaveMethods(owner, accepted, callees, findings);
            refused.forEach((method, finding) -> RefusedMethod.replace(method, finding.line(), finding.message()));
            if (!accepted.isEmpty()) {
                mark(owner, callees);
            }
            return new WeaveResult(Classes.write(owner), frameClasses, List.copyOf(findings));
        } catch (ClassTooLargeException e) {
            return refused(Diagnostic.CLASS_TOO_LARGE, owner);
        } catch (MethodTooLargeException e) {
            Set<String> more = new HashSet<>(tooLarge);
            if (!more.add(e.getMethodName() + e.getDescriptor())) {
                throw e;
            }
            return weave(classFile, directly, more);
        }
    }

    /** The class stays as it is. */
    private static WeaveResult refused(Diagnostic diagnostic, ClassNode owner) {
        return new WeaveResult(null, Map.of(), List.of(AsyncMethods.finding(diagnostic, owner)));
    }

    private static Map<String, byte[]> weaveMethods(
            ClassNode owner, List<AsyncMethod> methods, List<AsyncMethod> callees, List<Finding> findings) {
        Map<String, byte[]> frameClasses = new LinkedHashMap<>();
        List<WovenMethod> woven = new ArrayList<>();
        BitSet lines = AsyncMethods.lines(owner);
        methods.forEach(method -> woven.add(MethodWeaver.weave(method, callees, lines)));
        for (WovenMethod method : woven) {
            MethodSize.check(method).ifPresent(findings::add);
            frameClasses.put(method.method().frameClass(), method.frameClass());
            owner.methods.addAll(owner.methods.indexOf(method.method().method()) + 1, method.body());
            method.makeEntry();
        }
        return frameClasses;
    }

    /** Leaves out what only a look into the code refuses. */
    private static List<AsyncMethod> accept(
            List<AsyncMethod> found, Set<String> tooLarge, Map<MethodNode, Finding> refused) {
        List<AsyncMethod> accepted = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (AsyncMethod method : found) {
            Finding finding = refusal(method, tooLarge, taken);
            if (finding == null) {
                accepted.add(method);
                taken.addAll(method.added());
            } else {
                refused.put(method.method(), finding);
            }
        }
        return accepted;
    }

    /** A method is too large when that was found as it was written. */
    private static @Nullable Finding refusal(AsyncMethod method, Set<String> tooLarge, Set<String> taken) {
        if (method.added().stream().anyMatch(added -> taken.contains(added) || isThere(method.owner(), added))) {
            return AsyncMethods.finding(Diagnostic.NAME_TAKEN, method.owner(), method.method());
        }
        if (tooLarge.contains(method.method().name + method.bodyDescriptor()) || Classes.isHopeless(method.method())) {
            return AsyncMethods.finding(Diagnostic.METHOD_TOO_LARGE, method.owner(), method.method());
        }
        if (method.argumentSlots() > MOST_ARGUMENT_SLOTS) {
            return AsyncMethods.finding(Diagnostic.TOO_MANY_PARAMETERS, method.owner(), method.method());
        }
        int line = MethodWeaver.lineOfAwaitUnderMonitor(method);
        return line == Monitors.NONE
                ? null
                : AsyncMethods.finding(Diagnostic.AWAIT_IN_SYNCHRONIZED_BLOCK, method.owner(), method.method(), line);
    }

    private static boolean isThere(ClassNode owner, String method) {
        return owner.methods.stream().anyMatch(other -> method.equals(other.name + other.desc));
    }

    /** {@code @Woven(version = 1, bodies = {…})}. */
    private static void mark(ClassNode owner, List<AsyncMethod> callees) {
        AnnotationVisitor mark = owner.visitAnnotation(RuntimeSymbols.WOVEN, true);
        mark.visit("version", RuntimeSymbols.VERSION);
        AnnotationVisitor bodies = mark.visitArray("bodies");
        for (AsyncMethod method : callees) {
            if (method.isStaticallyBound()) {
                bodies.visit(null, method.method().name + method.method().desc);
            }
        }
        bodies.visitEnd();
        mark.visitEnd();
    }
}
