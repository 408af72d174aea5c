// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import dev.weft.weave.analysis.Findings;
import dev.weft.weave.analysis.Lines;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Finds woven methods that HotSpot will not compile. */
final class MethodSize {
    /** HotSpot's HugeMethodLimit. */
    private static final int MOST_COMPILED = 8000;

    /** What a class file can hold (JVMS 4.7.3). */
    private static final int MOST_WRITTEN = 65_535;

    private MethodSize() {}

    /**
     * Finds the methods of which no class file can hold the code.
     *
     * @param owner the class as far as it is woven
     * @param first the method that was found to be too large; there may be others
     * @return name and descriptor of each
     */
    static Set<String> tooLarge(ClassNode owner, MethodTooLargeException first) {
        Set<String> tooLarge = new HashSet<>();
        tooLarge.add(first.getMethodName() + first.getDescriptor());
        for (MethodNode method : owner.methods) {
            if (bytes(method) > MOST_WRITTEN) {
                tooLarge.add(method.name + method.desc);
            }
        }
        return tooLarge;
    }

    /** Says which bodies are too long to be compiled, and how long the user's code was, which may be too long already. */
    static List<Finding> check(List<WovenMethod> woven) {
        List<Finding> findings = new ArrayList<>();
        for (WovenMethod each : woven) {
            int after = bytes(each.body().get(0));
            if (after > MOST_COMPILED) {
                MethodNode original = each.method().method();
                String detail = after + " bytes, " + bytes(original) + " of them before weaving";
                findings.add(Findings.of(
                        Diagnostic.METHOD_NOT_COMPILED,
                        each.method().owner(),
                        original,
                        Lines.first(original),
                        detail));
            }
        }
        return findings;
    }

    /** The least that the code takes; constants far back in the pool and wide jumps take a little more. */
    static int bytes(MethodNode method) {
        CodeSizeEvaluator size = new CodeSizeEvaluator(null);
        method.accept(size);
        return size.getMinSize();
    }
}
