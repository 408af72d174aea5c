// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import org.jspecify.annotations.Nullable;

/** Weaves one class at a time: bytes in, bytes and findings out. Does no I/O and loads no class. Any thread. */
public final class Weaver {
    private Weaver() {}

    /**
     * Whether a class file may have something to weave: its constant pool names {@code @Async} or {@code Weft}, and not
     * the mark of a woven class. A scan of the constant pool, nothing else; never throws.
     *
     * @param classFile the class file
     * @return false if {@link #weave} would leave it as it is
     */
    public static boolean mayNeedWeaving(byte[] classFile) {
        return ConstantPool.read(classFile).mentionsWeft();
    }

    /**
     * Returns the name of a class that {@linkplain #mayNeedWeaving may need weaving}, as the class file has it.
     *
     * @param classFile the class file
     * @return the name with slashes; null if {@link #weave} would leave the class as it is
     */
    public static @Nullable String nameOf(byte[] classFile) {
        ConstantPool pool = ConstantPool.read(classFile);
        return pool.mentionsWeft() ? pool.className() : null;
    }

    /**
     * Weaves a class as {@link WeaveOptions#STANDARD} says.
     *
     * @param classFile the class file
     * @return what became of it
     * @throws RuntimeException if the weaver fails, which is a bug in it; the class has to stay as it is then
     */
    public static WeaveResult weave(byte[] classFile) {
        return weave(classFile, WeaveOptions.STANDARD);
    }

    /**
     * Weaves a class. Nearly every class of a program ends at its constant pool, without loading the rest of the weaver.
     *
     * @param classFile the class file
     * @param options how to weave it
     * @return what became of it
     * @throws RuntimeException if the weaver fails, which is a bug in it; the class has to stay as it is then
     */
    public static WeaveResult weave(byte[] classFile, WeaveOptions options) {
        ConstantPool pool = ConstantPool.read(classFile);
        return pool.mentionsWeft() ? new ClassWeaver(pool, options).weave() : WeaveResult.UNTOUCHED;
    }
}
