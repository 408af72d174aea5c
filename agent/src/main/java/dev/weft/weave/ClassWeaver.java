// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import dev.weft.weave.MethodWeaver.WovenMethod;
import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.AsyncMethods;
import dev.weft.weave.analysis.Monitors;
import dev.weft.weave.codegen.RefusedMethod;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** The pipeline for one class: read, find and check, weave each method, put together, write. */
final class ClassWeaver {
    /** A method takes at most 255 slots (JVMS 4.3.3), and a body has two hidden parameters. */
    private static final int MOST_ARGUMENT_SLOTS = 253;

    /** Class file version 45 is Java 1, and each release has added one. */
    private static final int VERSION_OF_JAVA_0 = 44;

    private ClassWeaver() {}

    /**
     * Weaves. Methods that turn out too large are refused, and the class is woven again without them.
     *
     * @param directly whether bodies may call the bodies of this class
     */
    static WeaveResult weave(byte[] classFile, boolean directly, Set<String> tooLarge) {
        if (!Weaver.mayNeedWeaving(classFile)) {
            return WeaveResult.UNTOUCHED;
        }
        if (ConstantPool.majorVersion(classFile) > ConstantPool.NEWEST_VERSION) {
            return tooNew(classFile);
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
        List<AsyncMethod> accepted = accept(owner, methods.woven(), tooLarge, refused);
        List<Finding> findings = new ArrayList<>(refused.values());
        Set<String> direct = directly ? WovenMark.bodies(accepted) : Set.of();
        Set<String> overridable = directly ? WovenMark.overridable(owner, accepted) : Set.of();
        try {
            Map<String, byte[]> frameClasses = weaveMethods(owner, accepted, direct, findings);
            for (Map.Entry<MethodNode, Finding> method : refused.entrySet()) {
                RefusedMethod.replace(
                        method.getKey(),
                        method.getValue().line(),
                        method.getValue().message());
            }
            if (!accepted.isEmpty()) {
                WovenMark.put(owner, direct, overridable);
            }
            return new WeaveResult(Classes.write(owner), frameClasses, List.copyOf(findings));
        } catch (ClassTooLargeException e) {
            return refused(Diagnostic.CLASS_TOO_LARGE, owner);
        } catch (MethodTooLargeException e) {
            Set<String> more = MethodSize.tooLarge(owner);
            more.add(e.getMethodName() + e.getDescriptor());
            more.addAll(tooLarge);
            if (more.size() == tooLarge.size()) {
                throw e;
            }
            return weave(classFile, directly, more);
        }
    }

    private static WeaveResult tooNew(byte[] classFile) {
        String detail = "Java " + (ConstantPool.majorVersion(classFile) - VERSION_OF_JAVA_0) + ", it reads up to "
                + (ConstantPool.NEWEST_VERSION - VERSION_OF_JAVA_0);
        String name = ConstantPool.className(classFile).replace('/', '.');
        return new WeaveResult(
                null, Map.of(), List.of(new Finding(Diagnostic.CLASS_FILE_TOO_NEW, name, "", "", 0, detail)));
    }

    /** The class stays as it is. */
    private static WeaveResult refused(Diagnostic diagnostic, ClassNode owner) {
        return new WeaveResult(null, Map.of(), List.of(AsyncMethods.finding(diagnostic, owner)));
    }

    private static Map<String, byte[]> weaveMethods(
            ClassNode owner, List<AsyncMethod> methods, Set<String> direct, List<Finding> findings) {
        Map<String, byte[]> frameClasses = new LinkedHashMap<>();
        for (WovenMethod method : MethodWeaver.weave(methods, direct, AsyncMethods.lines(owner))) {
            MethodSize.check(method).ifPresent(findings::add);
            frameClasses.put(method.method().frameClass(), method.frameClass());
            owner.methods.addAll(owner.methods.indexOf(method.method().method()) + 1, method.body());
            method.makeEntry();
        }
        return frameClasses;
    }

    /** Leaves out what only a look into the code refuses. */
    private static List<AsyncMethod> accept(
            ClassNode owner, List<AsyncMethod> found, Set<String> tooLarge, Map<MethodNode, Finding> refused) {
        List<AsyncMethod> accepted = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (MethodNode method : owner.methods) {
            taken.add(method.name + method.desc);
        }
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
        if (!Collections.disjoint(method.added(), taken)) {
            return AsyncMethods.finding(Diagnostic.NAME_TAKEN, method.owner(), method.method());
        }
        if (tooLarge.contains(method.method().name + method.bodyDescriptor()) || Classes.isHopeless(method.method())) {
            return AsyncMethods.finding(Diagnostic.METHOD_TOO_LARGE, method.owner(), method.method());
        }
        if (method.argumentSlots() > MOST_ARGUMENT_SLOTS) {
            return AsyncMethods.finding(Diagnostic.TOO_MANY_PARAMETERS, method.owner(), method.method());
        }
        return awaitUnderMonitor(method);
    }

    /** An await that is written there is named before a return that awaits, as it is easier to see. */
    private static @Nullable Finding awaitUnderMonitor(AsyncMethod method) {
        int line = Monitors.lineOfAwaitUnderMonitor(method.method());
        String detail = "";
        if (line == Monitors.NONE) {
            line = MethodWeaver.lineOfReturnUnderMonitor(method);
            detail = Diagnostic.RETURN_AWAITS;
        }
        return line == Monitors.NONE
                ? null
                : AsyncMethods.finding(Diagnostic.AWAIT_IN_SYNCHRONIZED, method.owner(), method.method(), line, detail);
    }
}
