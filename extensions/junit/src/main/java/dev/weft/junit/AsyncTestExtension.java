// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import dev.weft.EventLoop;
import dev.weft.NotWovenException;
import dev.weft.SimulatedLoop;
import dev.weft.abi.TestRunner;
import java.lang.reflect.Method;
import java.util.stream.Stream;
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
        Method method = context.getRequiredTestMethod();
        return isAsyncTest(method)
                && (!OtherTemplates.areOn(method)
                        || Settings.of(context).seeds().size() > 1);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        Settings settings = Settings.of(context);
        return OtherTemplates.areOn(context.getRequiredTestMethod())
                ? new SeedInvocations().ofOthers(settings, context)
                : new SeedInvocations().of(settings, context.getDisplayName());
    }

    private static boolean isAsyncTest(Method method) {
        return AnnotationSupport.isAnnotated(method, AsyncTest.class);
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
        call(invocation, method.getExecutable(), context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        call(invocation, method.getExecutable(), context);
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

    /**
     * Calls a method, and runs it on the loop if it is async. A test that is to await has to be: what another one fails with may come of that
     * alone.
     */
    private static void call(Invocation<Void> invocation, Method method, ExtensionContext context) throws Throwable {
        String name = method.getName() + "()";
        try (TestRunner runner = TestRunner.open(frame -> TestLoops.get(context).run(name, frame))) {
            try {
                invocation.proceed();
            } catch (Throwable failure) {
                if (isUnwoven(runner, method)) {
                    failure.addSuppressed(notWoven(method));
                } else {
                    explain(failure, context);
                }
                throw failure;
            }
            if (isUnwoven(runner, method)) {
                throw notWoven(method);
            }
        }
    }

    private static boolean isUnwoven(TestRunner runner, Method method) {
        return !runner.hasRun() && isAsyncTest(method);
    }

    private static NotWovenException notWoven(Method method) {
        return new NotWovenException(UnwovenTest.message(method));
    }

    private static void explain(Throwable failure, ExtensionContext context) {
        TestLoop loop = TestLoops.find(context);
        if (loop != null) {
            loop.explain(failure);
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
