// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import dev.weft.weave.analysis.AnalysedMethod;
import dev.weft.weave.analysis.Awaits;
import dev.weft.weave.analysis.Findings;
import dev.weft.weave.analysis.FrameLayout.PointLayout;
import dev.weft.weave.analysis.Lines;
import dev.weft.weave.analysis.LocalSlots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/** Finds woven methods that HotSpot will not compile. */
final class MethodSize {
    /** HotSpot's HugeMethodLimit. */
    private static final int MOST_COMPILED = 8000;

    /** What a class file can hold (JVMS 4.7.3). */
    private static final int MOST_WRITTEN = 65_535;

    private static final String ALLOWED = " bytes, and the JVM allows " + MOST_WRITTEN;

    /** What weaving adds for a point, at least, even if nothing is live there. */
    private static final int BYTES_OF_POINT = 30;

    /** What it adds for each local that is. */
    private static final int BYTES_OF_LOCAL = 6;

    /** What an instruction takes at most, unless it is a switch. */
    private static final int BYTES_OF_INSTRUCTION = 8;

    /** What a switch takes at most for each of its ways. */
    private static final int BYTES_OF_CASE = 8;

    /** A method with more of them cannot fit, nor can the constant with their lines. */
    private static final int MOST_AWAITS = MOST_WRITTEN / BYTES_OF_POINT;

    /** There are 65,535 (JVMS 4.11). What weaving adds goes behind those that are there. */
    private static final int MOST_LOCALS = 50_000;

    private MethodSize() {}

    /**
     * Finds the methods of which no class file can hold the code.
     *
     * @param owner the class as far as it is woven
     * @param first the method that was found to be too large; there may be others
     * @return how large each is, by its name and descriptor
     */
    static Map<String, String> tooLarge(ClassNode owner, MethodTooLargeException first) {
        Map<String, String> tooLarge = new HashMap<>();
        for (MethodNode method : owner.methods) {
            int bytes = bytes(method);
            if (bytes > MOST_WRITTEN) {
                tooLarge.put(method.name + method.desc, atLeast(bytes));
            }
        }
        int bytes = first.getCodeSize();
        tooLarge.put(
                first.getMethodName() + first.getDescriptor(),
                bytes > MOST_WRITTEN
                        ? bytes + ALLOWED
                        : bytes + " bytes, with a jump back over more than 32767 of them");
        return tooLarge;
    }

    /**
     * Finds the methods of which is known, before anything is written, that no class file can hold what would be: writing it takes long.
     *
     * @param analysed methods
     * @return how large each would be, by name and descriptor of its body
     */
    static Map<String, String> tooLarge(List<AnalysedMethod> analysed) {
        Map<String, String> tooLarge = new HashMap<>();
        for (AnalysedMethod method : analysed) {
            int bytes = leastBytes(method);
            if (bytes > MOST_WRITTEN) {
                tooLarge.put(method.method().method().name + method.method().bodyDescriptor(), atLeast(bytes));
            }
        }
        return tooLarge;
    }

    /**
     * Whether a method may have more than so many bytes. A look at how many instructions there are does for nearly all; only a switch takes
     * more than eight bytes, and is as long as it has ways.
     */
    private static boolean mayExceed(MethodNode method, int bytes) {
        int most = BYTES_OF_INSTRUCTION * method.instructions.size();
        for (AbstractInsnNode insn = method.instructions.getFirst();
                insn != null && most <= bytes;
                insn = insn.getNext()) {
            if (insn instanceof TableSwitchInsnNode table) {
                most += BYTES_OF_CASE * (table.labels.size() + 2);
            } else if (insn instanceof LookupSwitchInsnNode lookup) {
                most += BYTES_OF_CASE * (lookup.labels.size() + 2);
            }
        }
        return most > bytes;
    }

    /** A value that is kept is loaded once and stored once, by one byte each, and read from its field by four. */
    private static int leastBytes(AnalysedMethod method) {
        int added = 0;
        for (PointLayout point : method.layout().points()) {
            added += BYTES_OF_POINT + BYTES_OF_LOCAL * point.locals().size();
        }
        return mayExceed(method.body(), MOST_WRITTEN - added) ? added + bytes(method.body()) : added;
    }

    /**
     * Says why a method is too large, if that shows before anything is done to it.
     *
     * @param method a method
     * @return how large it is; null if it may fit
     */
    static @Nullable String hopeless(MethodNode method) {
        int locals = LocalSlots.used(method);
        if (locals > MOST_LOCALS) {
            return locals + " slots of local variables, and " + MOST_LOCALS + " can be woven";
        }
        int awaits = 0;
        for (AbstractInsnNode insn = method.instructions.getFirst(); insn != null; insn = insn.getNext()) {
            awaits += Awaits.suspends(insn) ? 1 : 0;
        }
        return awaits > MOST_AWAITS ? atLeast(bytes(method) + awaits * BYTES_OF_POINT) : null;
    }

    private static String atLeast(int bytes) {
        return "at least " + bytes + ALLOWED;
    }

    /** Says which bodies are too long to be compiled, and how long the user's code was, which may be too long already. */
    static List<Finding> check(List<WovenMethod> woven) {
        List<Finding> findings = new ArrayList<>();
        for (WovenMethod each : woven) {
            MethodNode body = each.body().get(0);
            int after = mayExceed(body, MOST_COMPILED) ? bytes(body) : 0;
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
