// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Makes findings: a diagnostic with the place in the source where a class or a method of it stands. */
public final class Findings {
    private Findings() {}

    /**
     * Says something about a whole class.
     *
     * @param diagnostic what
     * @param owner the class
     * @return the finding
     */
    public static Finding of(Diagnostic diagnostic, ClassNode owner) {
        return new Finding(diagnostic, className(owner), "", fileName(owner), 0, "");
    }

    /**
     * Says something about a method.
     *
     * @param diagnostic what
     * @param owner its class
     * @param method the method
     * @return the finding, at the line of the first await or else of the method
     */
    public static Finding of(Diagnostic diagnostic, ClassNode owner, MethodNode method) {
        return of(diagnostic, owner, method, Lines.ofFirstAwait(method), "");
    }

    /**
     * Says something about one line of a method.
     *
     * @param diagnostic what
     * @param owner its class
     * @param method the method
     * @param line the line, 0 if unknown
     * @param detail what is special here, empty if nothing is
     * @return the finding
     */
    public static Finding of(Diagnostic diagnostic, ClassNode owner, MethodNode method, int line, String detail) {
        return new Finding(diagnostic, className(owner), method.name, fileName(owner), line, detail);
    }

    private static String className(ClassNode owner) {
        return owner.name.replace('/', '.');
    }

    private static String fileName(ClassNode owner) {
        return owner.sourceFile == null ? "" : owner.sourceFile;
    }
}
