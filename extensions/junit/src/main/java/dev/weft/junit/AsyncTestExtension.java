// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import dev.weft.EventLoop;
import dev.weft.NotWovenException;
import dev.weft.SimulatedLoop;
import dev.weft.abi.TestRunner;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link AsyncTest} has JUnit do: runs what awaits on the loop of the test, gives that as a parameter, and ends it. */
final class AsyncTestExtension
        implements TestTemplateInvocationContextProvider,
                InvocationInterceptor,
                ParameterResolver,
                ExecutionCondition,
                TestWatcher,
                AfterEachCallback,
                AfterAllCallback {
    /** For JUnit. */
    AsyncTestExtension() {}

    /** Asked before any run. */
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        if (!isAsyncTest(method)) {
            return false;
        }
        Settings settings = Settings.of(context);
        if (settings.count() > 1) {
            TestLoops.seeds(context, new SeedInvocations(settings.seeds(), OtherTemplates.areFirst(context)));
        }
        return settings.count() > 1 || !OtherTemplates.areOn(method);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        SeedInvocations seeds = TestLoops.seeds(context);
        if (seeds == null) {
            return SeedInvocations.once(Settings.of(context).oneSeed(), context.getDisplayName());
        }
        return OtherTemplates.areOn(context.getRequiredTestMethod()) ? seeds.besideOthers(context) : seeds.alone();
    }

    /** Called by JUnit from 5.12 on: nothing is left to run where all fails under the first seed. */
    @Override
    public boolean mayReturnZeroTestTemplateInvocationContexts(ExtensionContext context) {
        return true;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        SeedInvocations seeds = TestLoops.seedsAround(context);
        return seeds != null && seeds.isOver()
                ? ConditionEvaluationResult.disabled("It has failed under a smaller seed")
                : ConditionEvaluationResult.enabled("It has failed under no smaller seed");
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        SeedInvocations seeds = TestLoops.seedsAround(context);
        if (seeds != null) {
            seeds.failed();
        }
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

    /** Calls a test, or refuses it: one that another annotation has run knows nothing of seeds. */
    private static void callTest(Invocation<Void> invocation, Method method, ExtensionContext context)
            throws Throwable {
        call(invocation, method, context, isAsyncTest(method) ? () -> {} : () -> refuseSeeds(method, context));
    }

    private static void call(Invocation<Void> invocation, Method method, ExtensionContext context) throws Throwable {
        call(invocation, method, context, () -> {});
    }

    /**
     * Calls a method, and runs it on the loop if it is async. A test that is to await has to be: what another one fails with may come of that
     * alone.
     */
    private static void call(
            Invocation<Void> invocation, Method method, ExtensionContext context, Runnable beforeItRuns)
            throws Throwable {
        String name = method.getName() + "()";
        try (TestRunner runner = TestRunner.open(frame -> {
            beforeItRuns.run();
            TestLoops.get(context).run(name, frame);
        })) {
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

    private static void refuseSeeds(Method method, ExtensionContext context) {
        int count = Settings.of(context).count();
        if (count > 1) {
            throw new ExtensionConfigurationException(
                    method + " would run under one seed, and the @AsyncTest of its class says seeds = " + count
                            + ". Mark the method @AsyncTest, in place of @Async and of @Test");
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
