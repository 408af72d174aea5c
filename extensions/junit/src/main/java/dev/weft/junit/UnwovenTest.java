// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import dev.weft.Task;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ModifierSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;

/** A test that returns a task or stage, and would have a twin that returns nothing if it were woven. */
final class UnwovenTest extends AbstractTestDescriptor {
    private final Method method;

    private UnwovenTest(UniqueId id, Method method, Class<?> type) {
        super(id, method.getName() + "()", MethodSource.from(type, method));
        this.method = method;
    }

    static UnwovenTest of(Method method, Class<?> type, TestDescriptor parent) {
        UniqueId id = parent.getUniqueId().append("class", type.getName()).append("method", method.toGenericString());
        return new UnwovenTest(id, method, type);
    }

    /** Those of a class, and of the classes nested in it. The weaver takes the annotations from a method with a twin. */
    static List<Method> in(Class<?> type) {
        if (ModifierSupport.isAbstract(type)) {
            return List.of();
        }
        List<Method> own = ReflectionSupport.findMethods(type, UnwovenTest::isUnwoven, HierarchyTraversalMode.TOP_DOWN);
        Stream<Method> nested = Stream.of(type.getDeclaredClasses())
                .filter(inside -> AnnotationSupport.isAnnotated(inside, Nested.class))
                .flatMap(inside -> in(inside).stream());
        return Stream.concat(own.stream(), nested).toList();
    }

    private static boolean isUnwoven(Method method) {
        Class<?> result = method.getReturnType();
        return (result == Task.class || CompletionStage.class.isAssignableFrom(result))
                && !ModifierSupport.isPrivate(method)
                && !ModifierSupport.isAbstract(method)
                && AnnotationSupport.isAnnotated(method, Testable.class);
    }

    /** What it fails with. */
    String message() {
        return message(method);
    }

    /** What a test fails with that is not woven. */
    static String message(Method method) {
        return method
                + " is not woven, and so does not run on an event loop. Mark it @AsyncTest, and weave the test classes"
                + " too: by the compiler plugin on the processor path when they are compiled, or by the agent"
                + " (-javaagent:weft-agent.jar) in the JVM of the tests";
    }

    @Override
    public Type getType() {
        return Type.TEST;
    }
}
