// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import java.lang.reflect.Method;
import java.util.List;
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
                .anyMatch(annotation -> annotation instanceof TestTemplate
                        || AnnotationSupport.isAnnotated(annotation.annotationType(), TestTemplate.class));
    }

    /** Whether JUnit has them run the test before {@link AsyncTest} does: it goes by the order of the extensions, those of classes first. */
    static boolean areFirst(ExtensionContext context) {
        return Said.onClasses(context).isEmpty()
                && extensions(context).findFirst().orElse(AsyncTestExtension.class) != AsyncTestExtension.class;
    }

    /** What they have run, once more. */
    static Stream<TestTemplateInvocationContext> of(ExtensionContext context) {
        return provider(context).provideTestTemplateInvocationContexts(context).map(run -> run);
    }

    /** JUnit itself does what {@code @RepeatedTest} says, so nobody else can have it done once more. */
    private static TestTemplateInvocationContextProvider provider(ExtensionContext context) {
        if (AnnotationSupport.isAnnotated(context.getRequiredTestMethod(), RepeatedTest.class)) {
            throw refused(context, "and @RepeatedTest. Leave one out: under seeds a test is repeated, too");
        }
        List<TestTemplateInvocationContextProvider> others = extensions(context)
                .filter(type -> type != AsyncTestExtension.class)
                .map(type -> (TestTemplateInvocationContextProvider) ReflectionSupport.newInstance(type))
                .filter(other -> other.supportsTestTemplate(context))
                .toList();
        if (others.size() != 1) {
            throw refused(
                    context,
                    "and goes together with one other that runs it, whose @ExtendWith is on the method or on an annotation of it;"
                            + " of those it has " + others.size());
        }
        return others.get(0);
    }

    /** The extensions of a test method that say how often it runs, in the order in which JUnit asks them. */
    private static Stream<Class<?>> extensions(ExtensionContext context) {
        return AnnotationSupport.findRepeatableAnnotations(context.getRequiredTestMethod(), ExtendWith.class).stream()
                .flatMap(extensions -> Stream.<Class<?>>of(extensions.value()))
                .distinct()
                .filter(TestTemplateInvocationContextProvider.class::isAssignableFrom);
    }

    private static ExtensionConfigurationException refused(ExtensionContext context, String why) {
        return new ExtensionConfigurationException(
                context.getRequiredTestMethod() + " has seeds of @AsyncTest, " + why);
    }
}
