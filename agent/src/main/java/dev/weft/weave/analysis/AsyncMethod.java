// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import dev.weft.abi.Woven;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * A method to weave.
 *
 * @param owner the class
 * @param method the method as it was compiled
 * @param frameClass the internal name of its frame class
 */
public record AsyncMethod(ClassNode owner, MethodNode method, String frameClass) {
    /** The descriptors of the two hidden parameters of a body: the coroutine and the frame. */
    public static final String HIDDEN_PARAMETERS = "L" + RuntimeTypes.COROUTINE + ";L" + RuntimeTypes.FRAME + ";";

    /**
     * Returns whether there is no {@code this}.
     *
     * @return true for a static method
     */
    public boolean isStatic() {
        return (method.access & Opcodes.ACC_STATIC) != 0;
    }

    /**
     * Returns whether the class is an interface, where calls look different.
     *
     * @return true for a default or static method of an interface
     */
    public boolean inInterface() {
        return (owner.access & Opcodes.ACC_INTERFACE) != 0;
    }

    /**
     * Returns what a call of the method returns.
     *
     * @return the kind of its return type
     */
    public ReturnKind returnKind() {
        ReturnKind kind = ReturnKind.of(method);
        if (kind == null) {
            throw new IllegalStateException("not the return type of an async method: " + method.name + method.desc);
        }
        return kind;
    }

    /**
     * Returns whether no subclass can override the method, so that a call of it may go to the body directly.
     *
     * @return true for static, private and final methods
     */
    public boolean isStaticallyBound() {
        int fixed = Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;
        return (method.access & fixed) != 0 || (owner.access & Opcodes.ACC_FINAL) != 0;
    }

    /**
     * Returns the slots that {@code this} and the arguments take; the hidden parameters come after them.
     *
     * @return the number of slots
     */
    public int argumentSlots() {
        int withThis = Type.getArgumentsAndReturnSizes(method.desc) >> 2;
        return isStatic() ? withThis - 1 : withThis;
    }

    /**
     * Returns the methods that weaving adds to the class for this one.
     *
     * @return name and descriptor of each
     */
    public Set<String> added() {
        Set<String> added = new HashSet<>();
        added.add(method.name + bodyDescriptor());
        if (!isStatic()) {
            added.add(doorName(method.name) + doorDescriptor(owner.name, method.desc));
        }
        if (hasTwin()) {
            added.add(method.name + twinDescriptor());
        }
        return added;
    }

    /**
     * Returns whether JUnit calls the method, which calls no method that returns something, and so needs one that does not.
     *
     * @return true for a test or lifecycle method that returns a task or stage
     */
    public boolean hasTwin() {
        boolean isPrivate = (method.access & Opcodes.ACC_PRIVATE) != 0;
        boolean returnsResult = returnKind() == ReturnKind.TASK || returnKind() == ReturnKind.STAGE;
        return !isPrivate && returnsResult && TestMethods.isTest(method);
    }

    /**
     * Returns the descriptor of the void method that JUnit calls.
     *
     * @return the arguments, to nothing
     */
    public String twinDescriptor() {
        return method.desc.substring(0, method.desc.lastIndexOf(')') + 1) + 'V';
    }

    /**
     * Returns the descriptor of the body.
     *
     * @return the arguments, the coroutine and the frame, to an object
     */
    public String bodyDescriptor() {
        return bodyDescriptor(method.desc);
    }

    /**
     * Returns the descriptor of the body that an entry has.
     *
     * @param entry the descriptor of the entry
     * @return the arguments, the coroutine and the frame, to an object
     */
    public static String bodyDescriptor(String entry) {
        // The last one: the JVM allows parentheses in the names of classes, and the result's has none.
        return entry.substring(0, entry.lastIndexOf(')')) + HIDDEN_PARAMETERS + ")Ljava/lang/Object;";
    }

    /**
     * Returns the name of the door, the static method by which a frame reaches the body of an instance method.
     *
     * @param name the name of the method
     * @return the name of its door
     */
    public static String doorName(String name) {
        return name + Woven.MARK;
    }

    /**
     * Returns the descriptor of the call site that stands for an awaited call of an instance method.
     *
     * @param owner the internal name of the class
     * @param entry the descriptor of the entry
     * @param padding how many arguments follow that mean nothing
     * @return the object, the arguments, the coroutine, the frame and the padding, to an object
     */
    public static String dispatchDescriptor(String owner, String entry, int padding) {
        return "(L" + owner + ";" + entry.substring(1, entry.lastIndexOf(')')) + HIDDEN_PARAMETERS
                + "Ljava/lang/Object;".repeat(padding) + ")Ljava/lang/Object;";
    }

    /**
     * Returns the descriptor of a door.
     *
     * @param owner the internal name of the class
     * @param entry the descriptor of the entry
     * @return the body's descriptor with the object in front
     */
    public static String doorDescriptor(String owner, String entry) {
        return "(L" + owner + ";" + bodyDescriptor(entry).substring(1);
    }
}
