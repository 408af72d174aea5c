// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import dev.weft.abi.Woven;
import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.ReturnKind;
import dev.weft.weave.analysis.RuntimeMember;
import dev.weft.weave.analysis.RuntimeSymbols;
import dev.weft.weave.analysis.RuntimeTypes;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What a woven class says of its bodies to those who call them: {@code @Woven(version = 2, bodies = {…}, overridable = {…})}.
 *
 * @param bodies name and descriptor of the methods whose bodies may be called directly, because nobody can override them
 * @param overridable name and descriptor of the methods that answer for objects of the class and of those subclasses that do not
 *     override them
 */
record WovenMark(Set<String> bodies, Set<String> overridable) {
    /** The mark of a class whose bodies nobody may call directly. */
    static final WovenMark WITHOUT_BODIES = new WovenMark(Set.of(), Set.of());

    /** The mark of a class with these async methods. */
    static WovenMark of(ClassNode owner, List<AsyncMethod> methods) {
        return new WovenMark(bodies(methods), overridable(owner, methods));
    }

    private static Set<String> bodies(List<AsyncMethod> methods) {
        Set<String> bodies = new LinkedHashSet<>();
        for (AsyncMethod method : methods) {
            if (method.isStaticallyBound() && method.returnKind() != ReturnKind.GENERATOR) {
                bodies.add(signature(method.method()));
            }
        }
        return bodies;
    }

    private static Set<String> overridable(ClassNode owner, List<AsyncMethod> methods) {
        Set<String> overridable = new LinkedHashSet<>();
        for (AsyncMethod method : methods) {
            if (!method.isStaticallyBound() && method.returnKind() == ReturnKind.TASK) {
                overridable.add(signature(method.method()));
            }
        }
        for (MethodNode method : owner.methods) {
            if ((method.access & Opcodes.ACC_BRIDGE) != 0) {
                addBridge(owner, method, overridable);
            }
        }
        return overridable;
    }

    /** {@code bridge>target}, for a method that javac has put there to call one with other types. */
    private static void addBridge(ClassNode owner, MethodNode bridge, Set<String> overridable) {
        for (AbstractInsnNode insn : bridge.instructions) {
            if (insn instanceof MethodInsnNode call
                    && insn.getOpcode() != Opcodes.INVOKESPECIAL
                    && call.owner.equals(owner.name)
                    && call.name.equals(bridge.name)
                    && ReturnKind.of(call.desc) == ReturnKind.TASK) {
                overridable.add(signature(bridge) + ">" + call.name + call.desc);
            }
        }
    }

    private static String signature(MethodNode method) {
        return method.name + method.desc;
    }

    /** Puts the mark on a class. */
    void put(ClassNode owner) {
        AnnotationVisitor mark = owner.visitAnnotation("L" + RuntimeTypes.WOVEN + ";", true);
        mark.visit(RuntimeSymbols.WOVEN_VERSION.name(), Woven.VERSION);
        put(mark, RuntimeSymbols.WOVEN_BODIES, bodies);
        if (!overridable.isEmpty()) {
            put(mark, RuntimeSymbols.WOVEN_OVERRIDABLE, overridable);
        }
        mark.visitEnd();
    }

    private static void put(AnnotationVisitor mark, RuntimeMember element, Collection<String> methods) {
        AnnotationVisitor array = mark.visitArray(element.name());
        for (String method : methods) {
            array.visit(null, method);
        }
        array.visitEnd();
    }
}
