// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * A method, constructor or field that woven code uses, as a class file names it.
 *
 * @param owner the internal name of the class that declares it
 * @param name its name; of a constructor {@code <init>}
 * @param descriptor its type; of a method with its parameters in parentheses
 * @param isStatic whether it belongs to the class rather than to an object
 */
public record RuntimeMember(String owner, String name, String descriptor, boolean isStatic) {
    /**
     * Returns whether an instruction calls this method.
     *
     * @param insn an instruction
     * @return true for a call that names the same owner, name and descriptor
     */
    public boolean isCalledBy(AbstractInsnNode insn) {
        return insn instanceof MethodInsnNode call
                && call.owner.equals(owner)
                && call.name.equals(name)
                && call.desc.equals(descriptor);
    }
}
