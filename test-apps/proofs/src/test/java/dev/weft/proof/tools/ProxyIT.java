// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Spring's proxies, and the JDK's, between whoever awaits and the async method. Holds off (docs/weaving-limits.md): Proxies. */
@Company(
        name = "Spring AOP, JDK proxies",
        artifact = "spring-aop",
        checked = "advice around async methods, self-invocation, a transaction around the "
                + "whole run; an annotation of the same name")
class ProxyIT {
    private static final Path[] SPRING = ToolJars.jars("spring-aop", "spring-beans", "spring-core", "commons-logging");

    private static final String ACCOUNTS = """
            package com.example;

            import static dev.weft.Weft.*;

            import dev.weft.*;

            public class Accounts {
                protected int balance = 100;

                @Async
                public Task<Integer> withdraw(int amount) {
                    await(yieldNow());
                    balance -= amount;
                    System.out.println("  withdrew " + amount);
                    return Task.of(balance);
                }

                @Async
                public Task<Integer> withdrawTwice(int amount) {
                    await(withdraw(amount));
                    return withdraw(amount);
                }

                @Async
                protected Task<Integer> failing() {
                    await(yieldNow());
                    throw new IllegalStateException("no money");
                }
            }
            """;

    /** Advice in Spring's way, and an interceptor that is an async method itself, as one for transactions has to be. */
    private static final String BANK = """
            package com.example;

            import static dev.weft.Weft.*;

            import dev.weft.*;
            import org.aopalliance.intercept.MethodInterceptor;
            import org.aopalliance.intercept.MethodInvocation;
            import org.springframework.aop.framework.ProxyFactory;

            public final class Bank {
                @Async
                static Task<Object> inTransaction(Task<?> call) {
                    System.out.println("  begin");
                    try {
                        Object result = await(call);
                        System.out.println("  commit");
                        return Task.of(result);
                    } catch (RuntimeException e) {
                        System.out.println("  rollback");
                        throw e;
                    } finally {
                        await(yieldNow());
                    }
                }

                @Async
                static Task<String> business(Accounts accounts) {
                    int once = await(accounts.withdraw(10));
                    int twice = await(accounts.withdrawTwice(20));
                    String failure;
                    try {
                        failure = "" + await(accounts.failing());
                    } catch (IllegalStateException e) {
                        failure = e.getMessage();
                    }
                    return Task.of(once + " " + twice + " " + failure);
                }

                static Accounts proxy(MethodInterceptor advice) {
                    ProxyFactory factory = new ProxyFactory(new Accounts());
                    factory.setProxyTargetClass(true);
                    factory.addAdvice(advice);
                    return (Accounts) factory.getProxy();
                }

                public static void main(String[] arguments) {
                    Accounts counted = proxy(call -> {
                        System.out.println("  called " + call.getMethod().getName());
                        return call.proceed();
                    });
                    System.out.println(run(business(counted)));
                    Accounts transactional = proxy(call -> inTransaction((Task<?>) call.proceed()));
                    System.out.println(run(business(transactional)));
                    System.out.println(counted.getClass().getSuperclass() + " " + isWoven(counted.getClass()));
                }
            }
            """;

    private static final String LEDGER = """
            package com.example;

            import static dev.weft.Weft.*;

            import dev.weft.*;
            import java.lang.reflect.InvocationHandler;
            import java.lang.reflect.Proxy;

            public interface Ledger {
                Task<Integer> add(int amount);

                @Async
                default Task<Integer> addTwice(int amount) {
                    await(add(amount));
                    return Task.of(await(add(amount)));
                }

                @Async
                static Task<String> use(Ledger ledger) {
                    return Task.of(await(ledger.add(1)) + " " + await(ledger.addTwice(10)));
                }

                final class Plain implements Ledger {
                    private int sum;

                    @Async
                    public Task<Integer> add(int amount) {
                        await(yieldNow());
                        sum += amount;
                        return Task.of(sum);
                    }
                }

                static void main(String[] arguments) {
                    Ledger plain = new Plain();
                    InvocationHandler handler = (proxy, method, values) -> {
                        System.out.println("  called " + method.getName());
                        return method.isDefault()
                                ? InvocationHandler.invokeDefault(proxy, method, values)
                                : method.invoke(plain, values);
                    };
                    Ledger proxy = (Ledger)
                            Proxy.newProxyInstance(Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, handler);
                    System.out.println(run(use(proxy)));
                }
            }
            """;

    /** Has the name of ours, and is none of ours: without Spring's container it means nothing. */
    private static final String BACKGROUND = """
            package com.example;

            import java.lang.annotation.*;
            import java.util.concurrent.CompletableFuture;

            public class Background {
                @Retention(RetentionPolicy.RUNTIME)
                @interface Async {}

                @Async
                public void fire() {
                    System.out.println("fired");
                }

                @Async
                public CompletableFuture<String> later() {
                    return CompletableFuture.completedFuture("later");
                }

                public static void main(String[] arguments) {
                    new Background().fire();
                    System.out.println(new Background().later().join() + " " + dev.weft.Weft.isWoven(Background.class));
                }
            }
            """;

    @TempDir
    Path folder;

    /**
     * Advice of a CGLIB proxy runs when the task is made, once for each call that comes from outside: {@code withdrawTwice} calls
     * {@code withdraw} on itself. Advice around the whole run awaits what it proceeds to.
     */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void springProxyOfAClassAdvisesItsAsyncMethods(Path jdk) throws Exception {
        Path classes = new Javac().classPath(SPRING).compile(folder, ACCOUNTS, BANK);
        String said = Launch.on(jdk).weft().classPath(with(classes)).run("com.example.Bank");
        assertEquals("""
                  called withdraw
                  withdrew 10
                  called withdrawTwice
                  withdrew 20
                  withdrew 20
                  called failing
                90 50 no money
                  begin
                  withdrew 10
                  commit
                  begin
                  withdrew 20
                  withdrew 20
                  commit
                  begin
                  rollback
                90 50 no money
                class com.example.Accounts false
                """, said);
    }

    /** The default method runs on the proxy, so what it calls goes through the handler again. */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void jdkProxyOfAnInterfacePassesAsyncMethodsOn(Path jdk) throws Exception {
        Path classes = new Javac().compile(folder, LEDGER);
        String said = Launch.on(jdk).weft().classPath(classes).run("com.example.Ledger");
        assertEquals("  called add\n  called addTwice\n  called add\n  called add\n1 21\n", said);
    }

    /** Spring has an annotation of that name too. */
    @ParameterizedTest
    @MethodSource(Launch.JDKS)
    void annotationOfTheSameNameInAnotherPackageIsNotOurs(Path jdk) throws Exception {
        Path classes = new Javac().compile(folder, BACKGROUND);
        assertEquals(
                "fired\nlater false\n", Launch.on(jdk).weft().classPath(classes).run("com.example.Background"));
    }

    private static Path[] with(Path classes) {
        return Stream.concat(Stream.of(SPRING), Stream.of(classes)).toArray(Path[]::new);
    }
}
