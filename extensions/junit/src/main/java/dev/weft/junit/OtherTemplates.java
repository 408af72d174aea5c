// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Annotations beside {@link AsyncTest} which say how often a test runs, such as {@code @ParameterizedTest}. */
final class OtherTemplates {
    private OtherTemplates() {}

    /** Whether there is one. */
    static boolean areOn(Method method) {
        return Stream.of(method.getAnnotations())
                .filter(annotation -> !(annotation instanceof AsyncTest))
                .anyMatch(annotation -> AnnotationSupport.isAnnotated(annotation.annotationType(), TestTemplate.class));
    }

    /** What they have run, once more. JUnit itself does what {@code @RepeatedTest} says, so nobody else can have it done once more. */
    static Stream<TestTemplateInvocationContext> of(ExtensionContext context) {
        if (AnnotationSupport.isAnnotated(context.getRequiredTestMethod(), RepeatedTest.class)) {
            throw new ExtensionConfigurationException(context.getRequiredTestMethod()
                    + " has seeds of @AsyncTest, and @RepeatedTest. Leave one out: under seeds a test is"
                    + " repeated, too");
        }
        return AnnotationSupport.findRepeatableAnnotations(context.getRequiredTestMethod(), ExtendWith.class).stream()
                .flatMap(extensions -> Stream.of(extensions.value()))
                .distinct()
                .filter(type -> type != AsyncTestExtension.class)
                .filter(TestTemplateInvocationContextProvider.class::isAssignableFrom)
                .map(type -> (TestTemplateInvocationContextProvider) ReflectionSupport.newInstance(type))
                .filter(other -> other.supportsTestTemplate(context))
                .flatMap(other -> other.provideTestTemplateInvocationContexts(context));
    }
}
