// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import dev.weft.proof.generated.Check.Weaving;
import dev.weft.weave.WeaveResult;
import dev.weft.weave.Weaver;
import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A weaver with an artificial bug: frames of one kind lose the int values that are spilled. */
final class BrokenWeaver implements Weaving {
    private final String superclass;

    /** The frame classes with the bug extend the one of this internal name. */
    BrokenWeaver(String superclass) {
        this.superclass = superclass;
    }

    @Override
    public WeaveResult weave(byte[] classFile) {
        WeaveResult result = Weaver.weave(classFile);
        Map<String, byte[]> frames = new LinkedHashMap<>();
        result.frameClasses().forEach((name, frame) -> {
            boolean isBroken = new ClassReader(frame).getSuperName().equals(superclass);
            frames.put(name, isBroken ? losingInts(frame) : frame);
        });
        return new WeaveResult(result.classFile(), frames, result.findings());
    }

    private static byte[] losingInts(byte[] frame) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(frame)
                .accept(
                        new ClassVisitor(Opcodes.ASM9, writer) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                MethodVisitor method =
                                        super.visitMethod(access, name, descriptor, signature, exceptions);
                                return name.equals("spill") ? new LosingInts(method) : method;
                            }
                        },
                        0);
        return writer.toByteArray();
    }

    private static final class LosingInts extends MethodVisitor {
        LosingInts(MethodVisitor method) {
            super(Opcodes.ASM9, method);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            if (opcode == Opcodes.PUTFIELD && descriptor.equals("I")) {
                super.visitInsn(Opcodes.POP2); // the frame and the value
            } else {
                super.visitFieldInsn(opcode, owner, name, descriptor);
            }
        }
    }
}
