// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InnerClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Reads and writes class files, and knows what they cannot hold. */
final class Classes {
    /** A constant takes 65,535 bytes (JVMS 4.4.7), and a character three; the weaver joins three names and some of its own. */
    private static final int LONGEST_NAMES = 15_000;

    /**
     * How many bytes and steps ASM may take to lengthen jumps: enough for a method of 64 KiB with a thousand locals. Its own
     * limit is met by some hundred locals.
     */
    private static final int MOST_WORK = 1 << 30;

    /** The half of a class file version that counts releases. */
    private static final int MAJOR = 0xFFFF;

    /** What ASM counts for one local at one instruction. */
    private static final long STEPS_PER_VALUE = 50;

    private Classes() {}

    /**
     * Reads the rest of a class file, but for what nobody knows the meaning of and what cannot be written again.
     *
     * @param pool what is known of it, which mentions something to weave
     * @param owner where what was read goes
     * @return false if it is damaged; the JVM does not look at all that can be
     */
    static boolean read(ConstantPool pool, ClassNode owner) {
        owner.name = pool.className(); // for messages, should nothing be read
        try {
            new ClassReader(pool.classFile()).accept(owner, ClassReader.EXPAND_FRAMES);
        } catch (RuntimeException | StackOverflowError damaged) { // a dynamic constant may contain itself
            return false;
        }
        // ASM cannot tell whether an attribute that it does not know belonged to the method or to its code.
        for (MethodNode method : owner.methods) {
            method.attrs = null;
        }
        // It writes equal constants once, and the JVM refuses a class within itself if both are the same constant.
        for (Iterator<InnerClassNode> all = owner.innerClasses.iterator(); all.hasNext(); ) {
            InnerClassNode inner = all.next();
            if (inner.name.equals(inner.outerName)) {
                all.remove();
            }
        }
        return true;
    }

    /** Whether a class is older than stack maps that the JVM insists on. */
    static boolean isTooOld(ClassNode owner) {
        return (owner.version & MAJOR) < Opcodes.V1_7;
    }

    /** Whether names are so long that what the weaver puts together of them may be no constant any more. */
    static boolean hasLongNames(ClassNode owner) {
        int file = owner.sourceFile == null ? 0 : owner.sourceFile.length();
        int longest = 0;
        for (MethodNode method : owner.methods) {
            longest = Math.max(longest, method.name.length() + method.desc.length());
        }
        return owner.name.length() + file + longest > LONGEST_NAMES;
    }

    static byte[] write(ClassNode owner) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS) {
            @Override
            protected String getCommonSuperClass(String first, String second) {
                throw new IllegalStateException("no class may be loaded while weaving: " + first + ", " + second);
            }
        };
        writer.setComputeLimits(MOST_WORK, STEPS_PER_VALUE * MOST_WORK);
        owner.accept(writer);
        try {
            return writer.toByteArray();
        } catch (ArrayIndexOutOfBoundsException e) {
            throw withoutLongJumps(owner, e);
        }
    }

    /**
     * A jump back that got too long when switches were padded otherwise, ASM marks to be written as two, and then takes for a
     * jump forward (9.11.1). It happens only in a method that short jumps do not cross.
     */
    private static RuntimeException withoutLongJumps(ClassNode owner, RuntimeException failure) {
        MethodNode longest = Collections.max(owner.methods, Comparator.comparingInt(MethodSize::bytes));
        int size = MethodSize.bytes(longest);
        return size < Short.MAX_VALUE / 2 // the size is the least that it may be
                ? failure
                : new MethodTooLargeException(owner.name, longest.name, longest.desc, size);
    }
}
