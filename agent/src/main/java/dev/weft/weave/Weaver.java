// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

/** Weaves one class at a time. Any thread. */
public final class Weaver {
    /** Makes a weaver. */
    public Weaver() {}

    /** Returns the woven form of a class file. */
    public byte[] weave(byte[] classFile) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(classFile).accept(writer, 0);
        return writer.toByteArray();
    }
}
