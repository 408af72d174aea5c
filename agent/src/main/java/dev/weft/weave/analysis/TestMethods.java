// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Methods that JUnit calls, by their annotations (decision 39). JUnit calls no method that returns something, so these alone may be async
 * and return nothing; one that does return a task or stage gets a twin that does not.
 */
public final class TestMethods {
    /** {@code @AsyncTest}, of the extension for JUnit, which stands for {@code @Async} too. */
    public static final String ASYNC_TEST = "Ldev/weft/junit/AsyncTest;";

    private static final String JUNIT = "Lorg/junit/jupiter/";

    private TestMethods() {}

    /**
     * Whether JUnit calls a method, for all that its class file says.
     *
     * @param method any method
     * @return true if it has an annotation of JUnit, or {@code @AsyncTest}
     */
    public static boolean isTest(MethodNode method) {
        return any(method, TestMethods::isOfJUnit);
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
        return Type.getReturnType(method.desc).getSort() == Type.VOID;
    }

    /** Whether a method has an annotation that makes a method async. */
    static boolean isMarked(MethodNode method) {
        return any(method, name -> name.equals("L" + RuntimeTypes.ASYNC + ";") || name.equals(ASYNC_TEST));
    }

    private static boolean isOfJUnit(String annotation) {
        return annotation.equals(ASYNC_TEST) || annotation.startsWith(JUNIT);
    }

    private static boolean any(MethodNode method, Predicate<String> wanted) {
        return any(method.visibleAnnotations, wanted) || any(method.invisibleAnnotations, wanted);
    }

    private static boolean any(@Nullable List<AnnotationNode> annotations, Predicate<String> wanted) {
        return annotations != null && annotations.stream().anyMatch(each -> wanted.test(each.desc));
    }
}
