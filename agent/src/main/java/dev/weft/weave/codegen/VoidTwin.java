// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.FrameLayout;
import dev.weft.weave.analysis.ReturnKind;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodNode;

/**
 * The method that JUnit calls in place of one that returns a task or stage: {@code void foo(A a…) { new FrameClass(this, a…).runByTest();
 * }}. Same name and parameters, which the JVM allows where the results differ, and all annotations of the other. JUnit passes over that
 * where it looks through a class, for it becomes synthetic; and where it is asked for a method by name and parameters, it takes the first by
 * what {@code Method.toString} says, where {@code protected} comes before {@code public}. A private method is no test, and stays.
 */
public final class VoidTwin {
    private VoidTwin() {}

    /**
     * Makes the twin, and takes its annotations from the method.
     *
     * @param method a method that returns something
     * @param layout the fields of its frame
     * @param line the line of the code, 0 if unknown
     * @return the twin
     */
    public static MethodNode take(AsyncMethod method, FrameLayout layout, int line) {
        MethodNode original = method.method();
        MethodNode twin = new MethodNode(
                Opcodes.ASM9,
                method.inInterface() ? original.access : with(original.access, Opcodes.ACC_PROTECTED),
                original.name,
                method.twinDescriptor(),
                signature(original.signature),
                original.exceptions.toArray(new String[0]));
        twin.parameters = original.parameters;
        moveAnnotations(original, twin);
        InsnList code = new InsnList();
        EntryWriter.writeEntry(method, layout, line, ReturnKind.NOTHING, code);
        twin.instructions = code;
        original.access = with(original.access, Opcodes.ACC_PUBLIC) | Opcodes.ACC_SYNTHETIC;
        return twin;
    }

    private static int with(int access, int visibility) {
        return (access & ~(Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) | visibility;
    }

    private static @Nullable String signature(@Nullable String original) {
        return original == null ? null : original.substring(0, original.lastIndexOf(')') + 1) + 'V';
    }

    private static void moveAnnotations(MethodNode from, MethodNode to) {
        to.visibleAnnotations = from.visibleAnnotations;
        to.invisibleAnnotations = from.invisibleAnnotations;
        to.visibleParameterAnnotations = from.visibleParameterAnnotations;
        to.invisibleParameterAnnotations = from.invisibleParameterAnnotations;
        to.visibleAnnotableParameterCount = from.visibleAnnotableParameterCount;
        to.invisibleAnnotableParameterCount = from.invisibleAnnotableParameterCount;
        from.visibleAnnotations = null;
        from.invisibleAnnotations = null;
        from.visibleParameterAnnotations = null;
        from.invisibleParameterAnnotations = null;
    }
}
