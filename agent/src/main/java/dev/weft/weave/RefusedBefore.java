// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import dev.weft.weave.analysis.RuntimeTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** What was refused when a class was woven: the methods that throw the reason ({@code RefusedMethod}) still say it. */
public final class RefusedBefore {
    private static final List<Integer> CODE =
            List.of(Opcodes.NEW, Opcodes.DUP, Opcodes.LDC, Opcodes.INVOKESPECIAL, Opcodes.ATHROW);

    /** {@link Finding#message()}. */
    private static final Pattern MESSAGE =
            Pattern.compile("(?<place>.*?)(:(?<line>\\d+))?: \\[(?<name>\\w+)] in [^:]+: (?<text>.*)", Pattern.DOTALL);

    private RefusedBefore() {}

    /**
     * Finds the methods of a woven class that could not be woven.
     *
     * @param classFile the class file
     * @return the findings, in the order of the methods; none if the class was not woven
     */
    public static List<Finding> in(byte[] classFile) {
        List<Finding> findings = new ArrayList<>();
        if (ConstantPool.read(classFile).isWoven()) {
            ClassNode owner = new ClassNode();
            new ClassReader(classFile).accept(owner, ClassReader.SKIP_FRAMES);
            for (MethodNode method : owner.methods) {
                String message = message(method);
                if (message != null) {
                    findings.add(finding(owner.name.replace('/', '.'), method.name, message));
                }
            }
        }
        return List.copyOf(findings);
    }

    /** The message that a method throws; null if it does anything else. */
    private static @Nullable String message(MethodNode method) {
        List<AbstractInsnNode> code = new ArrayList<>();
        for (AbstractInsnNode each : method.instructions) {
            if (each.getOpcode() >= 0 && code.size() <= CODE.size()) {
                code.add(each);
            }
        }
        boolean isRefused =
                code.stream().map(AbstractInsnNode::getOpcode).toList().equals(CODE)
                        && ((TypeInsnNode) code.get(0)).desc.equals(RuntimeTypes.NOT_WOVEN_EXCEPTION);
        return isRefused && ((LdcInsnNode) code.get(2)).cst instanceof String text ? text : null;
    }

    private static Finding finding(String className, String method, String message) {
        Matcher parts = MESSAGE.matcher(message);
        if (parts.matches()) {
            for (Diagnostic each : Diagnostic.values()) {
                if (each.text().equals(parts.group("name"))) {
                    String place = parts.group("place").equals(className) ? "" : parts.group("place");
                    int line = parts.group("line") == null ? 0 : Integer.parseInt(parts.group("line"));
                    return new Finding(each, className, method, place, line, each.detail(parts.group("text")));
                }
            }
        }
        return new Finding(
                Diagnostic.WEAVER_FAILURE, className, method, "", 0, "of another version, which says: " + message);
    }
}
