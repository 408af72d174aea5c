// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import dev.weft.EventLoop;
import dev.weft.NotWovenException;
import dev.weft.SimulatedLoop;
import dev.weft.abi.TestRunner;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link AsyncTest} has JUnit do: runs what awaits on the loop of the test, gives that as a parameter, and ends it. */
final class AsyncTestExtension
        implements TestTemplateInvocationContextProvider,
                InvocationInterceptor,
                ParameterResolver,
                AfterEachCallback,
                AfterAllCallback {
    /** For JUnit. */
    AsyncTestExtension() {}

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return isAsyncTest(context.getRequiredTestMethod()) && !isTemplateOfOthers(context.getRequiredTestMethod());
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return new SeedInvocations().of(Settings.of(context), context.getDisplayName());
    }

    private static boolean isAsyncTest(Method method) {
        return AnnotationSupport.isAnnotated(method, AsyncTest.class);
    }

    /** Whether another annotation, such as {@code @ParameterizedTest}, says how often the test runs. */
    private static boolean isTemplateOfOthers(Method method) {
        return Stream.of(method.getAnnotations())
                .filter(annotation -> !(annotation instanceof AsyncTest))
                .anyMatch(annotation -> AnnotationSupport.isAnnotated(annotation.annotationType(), TestTemplate.class));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return (type == EventLoop.class || type == SimulatedLoop.class)
                && parameter.getDeclaringExecutable() instanceof Method;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        EventLoop loop = TestLoops.get(context).loop();
        if (!parameter.getParameter().getType().isInstance(loop)) {
            throw new ParameterResolutionException(
                    "The test has virtualTime = false, and so no SimulatedLoop. Take an EventLoop");
        }
        return loop;
    }

    @Override
    public void interceptBeforeAllMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        call(invocation, method.getExecutable(), context);
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        call(invocation, method.getExecutable(), context);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        callTest(invocation, method.getExecutable(), context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        callTest(invocation, method.getExecutable(), context);
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        call(invocation, method.getExecutable(), context);
    }

    @Override
    public void interceptAfterAllMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        call(invocation, method.getExecutable(), context);
    }

    private static void callTest(Invocation<Void> invocation, Method method, ExtensionContext context)
            throws Throwable {
        if (!call(invocation, method, context) && isAsyncTest(method)) {
            throw new NotWovenException(
                    method
                            + " is not woven, and so has run without an event loop. Weave the test classes too: by the compiler plugin on the"
                            + " processor path when they are compiled, or by the agent (-javaagent:weft-agent.jar) in the JVM of the tests");
        }
    }

    /** Calls a method, and runs it on the loop if it is async. */
    private static boolean call(Invocation<Void> invocation, Method method, ExtensionContext context) throws Throwable {
        String name = method.getName() + "()";
        try (TestRunner runner = TestRunner.open(frame -> TestLoops.get(context).run(name, frame))) {
            invocation.proceed();
            return runner.hasRun();
        } catch (Throwable failure) {
            TestLoop loop = TestLoops.find(context);
            if (loop != null) {
                loop.explain(failure);
            }
            throw failure;
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        end(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        end(context);
    }

    private static void end(ExtensionContext context) {
        TestLoop loop = TestLoops.find(context);
        if (loop != null) {
            loop.end(context.getDisplayName(), context.getExecutionException().isPresent());
        }
    }
}
