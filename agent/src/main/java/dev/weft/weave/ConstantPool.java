// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import dev.weft.weave.analysis.RuntimeTypes;
import dev.weft.weave.analysis.TestMethods;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;

/**
 * Reads the constant pool of a class file just far enough to tell whether the weaver has anything to do (JVMS 4.4). This
 * is what nearly every class of an application costs at start-up, so it makes no strings and does not parse the rest. It
 * also has to cope with class files newer than ASM, and with bytes that are no class file at all. Not changed once it is read.
 */
final class ConstantPool {
    /** The newest class file version that ASM reads; it refuses the next one. */
    static final int NEWEST_VERSION = Opcodes.V28;

    private static final byte[] ASYNC = ascii("L" + RuntimeTypes.ASYNC + ";");
    private static final byte[] ASYNC_TEST = ascii(TestMethods.ASYNC_TEST);
    private static final byte[] WEFT = ascii(RuntimeTypes.WEFT);
    private static final byte[] WOVEN = ascii("L" + RuntimeTypes.WOVEN + ";");
    /** The packages of the runtime, whose classes name what they implement and are left alone. */
    private static final List<byte[]> RUNTIME_PACKAGES = new ArrayList<>();

    static {
        for (String name : RuntimeTypes.PACKAGES) {
            RUNTIME_PACKAGES.add(ascii(name));
        }
    }

    private static final int MAGIC = 0xCAFEBABE;
    private static final int VERSION_OFFSET = 6;
    private static final int COUNT_OFFSET = 8;
    private static final int FIRST_ENTRY = 10;

    private static final int UTF8 = 1;

    private final byte[] classFile;

    /** Whether a constant names {@code Weft}, {@code @Async} or {@code @AsyncTest}. */
    private boolean used;

    /** Whether a constant names {@code @Woven}. */
    private boolean woven;

    private boolean mentionsWeft;

    /** The offset of the Utf8 that names the class. */
    private int name;

    private ConstantPool(byte[] classFile) {
        this.classFile = classFile;
    }

    /**
     * Reads the constant pool of a class file.
     *
     * @param classFile any bytes
     * @return what is in it; one that mentions nothing if it cannot be read: the JVM is about to refuse such a class, or it is of a
     *     version whose constants are not known here, and then the weaver could not read it either
     */
    static ConstantPool read(byte[] classFile) {
        ConstantPool pool = new ConstantPool(classFile);
        try {
            pool.mentionsWeft = pool.isClassFile() && pool.findWeft();
        } catch (ArrayIndexOutOfBoundsException truncated) {
            pool.mentionsWeft = false;
        }
        return pool;
    }

    /** Whether the class uses Weft, was not woven yet, and is not part of the runtime. What else it is, only such a class tells. */
    boolean mentionsWeft() {
        return mentionsWeft;
    }

    /** Whether the weaver has made the class what it is. */
    boolean isWoven() {
        return woven;
    }

    /** The whole class file. */
    byte[] classFile() {
        return classFile;
    }

    /** The major version of the class file. */
    int majorVersion() {
        return u2(VERSION_OFFSET);
    }

    /** The name of the class, with slashes. */
    String className() {
        return new String(classFile, name + 3, u2(name + 1), StandardCharsets.UTF_8);
    }

    private boolean isClassFile() {
        return classFile.length >= FIRST_ENTRY && u4(0) == MAGIC;
    }

    private boolean findWeft() {
        int end = scan(Integer.MAX_VALUE);
        if (end < 0 || !used || woven) {
            return false;
        }
        name = thisClassName(end);
        return !isInRuntimePackage(name);
    }

    /**
     * Walks over the entries, and looks for our names on the way.
     *
     * @param index where to stop
     * @return the offset of that entry, or of what follows the pool if it is shorter; -1 if an entry is unknown
     */
    private int scan(int index) {
        int count = Math.min(u2(COUNT_OFFSET), index);
        int offset = FIRST_ENTRY;
        for (int i = 1; i < count; i++) {
            int tag = classFile[offset];
            if (tag == UTF8) {
                lookAt(offset);
            }
            int size = sizeOf(tag, offset);
            if (size < 0) {
                return -1;
            }
            offset += size;
            if (takesTwoEntries(tag)) {
                i++;
            }
        }
        return offset;
    }

    /** Looks whether a Utf8 is one of our names; most differ in length, and cost no more than reading that. */
    private void lookAt(int utf8) {
        int length = u2(utf8 + 1);
        if (length == WEFT.length) {
            used |= isAt(utf8, WEFT);
        } else if (length == ASYNC.length) {
            used |= isAt(utf8, ASYNC);
        } else if (length == ASYNC_TEST.length) {
            used |= isAt(utf8, ASYNC_TEST);
        } else if (length == WOVEN.length) {
            woven |= isAt(utf8, WOVEN);
        }
    }

    /** The offset of the Utf8 that names this class: behind the pool stand access_flags and this_class. */
    private int thisClassName(int endOfPool) {
        int thisClass = u2(endOfPool + 2);
        return scan(u2(scan(thisClass) + 1));
    }

    /** Whether the class that a Utf8 names is in a package of the runtime: up to its last slash the name is that package. */
    private boolean isInRuntimePackage(int utf8) {
        int last = u2(utf8 + 1) - 1;
        while (last >= 0 && classFile[utf8 + 3 + last] != '/') {
            last--;
        }
        for (byte[] runtimePackage : RUNTIME_PACKAGES) {
            if (last + 1 == runtimePackage.length && isAt(utf8, runtimePackage)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(int utf8, byte[] text) {
        int offset = utf8 + 3;
        for (int i = 0; i < text.length; i++) {
            if (classFile[offset + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    /** The bytes that an entry takes with its tag (JVMS 4.4); -1 for a tag that is not known. */
    private int sizeOf(int tag, int offset) {
        return switch (tag) {
            case UTF8 -> 3 + u2(offset + 1);
            case 7, 8, 16, 19, 20 -> 3; // Class, String, MethodType, Module, Package
            case 15 -> 4; // MethodHandle
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 5; // Integer, Float, three refs, NameAndType, Dynamic, InvokeDynamic
            case 5, 6 -> 9; // Long, Double
            default -> -1;
        };
    }

    /** Long and Double (JVMS 4.4.5: "in retrospect, a poor choice"). */
    private static boolean takesTwoEntries(int tag) {
        return tag == 5 || tag == 6;
    }

    private int u4(int offset) {
        return u2(offset) << 16 | u2(offset + 2);
    }

    private int u2(int offset) {
        return (classFile[offset] & 0xFF) << 8 | (classFile[offset + 1] & 0xFF);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
