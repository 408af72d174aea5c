// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Makes of a program what javac makes of it when {@code await} and {@code emit} are imported from {@code Blocking}: the owner of those
 * calls is all that differs, but for generators ({@link GeneratorTwin}). To compile everything twice would take the time of as many programs
 * again.
 */
final class BlockingTwin {
    static final String WEFT = "dev/weft/Weft";
    private static final String BLOCKING = "com/example/targets/Blocking";

    private BlockingTwin() {}

    static Map<String, byte[]> of(Map<String, byte[]> classes) {
        Map<String, byte[]> twins = new TreeMap<>();
        classes.forEach((name, classFile) -> twins.put(name, of(classFile)));
        return twins;
    }

    private static byte[] of(byte[] classFile) {
        ClassNode owner = new ClassNode();
        new ClassReader(classFile).accept(owner, 0);
        for (MethodNode method : List.copyOf(owner.methods)) {
            if (GeneratorTwin.isGenerator(method)) {
                owner.methods.add(GeneratorTwin.takeSteps(owner, method));
            }
        }
        owner.methods.forEach(BlockingTwin::redirect);
        ClassWriter writer = new ClassWriter(0);
        owner.accept(writer);
        return writer.toByteArray();
    }

    private static void redirect(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions) {
            if (insn.getOpcode() == Opcodes.INVOKESTATIC
                    && insn instanceof MethodInsnNode call
                    && call.owner.equals(WEFT)) {
                call.owner = BLOCKING;
            }
        }
    }
}
