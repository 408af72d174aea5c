// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import dev.weft.weave.MethodWeaver.WovenMethod;
import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.AsyncMethods;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

    /** The methods, by name and descriptor, of which no class file can hold the code. Others may turn out too large as well. */
    static Set<String> tooLarge(ClassNode owner) {
        return owner.methods.stream()
                .filter(method -> bytes(method) > MOST_WRITTEN)
                .map(method -> method.name + method.desc)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Says so if the body is too long to be compiled, and how long the user's code was, which may be too long already. */
    static Optional<Finding> check(WovenMethod woven) {
        int after = bytes(woven.body().get(0));
        if (after <= MOST_COMPILED) {
            return Optional.empty();
        }
        AsyncMethod method = woven.method();
        int line = AsyncMethods.firstLine(method.method());
        String detail = after + " bytes, " + bytes(method.method()) + " of them before weaving";
        return Optional.of(
                AsyncMethods.finding(Diagnostic.METHOD_NOT_COMPILED, method.owner(), method.method(), line, detail));
    }

    /** The least that the code takes; constants far back in the pool and wide jumps take a little more. */
    static int bytes(MethodNode method) {
        CodeSizeEvaluator size = new CodeSizeEvaluator(null);
        method.accept(size);
        return size.getMinSize();
    }
}
