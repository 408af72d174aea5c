// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import dev.weft.support.SourceCompiler;
import dev.weft.weave.analysis.AsyncMethod;
import java.util.Objects;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** A few lines of Java as the nodes of what javac makes of them, in front of the weaver. */
public final class MethodSource {
    /** On one line, so that the members begin in line 1. */
    private static final String HEADER = "package p; import static dev.weft.Weft.*; import dev.weft.*; "
            + "import java.util.*; import java.util.concurrent.*; class A {";

    private MethodSource() {}

    /** Compiles the members of a class {@code p.A}, whose first line is 1. */
    public static ClassNode members(String members) {
        byte[] classFile = new SourceCompiler("-g", "-proc:none")
                .compile("p.A", HEADER + members + "}")
                .requireClasses()
                .get("p.A");
        ClassNode owner = new ClassNode();
        new ClassReader(Objects.requireNonNull(classFile)).accept(owner, ClassReader.EXPAND_FRAMES);
        return owner;
    }

    /** Compiles the members of a class {@code p.A} and finds its method {@code foo}. */
    public static AsyncMethod method(String members) {
        ClassNode owner = members(members);
        for (MethodNode method : owner.methods) {
            if (method.name.equals("foo")) {
                return new AsyncMethod(owner, method, "p/A$weft$foo");
            }
        }
        throw new IllegalArgumentException("no method foo in " + members);
    }
}
