// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Methods that JUnit calls, by their annotations (decision 39). JUnit calls no method that returns something, so these alone may be async
 * and return nothing; one that does return a task or stage gets a twin that does not.
 */
public final class TestMethods {
    /** {@code @AsyncTest}, of the extension for JUnit, which stands for {@code @Async} too. */
    public static final String ASYNC_TEST = "Ldev/weft/junit/AsyncTest;";

    private static final String ASYNC = "L" + RuntimeTypes.ASYNC + ";";

    private static final String JUNIT = "Lorg/junit/jupiter/";

    private TestMethods() {}

    /**
     * Whether JUnit calls a method, for all that its class file says.
     *
     * @param method any method
     * @return true if it has an annotation of JUnit, or {@code @AsyncTest}
     */
    public static boolean isTest(MethodNode method) {
        return isTest(method.visibleAnnotations) || isTest(method.invisibleAnnotations);
    }

    /**
     * Whether a method returns nothing, and is called by JUnit, which passes over private ones.
     *
     * @param method any method
     * @return true if it may be async all the same
     */
    public static boolean isVoidTest(MethodNode method) {
        return returnsNothing(method) && isTest(method) && (method.access & Opcodes.ACC_PRIVATE) == 0;
    }

    /** Whether JUnit would call a method if it were not private. */
    static boolean isPrivateVoidTest(MethodNode method) {
        return returnsNothing(method) && isTest(method) && !isVoidTest(method);
    }

    private static boolean returnsNothing(MethodNode method) {
        return method.desc.endsWith(")V");
    }

    /** Whether a method has an annotation that makes a method async. */
    static boolean isMarked(MethodNode method) {
        return isMarked(method.visibleAnnotations) || isMarked(method.invisibleAnnotations);
    }

    private static boolean isTest(@Nullable List<AnnotationNode> annotations) {
        if (annotations != null) {
            for (AnnotationNode each : annotations) {
                if (each.desc.equals(ASYNC_TEST) || each.desc.startsWith(JUNIT)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isMarked(@Nullable List<AnnotationNode> annotations) {
        if (annotations != null) {
            for (AnnotationNode each : annotations) {
                if (each.desc.equals(ASYNC) || each.desc.equals(ASYNC_TEST)) {
                    return true;
                }
            }
        }
        return false;
    }
}
