// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * The classes to which a method may cast: a cast asks whether its class is accessible (JVMS 5.4.4), which no stack map does and
 * no descriptor. A value may well be of a class that is not, such as the package-private one that another package's public
 * method returns. So whatever the method's own code does not name may not be named by us.
 */
final class NamedTypes {
    private static final Set<String> KNOWN = Set.of(
            "java/lang/Object",
            "java/lang/String",
            "java/lang/Boolean",
            "java/lang/Integer",
            "java/lang/Long",
            "java/lang/Double",
            "java/lang/Throwable",
            RuntimeTypes.TASK,
            RuntimeTypes.AWAITABLE);

    private final AsyncMethod method;
    private final String ownPackage;

    /** What the code names, found when it is first asked for: most values are of a class that is known, or of the own package. */
    private @Nullable Set<String> named;

    private NamedTypes(AsyncMethod method) {
        this.method = method;
        this.ownPackage = packageOf(method.owner().name);
    }

    static NamedTypes of(AsyncMethod method) {
        return new NamedTypes(method);
    }

    private Set<String> named() {
        Set<String> types = named;
        if (types == null) {
            types = new HashSet<>();
            addNamed(types);
            named = types;
        }
        return types;
    }

    private void addNamed(Set<String> types) {
        for (AbstractInsnNode insn = method.method().instructions.getFirst(); insn != null; insn = insn.getNext()) {
            add(named(insn), types);
        }
        for (TryCatchBlockNode block : method.method().tryCatchBlocks) {
            add(block.type, types);
        }
        if ((method.method().access & Opcodes.ACC_SYNTHETIC) == 0) { // a lambda's parameters are not written down
            for (Type type : Type.getArgumentTypes(method.method().desc)) {
                add(type.getInternalName(), types);
            }
        }
    }

    private static @Nullable String named(AbstractInsnNode insn) {
        if (insn instanceof TypeInsnNode type) {
            return type.desc;
        }
        if (insn instanceof MethodInsnNode call) {
            return call.owner;
        }
        return insn instanceof FieldInsnNode field ? field.owner : null;
    }

    private static void add(@Nullable String internalName, Set<String> types) {
        if (internalName != null && !isArrayOfPrimitives(internalName)) {
            types.add(elementOf(internalName));
        }
    }

    /** Whether the method may cast to a class or array, given by its internal name. */
    boolean include(String internalName) {
        if (isArrayOfPrimitives(internalName)) {
            return true;
        }
        String element = elementOf(internalName);
        return KNOWN.contains(element) || packageOf(element).equals(ownPackage) || named().contains(element);
    }

    /** By its last letter: a class may have a name of one letter too. */
    private static boolean isArrayOfPrimitives(String internalName) {
        return internalName.startsWith("[") && !internalName.endsWith(";");
    }

    /** The class of an array's elements. */
    private static String elementOf(String internalName) {
        if (!internalName.startsWith("[")) {
            return internalName;
        }
        String element = internalName.substring(internalName.lastIndexOf('[') + 1);
        return element.startsWith("L") ? element.substring(1, element.length() - 1) : element;
    }

    private static String packageOf(String internalName) {
        return internalName.substring(0, internalName.lastIndexOf('/') + 1);
    }
}
